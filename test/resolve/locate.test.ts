/** Where a command is found, and what its PATH needs then: on a machine in memory. */
import { describe, expect, it } from 'vitest';
import { launch } from '../../src/resolve/launch.ts';
import {
  locateInToolDirectories,
  locateOnPath,
  locateProgram,
  locateStandIn,
} from '../../src/resolve/locate.ts';
import { isPackageRunner } from '../../src/resolve/package-runner.ts';
import { standIns } from '../../src/resolve/stand-ins.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

const env = { PATH: '/usr/bin' };
function contextOf(
  files: Readonly<Record<string, string>>,
  facts: Partial<FakeFacts> = {},
  own: Readonly<Record<string, string>> = env,
) {
  const machine = fakeMachine({ platform: 'linux', files, ...facts });
  return { machine, env: own, home: machine.home, cwd: machine.home };
}

const nothing = { args: ['a'], front: [], back: [] };
const asked = (file: string) => ({ file, args: ['a'] });
const envNode = '#!/usr/bin/env node\n';

describe('a path', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['of a program', { '/n/npx': '\x7fELF', '/n/node': '' }, []],
    [
      'of a script that another node would run',
      { '/n/npx': envNode, '/n/node': '', '/usr/bin/node': '' },
      ['/n'],
    ],
    ['of a script that no other node would run', { '/n/npx': envNode, '/n/node': '' }, ['/n']],
    ['of a script without a node beside it', { '/n/npx': envNode, '/usr/bin/node': '' }, []],
    ['of a script that names its node', { '/n/npx': '#!/usr/bin/node\n', '/n/node': '' }, []],
  ])('%s', (_, files, front) => {
    const context = contextOf(files);
    expect(locateOnPath(asked('/n/npx'), context)).toEqual({ ...nothing, file: '/n/npx', front });
  });

  it('of a script whose node is the first on PATH', () => {
    const context = contextOf({ '/usr/bin/npx': envNode, '/usr/bin/node': '' });
    expect(locateOnPath(asked('/usr/bin/npx'), context)?.front).toEqual([]);
  });

  it('on Windows needs nothing in front', () => {
    const files = { 'C:\\n\\npx': envNode, 'C:\\n\\node.exe': '' };
    const context = contextOf(files, { platform: 'win32' }, { PATH: 'C:\\x' });
    expect(locateOnPath(asked('C:\\n\\npx'), context)?.front).toEqual([]);
  });

  it('has no extension that was not written', () => {
    const context = contextOf({ '/n/x.exe': '', '/n/x.cmd': '' });
    expect(locateOnPath(asked('/n/x'), context)).toBeUndefined();
  });

  it('is looked for nowhere else', () => {
    const context = contextOf({ '/home/ann/.volta/bin/x': '', '/home/ann/.volta/bin/b/x': '' });
    expect(locateInToolDirectories(asked('./x'), context)).toBeUndefined();
    expect(locateInToolDirectories(asked('b/x'), context)).toBeUndefined();
    expect(locateInToolDirectories(asked(''), context)).toBeUndefined();
  });
});

describe('a name', () => {
  const tool = '/home/ann/.volta/bin';

  it('on PATH needs nothing more', () => {
    const context = contextOf({ '/usr/bin/x': envNode, '/usr/bin/node': '', [`${tool}/x`]: '' });
    expect(locateOnPath(asked('x'), context)).toEqual({ ...nothing, file: '/usr/bin/x' });
    expect(locateProgram('x', context)?.file).toBe('/usr/bin/x');
  });

  it('in a known place needs its directory on PATH', () => {
    const context = contextOf({ [`${tool}/x`]: '' });
    const found = { ...nothing, file: `${tool}/x`, front: [tool] };
    const repair = `x is not on PATH; using ${tool}/x (volta)`;
    expect(locateOnPath(asked('x'), context)).toBeUndefined();
    expect(locateInToolDirectories(asked('x'), context)).toEqual({ ...found, repair });
    expect(locateProgram('x', context)).toEqual({ ...found, args: [], repair });
  });

  it('may be had under another one', () => {
    for (const file of ['/usr/bin/uv', `${tool}/uv`]) {
      const found = locateStandIn(asked('uvx'), contextOf({ [file]: '' }));
      expect(found).toMatchObject({
        file,
        args: ['tool', 'run', 'a'],
        repair: `uvx is not installed; using ${file}`,
      });
    }
    expect(locateStandIn(asked('nowhere'), contextOf({}))).toBeUndefined();
    expect(locateProgram('python', contextOf({ '/usr/bin/python3': '' }))?.file).toBe(
      '/usr/bin/python3',
    );
  });
});

describe('another name', () => {
  const names = (file: string, platform: NodeJS.Platform) =>
    standIns({ file, args: ['a'] }, platform).map((one) => [one.file, ...one.args].join(' '));

  it.each([
    ['python', ['python3 a'], ['python3 a', 'py -3 a']],
    ['python3', [], ['python a', 'py -3 a']],
    ['uvx', ['uv tool run a'], ['uv tool run a']],
    ['node', ['nodejs a'], []],
    ['npx.cmd', ['npx a'], []],
    ['a.b.EXE', ['a.b a'], []],
    ['x.bat', ['x a'], []],
    ['x.ps1', ['x a'], []],
    ['x.cmd.js', [], []],
    ['.exe', [], []],
    ['x', [], []],
  ])('for %s', (file, posix, windows) => {
    expect(names(file, 'linux')).toEqual(posix);
    expect(names(file, 'win32')).toEqual(windows);
  });
});

it.each([
  ['npx', true],
  ['/usr/bin/npm', true],
  ['C:\\x\\uvx', true],
  ['uv', true],
  ['/usr/bin/uvloop', false],
  ['my-npx', false],
  ['npx.cmd', false],
  ['/npx/server', false],
  ['node', false],
])('%s runs packages: %s', (file, is) => {
  expect(isPackageRunner(file)).toBe(is);
});

describe('what the kernel would not start', () => {
  const files = {
    '/usr/bin/node': '',
    '/s/plain': '\x7fELF',
    '/s/script': '#!/bin/sh\n',
    '/s/cr': '#!/usr/bin/env node\r\n',
    '/s/a.js': 'import x',
    '/s/text': 'hello',
  };
  const launched = (file: string, notExecutable: readonly string[] = []) =>
    launch({ ...nothing, file }, contextOf(files, { notExecutable }));

  it.each(['/s/plain', '/s/script', '/s/text'])('is not %s', (file) => {
    expect(launched(file)).toEqual({ kind: 'ready', found: { ...nothing, file } });
  });

  it.each(['/s/cr', '/s/a.js'])('is %s, which node runs', (file) => {
    expect(launched(file)).toMatchObject({
      kind: 'ready',
      found: { file: '/usr/bin/node', args: [file, 'a'] },
    });
  });

  it('is what nobody may run and no program is known for', () => {
    expect(launched('/s/a.js', ['/s/a.js'])).toMatchObject({ found: { file: '/usr/bin/node' } });
    for (const file of ['/s/text', '/s/plain', '/s/script']) {
      expect(launched(file, [file])).toEqual({
        kind: 'impossible',
        failure: { errno: 'EACCES', message: `${file} is not executable` },
      });
    }
  });
});
