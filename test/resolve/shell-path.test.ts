/**
 * A command that only the PATH of the login shell has, and what is said of one that is nowhere: on
 * a machine in memory whose shell answers. `test/resolve/login-shell.test.ts` asks real ones.
 */
import { describe, expect, it } from 'vitest';
import type { CommandRequest } from '../../src/resolve/resolution.ts';
import { resolveAtOnce, resolveCommand } from '../../src/resolve/resolve-command.ts';
import { type FakeFacts, fakeMachine, request } from './fake-machine.ts';

const mark = '__mcp_shield_environment__';
const shellPath = '/hidden:/usr/bin:/late';
const env = { PATH: '/usr/bin', HOME: '/home/ann', SHELL: '/bin/zsh' };
const files = { '/hidden/server': '', '/usr/bin/tool': '', '/hidden/tool': '' };

function machineWith(facts: Partial<FakeFacts> = {}) {
  const answers = () => `Welcome!${mark}A=b\0PATH=${shellPath}\0${mark}`;
  return fakeMachine({ platform: 'linux', files, answers, ...facts });
}
const asked = (command: string, more: Partial<CommandRequest> = {}) =>
  request(command, ['a'], { env, shellPath: 'auto', ...more });
const nowhere = (name: string, places: string) => ({
  errno: 'ENOENT',
  message: `${name} was not found ${places}`,
});

describe('the login shell', () => {
  it('is asked for its PATH where nothing else helps, once', async () => {
    const machine = machineWith();
    expect(await resolveCommand(asked('server'), machine)).toEqual({
      file: '/hidden/server',
      args: ['a'],
      env: { ...env, PATH: '/hidden:/usr/bin:/late' },
      cwd: undefined,
      envAsGiven: true,
      notes: [
        {
          level: 'info',
          message: 'not on PATH, but on that of the login shell; using /hidden/server',
        },
      ],
    });
    expect(machine.asked).toMatchObject([
      {
        file: '/bin/zsh',
        args: ['-ilc', expect.stringContaining('command env')],
        env: { ...env, TERM: 'dumb' },
        cwd: '/home/ann',
      },
    ]);
  });

  it('is not asked for what is on PATH', async () => {
    const machine = machineWith();
    expect((await resolveCommand(asked('tool'), machine)).file).toBe('/usr/bin/tool');
    expect(machine.asked).toEqual([]);
  });

  it('is never asked where it is not to be', async () => {
    const machine = machineWith();
    const { failure } = await resolveCommand(asked('server', { shellPath: 'never' }), machine);
    expect(failure).toEqual(nowhere('server', 'on PATH or in the usual install locations'));
    expect(machine.asked).toEqual([]);
  });

  it('is not asked on Windows', async () => {
    const machine = machineWith({ platform: 'win32', files: {} });
    const { failure } = await resolveCommand(asked('server'), machine);
    expect(failure).toEqual(nowhere('server', 'on PATH or in the usual install locations'));
    expect(machine.asked).toEqual([]);
  });

  it.each([
    ['fails', undefined],
    ['does not have it either', `${mark}PATH=/none\0${mark}`],
  ])('that %s is told of', async (_, answer) => {
    const resolution = await resolveCommand(
      asked('server'),
      machineWith({ answers: () => answer }),
    );
    const failure = nowhere(
      'server',
      'on PATH, in the usual install locations or on the PATH of the login shell',
    );
    expect(resolution).toEqual({
      file: 'server',
      args: ['a'],
      env,
      cwd: undefined,
      failure,
      notes: [{ level: 'warn', message: failure.message }],
    });
  });

  it('comes first where that is wanted, and its PATH is that of the server', async () => {
    const wanted = asked('tool', { shellPath: 'always' });
    const machine = machineWith();
    expect(resolveAtOnce(wanted, machine)).toBeUndefined();
    const resolution = await resolveCommand(wanted, machine);
    expect(resolution).toMatchObject({ file: '/hidden/tool', env: { ...env, PATH: shellPath } });
  });

  it('that fails leaves PATH as it is, also where it is wanted first', async () => {
    const machine = machineWith({ answers: () => undefined });
    const resolution = await resolveCommand(asked('tool', { shellPath: 'always' }), machine);
    expect(resolution).toMatchObject({ file: '/usr/bin/tool', env });
  });

  it('adds what is not on PATH yet', async () => {
    const own = { ...env, PATH: '/usr/bin:/bin' };
    const { env: told } = await resolveCommand(asked('server', { env: own }), machineWith());
    expect(told['PATH']).toBe('/hidden:/usr/bin:/bin:/late');
  });

  it('changes no PATH that was not asked for', () => {
    expect(
      resolveAtOnce(asked('tool', { env: { ...env, Path: '/x' } }), machineWith()),
    ).toMatchObject({
      env: { ...env, Path: '/x' },
    });
  });
});

describe('a command', () => {
  it('is seen from where the server runs', () => {
    const machine = fakeMachine({ platform: 'linux', cwd: '/srv', files: { '/srv/a/x': '' } });
    expect(resolveAtOnce(asked('a/x'), machine)?.file).toBe('/srv/a/x');
    expect(resolveAtOnce(asked('./x', { cwd: 'a' }), machine)?.file).toBe('/srv/a/x');
  });

  it('that nobody may run says so', () => {
    const machine = machineWith({ notExecutable: ['/usr/bin/tool'] });
    expect(resolveAtOnce(asked('/usr/bin/tool'), machine)).toMatchObject({
      file: '/usr/bin/tool',
      failure: { errno: 'EACCES' },
      notes: [{ level: 'warn', message: '/usr/bin/tool is not executable' }],
    });
  });

  it('gets a PATH where there is none, and the directory it was found in', async () => {
    const machine = fakeMachine({ platform: 'linux', files: { '/home/ann/.volta/bin/x': '' } });
    const bare = await resolveCommand(asked('x', { env: { HOME: '/home/ann' } }), machine);
    expect(bare.env['PATH']).toBe('/home/ann/.volta/bin');
    const both = await resolveCommand(asked('x'), machine);
    expect(both.env['PATH']).toBe('/home/ann/.volta/bin:/usr/bin');
  });
});
