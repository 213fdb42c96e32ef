/**
 * A package in npx's cache: whether it is there whole, and which of its programs npx would run.
 * What looks otherwise than npm leaves it is never started directly.
 */
import { describe, expect, it } from 'vitest';
import { findInNpxCache } from '../../src/resolve/direct/npx-cache.ts';
import type { PackageRun } from '../../src/resolve/direct/package-run.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';
import { type Cached, cachedFiles, npxDirectory } from './npx-machine.ts';

const name = 'a-server';
const directory = npxDirectory(name);
const modules = `${directory}/node_modules`;
const server = `${modules}/.bin/a-server`;

type Files = Readonly<Record<string, string | undefined>>;

function found(
  cached: Cached = {},
  files: Files = {},
  { facts, ...more }: Partial<PackageRun> & { facts?: Partial<FakeFacts> } = {},
) {
  const all = Object.entries({ ...cachedFiles(cached), ...files });
  const there = all.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const]));
  const machine = fakeMachine({ platform: 'linux', files: Object.fromEntries(there), ...facts });
  const context = { machine, env: {}, home: '/home/ann', cwd: '/' };
  const asked = cached.name ?? name;
  const run: PackageRun = {
    spec: cached.spec ?? asked,
    name: asked,
    wanted: { kind: 'any' },
    yes: false,
    program: undefined,
    args: [],
    ...more,
  };
  return { found: findInNpxCache(run, '/home/ann/.npm', context), machine };
}

const whole = { binDirectory: `${modules}/.bin`, program: name, version: '1.2.3' };
const lockfile = `${modules}/.package-lock.json`;
const ofLength = (length: number): string => (cachedFiles()[lockfile] ?? '').padEnd(length);
const entry = { version: '1.2.3', resolved: 'https://r/x.tgz', integrity: 'sha512-x' };
const own = (more: object) => ({ packages: { [`node_modules/${name}`]: { ...entry, ...more } } });

it.each([
  ['mcp-node', '362d872b98dadb6d'],
  ['@upstash/context7-mcp@latest', 'c35ab75beed40a3c'],
])('the directory of %s is the one that people have on their disks', (spec, hash) => {
  expect(npxDirectory(spec, '/c')).toBe(`/c/_npx/${hash}`);
});

describe('a package that is whole', () => {
  it.each<[string, Cached, Files?]>([
    ['is found', {}],
    ['is found where npx did not say what it was asked for', { state: { _npx: undefined } }],
    ['is found where it says more', { state: { _npx: { packages: [name], other: 1 }, name: 'x' } }],
    ['may come without an address', own({ resolved: undefined })],
    ['may come by plain HTTP', own({ resolved: 'http://r/x.tgz' })],
    [
      'needs nothing that is optional or of a peer',
      {
        packages: {
          'node_modules/gone': { optional: true },
          'node_modules/@x/gone': { peer: true },
        },
      },
    ],
    [
      'may have packages below others',
      { packages: { 'node_modules/dep/node_modules/inner': {}, 'node_modules/@s/p': {} } },
      { [`${modules}/dep/node_modules/inner/x`]: '', [`${modules}/@s/p/x`]: '' },
    ],
    ['may have hidden files that are nothing of npm', {}, { [`${modules}/.cache/x`]: '' }],
    ['may have hidden files with a name', {}, { [`${modules}/.x-1234567/x`]: '' }],
    ['may have hidden files with a long name', {}, { [`${modules}/.x-123456789/x`]: '' }],
    ['may have a lockfile that is almost long', {}, { [lockfile]: ofLength(4_194_303) }],
    ['may have names with a dash', {}, { [`${modules}/x.y-12345678/x`]: '' }],
    ['may be a binary', { script: '\x7fELF\x02' }],
    ['may be a binary of macOS', { script: '\ufffd\ufffd\ufffd\ufffd\x07' }],
    ['may be a script of any interpreter', { script: '#!/bin/sh\n' }],
  ])('%s', (_, cached, files) => {
    expect(found(cached, files).found).toEqual(whole);
  });

  it('is read with few listings', () => {
    const packages = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((one) => [`node_modules/${one}`, {}]),
    );
    const files = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((one) => [`${modules}/${one}/x`, '']),
    );
    expect(found({ packages }, files).machine.listed).toEqual([modules]);
  });

  it.each<[unknown]>([[{ 'b-server': 'x.js' }], ['x.js'], [{ other: 'y.js', 'b-server': 'x.js' }]])(
    'of a scope is run by the name behind it: %j',
    (bin) => {
      const name = '@scope/b-server';
      expect(found({ name, manifest: { bin } }).found).toEqual({
        binDirectory: `${npxDirectory(name)}/node_modules/.bin`,
        program: 'b-server',
        version: '1.2.3',
      });
    },
  );
});

describe('a program', () => {
  const js = 'x.js';
  it.each<[string, unknown, string]>([
    ['that is the only one', { other: js }, 'other'],
    ['that has two names', { first: js, second: `./${js}` }, 'first'],
    ['that is called as the package', { other: 'y.js', [name]: js }, name],
    ['without a name', js, name],
  ])('%s is run', (_, bin, program) => {
    expect(found({ manifest: { bin }, program }).found).toEqual({ ...whole, program });
  });

  it.each<[string, unknown]>([
    ['is not called as the package', { one: 'x.js', two: 'y.js' }],
    ['is in no file', ''],
    ['is not there', undefined],
    ['is nothing', null],
    ['is a list', [js]],
    ['is a number', 7],
    ['has none', {}],
  ])('that %s is not known', (_, bin) => {
    const why = 'the package does not say which of its programs is meant';
    expect(found({ manifest: { bin } }).found).toEqual({ why });
  });

  it('of a scope in the middle of a name is no scope', () => {
    const bin = { 'b/c': 'x', 'a-server': 'y' };
    expect(found({ manifest: { bin } }).found).toEqual(whole);
  });

  it.each([
    'test',
    'echo',
    'exec',
    'kill',
    'wait',
    'a b',
    "a'b",
    'a$b',
    '-x',
    '.x',
    'a/b',
    '',
    'ä',
  ])('called %j is left to a shell', (program) => {
    expect(found({ manifest: { bin: { [program]: js } }, program }).found).toEqual({
      why: `a shell may take ${program} for a word of its own`,
    });
  });

  it.each(['a', '@x', 'a.b', 'a+b', 'a-b', 'a_b', '7z', 'a@b', 'testing'])(
    'called %j is no word of a shell',
    (program) => {
      const bin = { [program]: js };
      expect(found({ manifest: { bin }, program }).found).toEqual({ ...whole, program });
    },
  );

  it.each([
    ['without a first line of a script', 'console.log(1)\n'],
    ['that is empty', ''],
    ['with an end of line of Windows', '#!/usr/bin/env node\r\n'],
    ['with a binary further down', 'x\x7fELF'],
  ])('%s is left to a shell', (_, script) => {
    expect(found({ script }).found).toEqual({ why: `${server} is started by a shell` });
  });

  it('that nobody may run is left to npx', () => {
    expect(found({}, {}, { facts: { notExecutable: [server] } }).found).toEqual({
      why: `${server} cannot be run`,
    });
  });
});

describe('a version', () => {
  it('that was asked for has to be the one that is there', () => {
    const wanted = { kind: 'version', version: '1.2.3' } as const;
    expect(found({}, {}, { wanted }).found).toEqual(whole);
    expect(found({}, {}, { wanted: { ...wanted, version: '1.2.4' } }).found).toEqual({
      why: "npx's copy is 1.2.3",
    });
  });

  it('is not compared with a tag', () => {
    expect(found({}, {}, { wanted: { kind: 'tag', tag: 'latest' } }).found).toEqual(whole);
  });
});

it.each<[string, object]>([
  ['another package', ['b-server']],
  ['two packages', [name, 'b-server']],
  ['no package', []],
  ['something else', { 0: name, length: 1 }],
])('a copy that was made for %s is left to npx', (_, packages) => {
  expect(found({ state: { _npx: { packages } } }).found).toEqual({
    why: "npx's copy was made for another package",
  });
});

describe('a package that is not whole', () => {
  const manifest = `${modules}/${name}/package.json`;

  it.each<[string, Cached, Files?]>([
    ['is not known to npx', {}, { [`${directory}/package.json`]: undefined }],
    ['has a broken state', {}, { [`${directory}/package.json`]: '{' }],
    ['has no lockfile', {}, { [lockfile]: undefined }],
    ['has half a lockfile', {}, { [lockfile]: '{"packages":{' }],
    ['has a lockfile that is long', {}, { [lockfile]: ofLength(4_194_304) }],
    ['has a lockfile without packages', {}, { [lockfile]: '{}' }],
    ['has a lockfile of nothing', {}, { [lockfile]: '{"packages":null}' }],
    ['has no manifest', {}, { [manifest]: undefined }],
    ['has a manifest that is nothing', {}, { [manifest]: 'null' }],
    ['is not asked for', { state: { dependencies: { other: '1' } } }],
    ['is inherited', { name: 'toString', state: { dependencies: {} } }],
    ['has no version', { manifest: { version: undefined }, ...own({ version: undefined }) }],
    ['has a version that is no text', { manifest: { version: 1 }, ...own({ version: 1 }) }],
    ['has another version', { manifest: { version: '1.2.4' } }],
    ['has another name', { manifest: { name: 'b-server' } }],
    ['has no row', { packages: { [`node_modules/${name}`]: undefined } }],
    ['is of a directory', own({ resolved: 'file:../x' })],
    ['is of git', own({ resolved: 'git+https://x/y.git' })],
    ['has an odd address', own({ resolved: 7 })],
    ['has no sum', own({ integrity: undefined })],
    ['lacks a package', { packages: { 'node_modules/gone': { optional: false, peer: 'x' } } }],
    ['lacks an inner one', { packages: { 'node_modules/dep/node_modules/inner': {} } }],
    ['has what npm has put aside', {}, { [`${modules}/.a-server-Ab_4-6x8/x`]: '' }],
  ])('because it %s, is unfinished', (_, cached, files) => {
    const unfinished = "npx's copy of the package is not whole";
    expect(found(cached, files).found).toEqual({ unfinished });
  });

  it('is worked on while a lock is there', () => {
    expect(found({}, { [`${directory}/concurrency.lock/x`]: '' }).found).toEqual({
      unfinished: 'npx works on its copy of the package',
    });
  });

  it('is not there at all', () => {
    expect(found({}, {}, { spec: 'a-server@9.9.9' }).found).toEqual({});
  });
});
