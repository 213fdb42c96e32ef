/**
 * The executable of this system, Linux or macOS, where there is no Node.js as far as it can see:
 * PATH holds python3 and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { fileName, host } from '../../scripts/build/executables/targets.mjs';
import { fixture, server, withShield } from '../process/shield-process.ts';
import { expectWholeSession, textOf } from './session.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const executable = join(root, 'dist/executables', fileName(host));
// What was handed from one job of CI to another has lost this.
chmodSync(executable, 0o755);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const directory = mkdtempSync(join(tmpdir(), 'executable-'));
afterAll(() => rmSync(directory, { recursive: true }));
const python = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
});
symlinkSync(python.stdout.trim(), join(directory, 'python3'));

/** As `env -i`, but for the mark by which the test finds its processes again. */
const bare: readonly [string, ...string[]] = [
  '/bin/sh',
  '-c',
  'exec env -i "PATH=$0" "SHIELD_TEST_MARK=$SHIELD_TEST_MARK" "$@"',
  directory,
  executable,
];
const pythonServer = fileURLToPath(new URL('fixtures/server.py', import.meta.url));

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(executable, args, { encoding: 'utf8', env });
  return { status, stdout, stderr };
}

describe('the same session', () => {
  it('of the bundle', () => expectWholeSession({ args: server('legacy-server.mjs') }));

  it('of the executable, with the same server', () =>
    expectWholeSession({ program: [executable], args: server('legacy-server.mjs') }));

  it('of the executable, where there is no Node.js', () =>
    expectWholeSession({ program: bare, args: ['--', 'python3', pythonServer] }));
});

describe('where there is no Node.js', () => {
  it('it does not pass for one: its directory is not in the PATH of the server', async () => {
    await withShield({ program: bare, args: ['--', 'python3', pythonServer] }, async (shield) => {
      await shield.initialize();
      const path = textOf(await shield.call('path'))?.split(':');
      expect(path).toContain(directory);
      expect(path).not.toContain(dirname(executable));
    });
  });

  it('a server ends with SIGTERM to it, and nothing is left', async () => {
    await withShield({ program: bare, args: ['--', 'python3', pythonServer] }, async (shield) => {
      await shield.initialize();
      shield.kill('SIGTERM');
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      await shield.expectNothingLeft();
    });
  });

  it('a SIGKILL leaves nothing, thanks to the guard', async () => {
    await withShield({ program: bare, args: ['--', 'python3', pythonServer] }, async (shield) => {
      await shield.initialize();
      shield.kill('SIGKILL');
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });
});

describe('doctor', () => {
  const examine = (...command: string[]) => {
    const env = { PATH: directory, HOME: directory };
    const { status, stdout } = run(['doctor', '--json', '--', ...command], env);
    return { status, report: JSON.parse(stdout) };
  };

  it('finds what the server prints beside its messages', () => {
    const { status, report } = examine('python3', pythonServer);
    expect(report.servers[0].checks).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'initialize', status: 'ok' }),
        expect.objectContaining({ name: 'stdout', lines: ['Starting server on stdio …'] }),
      ]),
    );
    expect(status).toBe(1);
  });

  it('finds that there is no such script', () => {
    const { status, report } = examine('python3', '/none.py');
    expect(report.servers[0].checks).toContainEqual(
      expect.objectContaining({ name: 'start', status: 'problem', reason: 'file-missing' }),
    );
    expect(status).toBe(1);
  });
});

describe('a server that needs Node.js', () => {
  it('runs in the Node.js of the user', async () => {
    const args = ['--', 'node', fixture('legacy-server.mjs')];
    const env = { PATH: dirname(process.execPath) };
    await withShield({ program: [executable], args, env }, async (shield) => {
      await shield.initialize();
      const pid = textOf(await shield.call('pid'));
      const ps = spawnSync('ps', ['-o', 'args=', '-p', `${pid}`], { encoding: 'utf8' });
      expect(ps.stdout).toMatch(/(^|\/)node /);
    });
  });
});

describe('the executable', () => {
  it('says its version', () => {
    expect(run(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('needs nothing beside it', () => {
    const alone = join(directory, 'renamed');
    copyFileSync(executable, alone);
    const { status, stdout } = spawnSync(alone, ['--help'], {
      cwd: '/',
      env: {},
      encoding: 'utf8',
    });
    expect(stdout).toContain('--restart-window');
    expect(status).toBe(0);
  });

  it('takes no notice of options for Node.js, which are meant for servers', () => {
    const env = { NODE_OPTIONS: '--require /none --no-such-option' };
    expect(run(['--version'], env)).toMatchObject({ status: 0, stderr: '' });
  });

  it('refuses wrong usage as the bundle does', () => {
    expect(run(['--restart', '3'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'mcp-shield: unknown option --restart: did you mean --restarts?\n',
    });
  });

  it('names no directory of the machine it was built on', () => {
    expect(readFileSync(executable).includes(root)).toBe(false);
  });
});
