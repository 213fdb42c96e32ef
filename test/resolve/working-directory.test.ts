/** Where a server runs, if nothing is said about it, and how a directory is expanded. */
import { describe, expect, it } from 'vitest';
import {
  currentDirectory,
  expandDirectory,
  workingDirectory,
} from '../../src/resolve/working-directory.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

type Env = Readonly<Record<string, string>>;
function contextOf(platform: NodeJS.Platform, env: Env = {}, facts: Partial<FakeFacts> = {}) {
  const machine = fakeMachine({ platform, files: {}, ...facts });
  return { machine, env, home: machine.home, cwd: machine.home };
}

describe('the working directory', () => {
  it.each<[string, ReturnType<typeof contextOf>, object]>([
    ['is kept', contextOf('linux', {}, { cwd: '/w' }), { cwd: undefined }],
    [
      'that is gone',
      contextOf('linux', {}, { gone: true }),
      { cwd: '/home/ann', repair: 'the working directory is gone; using /home/ann' },
    ],
    [
      'that is gone, without a home',
      contextOf('linux', {}, { gone: true, home: '' }),
      { cwd: undefined },
    ],
    [
      'in another System32',
      contextOf('win32', { SystemRoot: 'D:\\WINNT' }, { cwd: 'D:\\winnt\\System32' }),
      {
        cwd: 'C:\\Users\\ann',
        repair: 'the working directory D:\\winnt\\System32 is not writable; using C:\\Users\\ann',
      },
    ],
    ['on Windows', contextOf('win32', {}, { cwd: 'C:\\work' }), { cwd: undefined }],
    [
      'in System32 of another Windows',
      contextOf('win32', { SystemRoot: 'D:\\WINNT' }, { cwd: 'C:\\Windows\\System32' }),
      { cwd: undefined },
    ],
  ])('%s', (_, context, expected) => {
    expect(workingDirectory(undefined, context)).toEqual(expected);
  });

  it('is the one of this process', () => {
    expect(currentDirectory()).toBe(process.cwd());
  });

  it.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['~/x', { HOME: '/h' }, '/h/x'],
    ['$A/x', { A: '/a' }, '/a/x'],
    ['$A/x', { A: undefined }, '$A/x'],
  ])('is expanded as the resolver does it: %s with %j', (asked, env, expected) => {
    expect(expandDirectory(asked, env)).toBe(expected);
  });
});
