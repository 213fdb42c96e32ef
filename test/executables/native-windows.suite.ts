/**
 * The executable for Windows on Windows itself. What runs under Wine elsewhere is in
 * windows.suite.ts; here pipes and processes are those of the system.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fileName, host } from '../../scripts/build/executables/targets.mjs';
import { fixture } from '../process/shield-process.ts';
import { gone, withShield } from '../windows/shielded.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executable = join(root, 'dist/executables', fileName(host));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const server = ['--', process.execPath, fixture('legacy-server.mjs')];

const directory = mkdtempSync(join(tmpdir(), 'executable-'));
afterAll(() => rmSync(directory, { recursive: true }));

function run(program: string, ...args: string[]) {
  const options = { cwd: directory, encoding: 'utf8', windowsHide: true } as const;
  const { status, stdout, stderr } = spawnSync(program, args, options);
  return { status, stdout, stderr };
}

describe('the executable', () => {
  it('carries a session over a crash, and leaves nothing', () =>
    withShield(
      server,
      async (shield) => {
        expect((await shield.initialize()).result, shield.stderr).toBeDefined();
        const first = await shield.serverPid();
        await shield.call('noise');
        const crashed = await shield.call('crash', { code: 7 });
        expect(crashed.error?.data).toMatchObject({ source: 'mcp-shield', exitCode: 7 });
        const second = await shield.serverPid();
        expect(second).not.toBe(first);
        shield.closeStdin();
        expect(await shield.exited).toBe(0);
        await gone(first, second);
        shield.expectOnlyMessages();
      },
      { program: [executable] },
    ));

  it('takes its server with it when it is ended from outside', () =>
    withShield(
      server,
      async (shield) => {
        await shield.initialize();
        const pid = await shield.serverPid();
        shield.terminate();
        await gone(shield.pid, pid);
      },
      { program: [executable] },
    ));

  it('says its version, and needs nothing beside it', () => {
    const alone = join(directory, 'renamed.exe');
    copyFileSync(executable, alone);
    expect(run(alone, '--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('refuses wrong usage as the bundle does', () => {
    const stderr = 'mcp-shield: unknown option --restart: did you mean --restarts?\n';
    expect(run(executable, '--restart', '3')).toEqual({ status: 2, stdout: '', stderr });
  });

  it('examines a server', () => {
    const { stdout } = run(executable, 'doctor', '--json', ...server);
    expect(JSON.parse(stdout).servers[0].checks).toContainEqual(
      expect.objectContaining({ name: 'initialize', status: 'ok' }),
    );
  });
});
