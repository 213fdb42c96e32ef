/** What a platform makes of names of variables, of PATH and of versions; where a server runs. */
import { describe, expect, it } from 'vitest';
import { notFound } from '../../src/resolve/not-found.ts';
import { homeOf, keyOf, pathDirectories, splitPath } from '../../src/resolve/resolve-context.ts';
import { findByName, findByPath } from '../../src/resolve/search.ts';
import { compareVersions, isMeantBy, parseVersion } from '../../src/resolve/version-number.ts';
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

describe('a version', () => {
  it.each([
    ['v20.11.0', [20, 11, 0]],
    [' 1.2.345\n', [1, 2, 345]],
    ['x1.2.3', undefined],
    ['1.2.3x', undefined],
    ['1.2.3-rc.1', undefined],
    ['1.2', undefined],
    ['1234567.0.0', undefined],
  ])('%j', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it('is compared number by number', () => {
    const sorted = [
      [1, 9, 9],
      [1, 10, 0],
      [1, 10, 2],
      [1, 10, 10],
      [2, 0, 0],
    ] as const;
    for (const [at, left] of sorted.entries()) {
      for (const [to, right] of sorted.entries()) {
        expect(Math.sign(compareVersions(left, right))).toBe(Math.sign(at - to));
      }
    }
  });

  it.each([
    [' v20 ', true],
    ['20.1', true],
    ['20.1.0', true],
    ['20.1.0.0', false],
    ['2', false],
    ['2v0', false],
    ['20.10', false],
    ['', false],
  ])('20.1.0 is what %j means: %s', (setting, is) => {
    expect(isMeantBy([20, 1, 0], setting)).toBe(is);
  });
});

describe('a file on Windows', () => {
  const apps = 'C:\\Microsoft\\WindowsApps';
  const redirector = 'C:\\AppInstallerPythonRedirector.exe';
  const context = contextOf(
    'win32',
    { PATHEXT: '.FOO;nonsense;;' },
    {
      files: {
        'C:\\a\\x.exe': '',
        'C:\\a\\bare': '',
        'C:\\a\\qnonsense': '',
        'C:\\a\\python.exe': '',
        [`${apps}\\python.exe.bak.exe`]: '',
        [`${apps}\\pythonista.exe`]: '',
        [redirector]: '',
      },
      links: { 'C:\\a\\python.exe': redirector, [`${apps}\\pythonista.exe`]: redirector },
    },
  );
  const found = (name: string, directory = 'C:\\a') => findByName(name, [directory], context);

  it('is a program by its extension, whatever PATHEXT says', () => {
    expect(found('x')).toBe('C:\\a\\x.exe');
    expect(found('bare')).toBeUndefined();
    expect(found('q')).toBeUndefined();
    expect(findByPath('C:\\a\\bare', context)).toBe('C:\\a\\bare');
  });

  it('is no alias of the Store elsewhere, or with another name', () => {
    expect(found('python.exe')).toBe('C:\\a\\python.exe');
    expect(found('pythonista.exe', apps)).toBe(`${apps}\\pythonista.exe`);
  });
});

it('a script of Windows with an extension is meant, in WSL, too', () => {
  const files = { '/mnt/c/a/npx.sh': '', '/mnt/c/a/node.exe': '' };
  const context = contextOf('linux', {}, { files });
  expect(findByName('npx.sh', ['/mnt/c/a'], context)).toBe('/mnt/c/a/npx.sh');
});

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
