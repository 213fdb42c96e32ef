/**
 * The project that npx looks at before its cache: what it tells of it, and what in it only npx can
 * decide about. On a machine in memory.
 */
import { describe, expect, it } from 'vitest';
import { readNpmProject } from '../../src/resolve/direct/npm-project.ts';
import type { PackageRun } from '../../src/resolve/direct/package-run.ts';
import { fakeMachine } from './fake-machine.ts';

const run: PackageRun = {
  spec: 'a-server',
  name: 'a-server',
  wanted: { kind: 'any' },
  yes: true,
  program: undefined,
  args: [],
};

function read(files: Readonly<Record<string, string>>, cwd = '/w/p', asked = run) {
  const machine = fakeMachine({ platform: 'linux', files });
  return readNpmProject(asked, { machine, env: {}, home: '/home/ann', cwd });
}

const project = (manifest: object) => ({ '/w/p/package.json': JSON.stringify(manifest) });

describe('the project', () => {
  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['is the directory itself', { '/w/p/package.json': '{}', '/w/package.json': '{}' }, '/w/p'],
    ['is the next one above', { '/w/package.json': '{}' }, '/w'],
    ['may be all there is', { '/package.json': '{}' }, '/'],
    ['may have packages and nothing else', { '/w/node_modules/.x/y': '' }, '/w'],
    ['is where one works if there is none', { '/w/p/q/package.json': '{}' }, '/w/p'],
    ['is no file node_modules', { '/w/node_modules': '' }, '/w/p'],
    ['is no directory package.json', { '/w/package.json/x': '' }, '/w/p'],
  ])('%s', (_, files, localPrefix) => {
    expect(read(files)).toEqual({ localPrefix, env: {} });
  });

  it.each<[string, object, Readonly<Record<string, string>>]>([
    ['its name and version', { name: 'p', version: '1.2.3' }, { name: 'p', version: '1.2.3' }],
    ['a version that is none yet', { version: '10.20.30-rc.1' }, { version: '10.20.30-rc.1' }],
    ['its settings', { config: { port: '8', a: 'b' } }, { config_port: '8', config_a: 'b' }],
    ['what it runs on', { engines: { node: '>=20' } }, { engines_node: '>=20' }],
    ['its programs', { bin: { one: './d/x.js', two: 'y' } }, { bin_one: 'd/x.js', bin_two: 'y' }],
    ['its only program', { name: 'p', bin: './x.js' }, { name: 'p', bin_p: 'x.js' }],
    ['the program of a scope', { name: '@s/p', bin: 'x/y' }, { name: '@s/p', bin_p: 'x/y' }],
    ['the program of a long scope', { name: '@sc/p', bin: 'x' }, { name: '@sc/p', bin_p: 'x' }],
    ['programs with odd names', { bin: { '_a.b-c': '@x/y.z' } }, { 'bin__a.b-c': '@x/y.z' }],
    ['no more', { description: 'x', scripts: { a: 'b' }, bin: {} }, {}],
  ])('tells %s', (_, manifest, told) => {
    const env = Object.entries(told).map(([name, value]) => [`npm_package_${name}`, value]);
    expect(read(project(manifest))).toEqual({
      localPrefix: '/w/p',
      env: Object.fromEntries(env),
    });
  });

  it.each<[string, object]>([
    ['a name that is none', { name: 7 }],
    ['a name with spaces', { name: ' p' }],
    ['no name', { name: '' }],
    ['a version that is none', { version: 1 }],
    ['a range', { version: '1.2' }],
    ['a version with a letter', { version: 'v1.2.3' }],
    ['a version with a plus', { version: '1.2.3+x' }],
    ['a long version', { version: '1.2.3.4' }],
    ['a version and more', { version: '1.2.3-rc 1' }],
    ['settings that are none', { config: 'x' }],
    ['settings of nothing', { config: null }],
    ['a list of settings', { config: ['x'] }],
    ['settings that are no text', { config: { port: 8 } }],
    ['a list of engines', { engines: ['node'] }],
    ['programs that are none', { bin: 7 }],
    ['programs of nothing', { bin: null }],
    ['a list of programs', { bin: ['x'] }],
    ['a program without a name', { bin: 'x.js' }],
    ['a program whose package has no name', { name: 7, bin: 'x.js' }],
    ['a program with a path', { bin: { 'a/b': 'x.js' } }],
    ['a program with an odd name', { bin: { '.a': 'x.js' } }],
    ['a program with a space', { bin: { 'a b': 'x.js' } }],
    ['a program that is no text', { bin: { a: 7 } }],
    ['a program somewhere else', { bin: { a: '../x.js' } }],
    ['a program with an absolute path', { bin: { a: '/x.js' } }],
    ['a program behind a dot', { bin: { a: 'x/./y' } }],
    ['a program in no file', { bin: { a: '' } }],
    ['a program in a directory', { bin: { a: 'x/' } }],
    ['a good program and a bad one', { bin: { a: 'x', b: '../x' } }],
  ])('is left to npx with %s', (_, manifest) => {
    expect(read(project(manifest))).toEqual({
      why: 'npm may read more into the package.json of /w/p',
    });
  });

  it.each([
    ['that is no JSON', '{'],
    ['that is a list', '[]'],
    ['that is nothing', 'null'],
    ['that is text', '"x"'],
    ['that is a number', '7'],
    ['that is empty', ''],
    ['with a mark of its encoding', '\ufeff{}'],
    ['with a directory of programs', '{"directories":{"bin":"x"}}'],
  ])('is left to npx with a package.json %s', (_, text) => {
    expect(read({ '/w/p/package.json': text })).toEqual({
      why: 'npm may read more into /w/p/package.json',
    });
  });

  it.each<[string, object]>([
    ['is that package', { name: 'a-server' }],
    ['has that program', { name: 'p', bin: { 'a-server': 'x.js' } }],
  ])('is left to npx if it %s', (_, manifest) => {
    expect(read(project(manifest))).toEqual({ why: 'the project is that package' });
  });

  it('is known by the name of the package, not by what was typed', () => {
    const asked = { ...run, spec: 'a-server@1.0.0' };
    expect(read(project({ name: 'a-server' }), '/w/p', asked)).toEqual({
      why: 'the project is that package',
    });
    expect(read(project({ bin: { 'a-server': 'x' } }), '/w/p', asked)).toMatchObject({
      localPrefix: '/w/p',
    });
  });
});

describe('directories above the project', () => {
  it('may declare workspaces', () => {
    for (const file of ['/package.json', '/w/package.json', '/w/p/package.json']) {
      const files = { '/w/p/package.json': '{}', [file]: '{"workspaces":["*"]}' };
      expect(read(files)).toEqual({ why: `${file} declares workspaces` });
    }
  });

  it('do not count where no project is below them', () => {
    expect(read({ '/w/p/q/package.json': '{"workspaces":[]}' })).toEqual({
      localPrefix: '/w/p',
      env: {},
    });
  });

  it('may hold a package.json that nobody reads to its end', () => {
    const ofLength = (length: number) => `{"x":"${'x'.repeat(length - 8)}"}`;
    const files = { '/w/p/package.json': '{}' };
    expect(read({ ...files, '/package.json': ofLength(262_144) })).toEqual({
      why: '/package.json is long',
    });
    expect(read({ ...files, '/package.json': ofLength(262_143) })).toMatchObject({ env: {} });
  });

  it('may have a program of that name', () => {
    for (const directory of ['/', '/w/', '/w/p/']) {
      const file = `${directory}node_modules/.bin/a-server`;
      expect(read({ '/w/p/package.json': '{}', [file]: '' })).toEqual({
        why: `${directory}node_modules/.bin has a program a-server`,
      });
    }
    expect(read({ '/w/p/package.json': '{}', '/w/p/node_modules/.bin/b': '' })).toMatchObject({
      env: {},
    });
  });
});

describe('packages of the project', () => {
  const modules = '/w/p/node_modules';
  const other = { [`${modules}/other/package.json`]: '{}' };
  const hidden = (text: string) => ({ ...other, [`${modules}/.package-lock.json`]: text });

  it.each<[string, Readonly<Record<string, string>>, string?]>([
    ['one of them is that package', { [`${modules}/a-server/x`]: '' }, 'has a a-server'],
    ['nobody wrote down what is there', other],
    ['what is there fills a long file', hidden('x'.repeat(4_194_304))],
    [
      'it is below another one',
      hidden('{"packages":{"node_modules/other/node_modules/a-server": {}}}'),
      'has a a-server',
    ],
    [
      'it has another name there',
      hidden('{"packages":{"node_modules/b":{"name": "a-server"}}}'),
      'has a a-server',
    ],
    [
      'there are links',
      hidden('{"packages":{"node_modules/b":{"link": true}}}'),
      'has links to other directories',
    ],
  ])('are left to npx where %s', (_, files, end) => {
    const unknown = `it is not known what is in ${modules}`;
    expect(read(files)).toEqual({ why: end === undefined ? unknown : `${modules} ${end}` });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['nothing but what npm keeps', { [`${modules}/.cache/x`]: '' }],
    ['others', hidden('{"packages":{"node_modules/my-a-server-x": {"name": "b"}}}')],
    ['others in a file that is almost long', hidden('x'.repeat(4_194_303))],
  ])('may be %s', (_, files) => {
    expect(read(files)).toEqual({ localPrefix: '/w/p', env: {} });
  });
});
