/**
 * The executable for Windows under Wine, which scripts/trials/windows/setup-wine.sh installs. The
 * server is run by the node.exe of that bench; the executable brings its own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../process/shield-process.ts';
import { until } from '../process/strays.ts';
import { expectWholeSession } from './session.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executable = join(root, 'dist/executables/mcp-shield-win-x64.exe');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wineHome = process.env['WINE_HOME'] ?? '/opt/wine10';
const major = process.env['NODE_WIN_MAJOR'] ?? '24';
const node = `C:\\node${major}\\node.exe`;

const directory = mkdtempSync(join(tmpdir(), 'executable-'));
let idle: ReturnType<typeof spawn>;

// Wine's services start with its first program, and hold whatever stdio that was given.
beforeAll(async () => {
  expect(existsSync(join(wineHome, 'env.sh')), 'run scripts/trials/windows/setup-wine.sh').toBe(
    true,
  );
  const ready = join(directory, 'ready');
  const script = 'console.log("ready"); setInterval(() => {}, 1e6)';
  idle = spawn('/bin/bash', underWine(node, '-e', script), {
    stdio: ['ignore', openSync(ready, 'w'), 'ignore'],
    detached: true,
  });
  await until(() => readFileSync(ready, 'utf8').includes('ready'), 30_000);
});
afterAll(() => {
  idle.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** The arguments of a shell that runs the program; its stdio must be files. */
function underWine(...words: string[]): string[] {
  return ['-c', `. "${wineHome}/env.sh"; exec wine64 "$@"`, 'wine64', ...words];
}

function onZ(path: string): string {
  return `Z:${path.replaceAll('/', '\\')}`;
}

function run(...args: string[]) {
  const [out, err] = [join(directory, 'out'), join(directory, 'err')];
  const stdio = ['ignore' as const, openSync(out, 'w'), openSync(err, 'w')];
  const { status } = spawnSync('/bin/bash', underWine(executable, ...args), { stdio });
  return { status, stdout: readFileSync(out, 'utf8'), stderr: readFileSync(err, 'utf8') };
}

describe('the executable for Windows', () => {
  it('carries the same session', () =>
    expectWholeSession({
      program: [join(wineHome, 'bin/wine-run'), major, onZ(executable)],
      args: ['--', node, onZ(fixture('legacy-server.mjs'))],
    }));

  it('says its version', () => {
    expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('refuses wrong usage as the bundle does', () => {
    const stderr = 'mcp-shield: unknown option --restart: did you mean --restarts?\n';
    expect(run('--restart', '3')).toEqual({ status: 2, stdout: '', stderr });
  });

  it('examines a server', () => {
    const { status, stdout } = run('doctor', '--json', '--', node, onZ('/none.mjs'));
    expect(JSON.parse(stdout).servers[0].checks).toContainEqual(
      expect.objectContaining({ name: 'start', status: 'problem' }),
    );
    expect(status).toBe(1);
  });

  it('shows its own name and version, not those of Node.js', () => {
    const file = NtExecutable.from(readFileSync(executable));
    const { entries } = NtExecutableResource.from(file);
    const details = Resource.VersionInfo.fromEntries(entries).flatMap((info) =>
      info.getAllLanguagesForStringValues().map((language) => info.getStringValues(language)),
    );
    expect(details).toMatchObject([{ ProductName: 'mcp-shield', FileVersion: version }]);
  });
});
