/** The PATH of a login shell, with profiles as people have them. The shells are real. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathBetweenMarks } from '../../src/resolve/login-shell.ts';
import { resolveCommand } from '../../src/resolve/resolve-command.ts';
import { runProgram } from '../../src/resolve/run-program.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';
import { fakeMachine, request } from './fake-machine.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'mcp-shield-shell-'));
  mkdirSync(path.join(home, 'hidden'));
  writeFileSync(path.join(home, 'hidden', 'server-x'), '#!/bin/sh\nhelper-x\n');
  writeFileSync(path.join(home, 'hidden', 'helper-x'), '#!/bin/sh\necho helped\n');
  for (const name of ['server-x', 'helper-x']) chmodSync(path.join(home, 'hidden', name), 0o755);
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

const machine = { ...thisMachine(), execPath: '/nowhere/mcp-shield' };

function asked(shell: string, shellPath: 'auto' | 'always' | 'never' = 'auto') {
  const env = { HOME: home, PATH: '/usr/bin:/bin', SHELL: shell };
  return request('server-x', [], { env, shellPath });
}

function profile(name: string, ...lines: readonly string[]): void {
  writeFileSync(path.join(home, name), `${lines.join('\n')}\n`);
}

const extend = 'export PATH="$HOME/hidden:$PATH"';

describe('a command that only the login shell finds', () => {
  it('is found, and runs with what lies beside it', async () => {
    profile('.bash_profile', extend);
    const { file, args, env } = await resolveCommand(asked('/bin/bash'), machine);
    expect(file).toBe(path.join(home, 'hidden', 'server-x'));
    expect(execFileSync(file, [...args], { env, encoding: 'utf8' })).toBe('helped\n');
  });

  it('is found through a noisy, failing profile that reads stdin', async () => {
    profile(
      '.bash_profile',
      'printf "Welcome!\\033[1m\\n__mcp_shield_environment__ PATH=/wrong\\0"',
      'read -r answer; echo "you said $answer"',
      'no-such-command; false',
      'alias env="echo hijacked"',
      extend,
      'trap "echo bye" EXIT',
    );
    const resolution = await resolveCommand(asked('/bin/bash'), machine);
    expect(resolution.file).toBe(path.join(home, 'hidden', 'server-x'));
  });

  it('is found by a plain sh', async () => {
    profile('.profile', extend);
    const resolution = await resolveCommand(asked('/bin/sh'), machine);
    expect(resolution.file).toBe(path.join(home, 'hidden', 'server-x'));
  });

  it('says so, and nothing else of the environment', async () => {
    profile('.bash_profile', extend, 'export TOKEN=secret-value');
    const { notes, env } = await resolveCommand(asked('/bin/bash'), machine);
    expect(notes).toEqual([
      {
        level: 'info',
        message:
          'not on PATH, but on that of the login shell; ' +
          `using ${path.join(home, 'hidden', 'server-x')}`,
      },
    ]);
    expect(env).not.toHaveProperty('TOKEN');
  });

  it('is not looked for with --shell-path never', async () => {
    profile('.bash_profile', extend, 'touch "$HOME/asked"');
    const resolution = await resolveCommand(asked('/bin/bash', 'never'), machine);
    expect(resolution.failure?.errno).toBe('ENOENT');
    expect(machine.isFile(path.join(home, 'asked'))).toBe(false);
  });

  it.each([['/bin/false'], ['/nowhere/shell'], ['/bin/echo']])(
    'stays unknown if the shell is %s',
    async (shell) => {
      const { failure } = await resolveCommand(asked(shell), machine);
      expect(failure?.message).toBe(
        'server-x was not found on PATH, in the usual install locations ' +
          'or on the PATH of the login shell',
      );
    },
  );

  it('is looked for on PATH first, and then no shell is asked', async () => {
    const found = fakeMachine({ platform: 'linux', files: { '/usr/bin/server-x': '' } });
    await resolveCommand(asked('/bin/bash'), found);
    expect(found.asked).toEqual([]);
  });
});

describe('--shell-path always', () => {
  it("puts the shell's directories before ours", async () => {
    profile('.bash_profile', 'export PATH="$HOME/hidden:/opt/of-shell:/usr/bin"');
    const { file, env } = await resolveCommand(asked('/bin/bash', 'always'), machine);
    expect(file).toBe(path.join(home, 'hidden', 'server-x'));
    expect(env['PATH']?.split(':').slice(0, 2)).toEqual([
      path.join(home, 'hidden'),
      '/opt/of-shell',
    ]);
  });
});

describe('asking a program', () => {
  const question = (script: string, limitMs = 5_000) => ({
    file: '/bin/sh',
    args: ['-c', script],
    env: { HOME: home, PATH: '/usr/bin:/bin' },
    cwd: home,
    limitMs,
  });

  it('ends with its limit, and nothing of it is left', async () => {
    const script = 'echo $$ >"$HOME/leader"; sleep 1000 & echo $! >"$HOME/child"; wait';
    expect(await runProgram(question(script, 300))).toBeUndefined();
    for (const name of ['leader', 'child']) {
      const pid = Number(readFileSync(path.join(home, name), 'utf8'));
      expect(pid).toBeGreaterThan(0);
      await expect.poll(() => isAlive(pid)).toBe(false);
    }
  });

  it('does not wait for what holds its pipe', async () => {
    const answer = await runProgram(question('sleep 1000 & echo $! >"$HOME/child"; echo done'));
    expect(answer).toBe('done\n');
    const pid = Number(readFileSync(path.join(home, 'child'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('takes no more than fits', async () => {
    expect(await runProgram(question('yes'))).toBeUndefined();
  });

  it('says nothing if the program fails', async () => {
    expect(await runProgram(question('echo x; exit 3'))).toBeUndefined();
  });
});

/** A zombie waits for whoever reaps it, and does nothing any more. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

describe('what a shell prints', () => {
  const mark = '__mcp_shield_environment__';

  it.each([
    [`noise${mark}A=1\0PATH=/a:/b\0${mark}bye`, '/a:/b'],
    [`${mark}A=1\nPATH=/a:/b\nX=2${mark}`, '/a:/b'],
    [`${mark}A=x\nPATH=/wrong\0PATH=/a\0${mark}`, '/a'],
    [`${mark}PATH=\0${mark}`, undefined],
    [`${mark}A=1\0${mark}`, undefined],
    ['nothing', undefined],
  ])('%j', (printed, expected) => {
    expect(pathBetweenMarks(printed)).toBe(expected);
  });
});
