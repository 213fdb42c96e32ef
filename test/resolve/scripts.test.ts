/** Scripts: the line that says who runs them, and who does where the system would not. */
import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/resolve/found.ts';
import { programByName, throughInterpreter } from '../../src/resolve/interpreter.ts';
import { findByName, findByPath, isPath } from '../../src/resolve/search.ts';
import { readShebang } from '../../src/resolve/shebang.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

function contextOf(facts: FakeFacts, env: Readonly<Record<string, string>> = {}) {
  const machine = fakeMachine(facts);
  return { machine, env, home: machine.home, cwd: machine.cwd ?? '/' };
}

describe('a shebang', () => {
  const direct = (interpreter: string, ...args: string[]) => ({
    interpreter,
    args,
    onPath: false,
    carriageReturn: false,
  });
  const byName = (interpreter: string, ...args: string[]) => ({
    ...direct(interpreter, ...args),
    onPath: true,
  });

  it.each([
    ['#!/bin/sh\necho', direct('/bin/sh')],
    ['#! \t/bin/sh -e  -u \n', direct('/bin/sh', '-e', '-u')],
    ['\ufeff#!/bin/sh', direct('/bin/sh')],
    ['#!/usr/bin/env node\n', byName('node')],
    ['#!env node\n', byName('node')],
    ['#!/usr/bin/env -S node --flag a=b\n', byName('node', '--flag', 'a=b')],
    ['#!/usr/bin/env -u X A=1 python3 -m x\n', byName('X', 'A=1', 'python3', '-m', 'x')],
    ['#!/usr/bin/env A=1 python3 -m x\n', byName('python3', '-m', 'x')],
    ['#!/opt/myenv node\n', direct('/opt/myenv', 'node')],
    ['#!/opt/envoy node\n', direct('/opt/envoy', 'node')],
    ['#!/bin/sh\r\n', { ...direct('/bin/sh'), carriageReturn: true }],
    ['#!/usr/bin/env node\r\n', { ...byName('node'), carriageReturn: true }],
    ['#!/usr/bin/env\n', undefined],
    ['#!/usr/bin/env -S A=1\n', undefined],
    ['#!\n/bin/sh\n', undefined],
    ['#! \r\n', undefined],
    ['\n#!/bin/sh\n', undefined],
    [' #!/bin/sh\n', undefined],
    ['console.log()', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j', (start, expected) => {
    expect(readShebang(start)).toEqual(expected);
  });
});

describe('a script', () => {
  const found = (file: string): Found => ({
    file,
    args: ['a'],
    front: ['/front'],
    back: ['/back'],
  });

  it.each([
    ['/s/a.js', 'node'],
    ['/s/a.CJS', 'node'],
    ['/s/a.mjs', 'node'],
    ['/s/a.py', 'python3'],
    ['/s/linked', 'node'],
    ['/s/a.js.txt', undefined],
    ['/s/js', undefined],
  ])('%s is run, by its name, by %s', (file, program) => {
    const context = contextOf({
      platform: 'linux',
      files: { '/s/target.js': '' },
      links: { '/s/linked': '/s/target.js' },
    });
    expect(programByName(file, context)).toBe(program);
  });

  it('is started with whom its shebang or its name asks for, and keeps what was found', () => {
    const files = {
      '/bin/node': '',
      '/bin/sh': '',
      '/s/direct': '#!/bin/sh -e\n',
      '/opt/own/sh': '',
      '/s/own': '#!/opt/own/sh\n',
      '/s/named': '#!/usr/bin/env node --flag\n',
      '/s/plain.mjs': 'text',
      '/s/moved': '#!/nowhere/node\n',
      '/s/lost': '#!/nowhere/perl\n',
      '/s/text': 'text',
    };
    const context = contextOf({ platform: 'linux', files }, { PATH: '/bin' });
    const started = (file: string) => {
      const launch = throughInterpreter(found(file), context);
      return launch?.kind === 'ready' ? launch.found : launch;
    };
    const by = (file: string, program: string, ...args: string[]) => ({
      file: program,
      args: [...args, file, 'a'],
      front: ['/front'],
      back: ['/back'],
      repair: `${file} is started with ${program}`,
    });
    expect(started('/s/direct')).toEqual(by('/s/direct', '/bin/sh', '-e'));
    expect(started('/s/own')).toEqual(by('/s/own', '/opt/own/sh'));
    expect(started('/s/named')).toEqual(by('/s/named', '/bin/node', '--flag'));
    expect(started('/s/plain.mjs')).toEqual(by('/s/plain.mjs', '/bin/node'));
    expect(started('/s/moved')).toEqual(by('/s/moved', '/bin/node'));
    expect(started('/s/lost')).toBeUndefined();
    expect(started('/s/text')).toBeUndefined();
  });
});

describe('a file', () => {
  it.each([
    ['a', 'linux', false],
    ['./a', 'linux', true],
    ['a\\b', 'linux', false],
    ['c:a', 'linux', false],
    ['a\\b', 'win32', true],
    ['a/b', 'win32', true],
    ['C:a', 'win32', true],
    ['ab:c', 'win32', false],
    ['a', 'win32', false],
  ] as const)('%s is a path on %s: %s', (word, platform, expected) => {
    expect(isPath(word, fakeMachine({ platform, files: {} }))).toBe(expected);
  });

  const windows = contextOf({
    platform: 'win32',
    cwd: 'C:\\w',
    files: {
      'C:\\a\\x.cmd': '',
      'C:\\b\\x.exe': '',
      'C:\\b\\x.cmd': '',
      'C:\\b\\x.com': '',
      'C:\\c\\y.ps1': '',
      'C:\\c\\y.foo': '',
      'C:\\w\\z': '',
      'C:\\w\\z.v2': '',
      'C:\\w\\z.v2.exe': '',
    },
  });

  it('is found on Windows by the extensions that can be started, in their order', () => {
    const named = (name: string, ...directories: string[]) =>
      findByName(name, directories, windows)?.toLowerCase();
    expect(named('x', 'C:\\nowhere', 'C:\\a', 'C:\\b')).toBe('c:\\a\\x.cmd');
    expect(named('x', 'C:\\b')).toBe('c:\\b\\x.com');
    expect(named('x.exe', 'C:\\b')).toBe('c:\\b\\x.exe');
    expect(named('y', 'C:\\c')).toBe('c:\\c\\y.ps1');
    const foo = { ...windows, env: { PATHEXT: '.FOO;nonsense;' } };
    expect(findByName('y', ['C:\\c'], foo)?.toLowerCase()).toBe('c:\\c\\y.foo');
    expect(named('y.exe', 'C:\\c')).toBeUndefined();
  });

  it('is found on Windows by path, with an extension first', () => {
    expect(findByPath('z', windows)?.toLowerCase()).toBe('c:\\w\\z');
    expect(findByPath('.\\z.v2', windows)?.toLowerCase()).toBe('c:\\w\\z.v2');
    expect(findByPath('C:\\b\\x', windows)?.toLowerCase()).toBe('c:\\b\\x.com');
    expect(findByPath('q', windows)).toBeUndefined();
  });

  it('is passed over if it is sure not to be meant', () => {
    const redirector = 'C:\\Program Files\\WindowsApps\\AppInstallerPythonRedirector.exe';
    const apps = 'C:\\Users\\ann\\AppData\\Local\\Microsoft\\WindowsApps';
    const context = contextOf({
      platform: 'win32',
      files: {
        [`${apps}\\python3.exe`]: '',
        [`${apps}\\python.exe`]: '',
        'C:\\p\\python3.exe': '',
      },
      links: { [`${apps}\\python3.exe`]: redirector, [`${apps}\\python.exe`]: 'C:\\real.exe' },
    });
    const alias = { ...context.machine, isFile: () => true, isExecutable: () => true };
    const found = (name: string) =>
      findByName(name, [apps, 'C:\\p'], { ...context, machine: alias });
    expect(found('python3.exe')).toBe('C:\\p\\python3.exe');
    expect(found('python.exe')).toBe(`${apps}\\python.exe`);
  });

  it('of Windows is passed over in WSL, if its node is not beside it', () => {
    const files = {
      '/mnt/c/a/npx': '',
      '/mnt/c/a/node.exe': '',
      '/mnt/c/b/npx': '',
      '/mnt/c/b/node.exe': '',
      '/mnt/c/b/node': '',
      '/mnt/c/d/npx': '',
      '/usr/a/npx': '',
      '/usr/a/node.exe': '',
    };
    const context = contextOf({ platform: 'linux', files });
    const named = (...directories: string[]) => findByName('npx', directories, context);
    expect(named('/mnt/c/a')).toBeUndefined();
    expect(named('/mnt/c/a', '/mnt/c/b')).toBe('/mnt/c/b/npx');
    expect(named('/mnt/c/d')).toBe('/mnt/c/d/npx');
    expect(named('/usr/a')).toBe('/usr/a/npx');
  });
});
