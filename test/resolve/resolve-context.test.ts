/** What a platform makes of the names of variables, and of PATH. */
import { describe, expect, it } from 'vitest';
import { homeOf, keyOf, pathDirectories, splitPath } from '../../src/resolve/resolve-context.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

type Env = Readonly<Record<string, string>>;
function contextOf(platform: NodeJS.Platform, env: Env = {}, facts: Partial<FakeFacts> = {}) {
  const machine = fakeMachine({ platform, files: {}, ...facts });
  return { machine, env, home: machine.home, cwd: machine.home };
}

describe('variables', () => {
  it.each<[NodeJS.Platform, Env, string]>([
    ['linux', { HOME: '/h', USERPROFILE: '/u' }, '/h'],
    ['linux', { HOME: '', home: '/x' }, '/home/ann'],
    ['win32', { HOME: 'D:\\h', USERPROFILE: 'D:\\u' }, 'D:\\u'],
    ['win32', { UserProfile: 'D:\\u' }, 'D:\\u'],
    ['win32', { HOME: 'D:\\h' }, 'C:\\Users\\ann'],
  ])('say where home is on %s: %j', (platform, env, home) => {
    expect(homeOf(env, fakeMachine({ platform, files: {} }))).toBe(home);
  });

  it.each<[NodeJS.Platform, Env, string]>([
    ['linux', { Path: 'a' }, 'PATH'],
    ['win32', { Path: 'a' }, 'Path'],
    ['win32', { Path: 'a', PATH: 'b' }, 'PATH'],
    ['win32', {}, 'PATH'],
  ])('have names on %s: %j', (platform, env, key) => {
    expect(keyOf(env, 'PATH', platform)).toBe(key);
  });

  it('hold directories', () => {
    expect(pathDirectories(contextOf('linux'))).toEqual([]);
    expect(splitPath(':/a/:b"c:', contextOf('linux'))).toEqual(['/a', '/home/ann/b"c']);
    expect(splitPath('"C:\\a b";;d', contextOf('win32'))).toEqual(['C:\\a b', 'C:\\Users\\ann\\d']);
  });
});
