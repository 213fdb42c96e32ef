/** What is said about a command that is nowhere. */
import { describe, expect, it } from 'vitest';
import { notFound } from '../../src/resolve/not-found.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

type Env = Readonly<Record<string, string>>;
function contextOf(platform: NodeJS.Platform, env: Env = {}, facts: Partial<FakeFacts> = {}) {
  const machine = fakeMachine({ platform, files: {}, ...facts });
  return { machine, env, home: machine.home, cwd: machine.home };
}

describe('a command that is nowhere', () => {
  const linux = contextOf('linux', {}, { files: { '/home/ann/d/x': '', '/System32/wsl.exe': '' } });
  const wsl =
    'use the command wsl.exe with the arguments "--", and then the command as it is there';
  const windows = (files: Env = {}) => contextOf('win32', { SystemRoot: 'C:\\Windows' }, { files });
  const hasWsl = { 'C:\\Windows\\System32\\wsl.exe': '' };

  it.each<[string, boolean, ReturnType<typeof contextOf>, string]>([
    [' \t', false, linux, 'no command was given'],
    ['x', false, linux, 'x was not found on PATH or in the usual install locations'],
    [
      'x',
      true,
      linux,
      'x was not found on PATH, in the usual install locations or on the PATH of the login shell',
    ],
    ['/n/x', false, linux, '/n/x does not exist'],
    ['n/x', false, linux, 'n/x does not exist (seen from /home/ann)'],
    ['x', false, windows(), 'x was not found on PATH or in the usual install locations'],
    [
      'x',
      false,
      windows(hasWsl),
      'x was not found on PATH or in the usual install locations; ' +
        `if it is installed inside WSL only, ${wsl}`,
    ],
    ['C:\\n\\x', false, windows(), 'C:\\n\\x does not exist'],
    [
      '/usr/x',
      false,
      windows(),
      `/usr/x does not exist: it is a Linux path; if it lies inside WSL, ${wsl}`,
    ],
    ['C:/usr/x', false, windows(), 'C:/usr/x does not exist'],
    [
      '//wsl$/U/x',
      false,
      windows(),
      `//wsl$/U/x does not exist: a program inside WSL is not started by its path, ${wsl}`,
    ],
    ['C:\\\\wsl$\\x', false, windows(), 'C:\\\\wsl$\\x does not exist'],
  ])('%j', (wanted, shellAsked, context, message) => {
    expect(notFound(wanted, shellAsked, context)).toEqual({ errno: 'ENOENT', message });
  });

  it('or is a directory', () => {
    expect(notFound('./d', false, linux)).toEqual({
      errno: 'EISDIR',
      message: './d is a directory, not a program',
    });
    expect(notFound('d', false, linux).errno).toBe('ENOENT');
  });
});
