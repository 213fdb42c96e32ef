/**
 * Three projects. `core` is what runs after each change: the pure floors, the simulated world and the
 * shape of the sources, without a process, a build or a wait; what it imports is shared by its files,
 * because nothing there keeps a state. `process` is everything else: it starts real processes and
 * waits for what those print; `compared` does so for minutes. Two at a time is what a small machine
 * carries without a wait running out; the time-out only ends a test that hangs.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** By the folder of the floor that is tested; a test of another folder starts processes. */
const core = [
  'test/*.test.ts',
  'test/{base,config,diagnose,filter,protocol,session,shield,supervisor,world}/**/*.test.ts',
];

/** What asks Linux itself about processes. */
const ofLinux = ['test/process/{container,direct}.test.ts', 'test/security/hostile-*.test.ts'];

/** What sends signals and looks for process groups. Windows has test/windows instead. */
const ofPosix = ['test/{chaos,doctor,process,runner,schemas,sdk,security,work}/**'];

const elsewhere = { linux: [], win32: ofPosix }[process.platform as string] ?? ofLinux;

/** Hundreds of sessions, each of them twice. */
const compared = ['test/compared/**/*.test.ts'];

const common = {
  pool: 'forks',
  testTimeout: 30_000,
  hookTimeout: 30_000,
  allowOnly: false,
  // Logs, states and memories of the shields under test are not those of whoever runs the tests.
  env: {
    XDG_STATE_HOME: join(tmpdir(), 'mcp-shield-test-state'),
    XDG_CACHE_HOME: join(tmpdir(), 'mcp-shield-test-cache'),
  },
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'core', isolate: false, include: core } },
      {
        test: {
          ...common,
          name: 'process',
          include: ['test/**/*.test.ts'],
          exclude: [...core, ...compared, ...elsewhere],
        },
      },
      { test: { ...common, name: 'compared', include: compared } },
    ],
  },
});
