/**
 * Which environments in uv's cache were made for one package and nothing beside it, and which of
 * several uv would take.
 */
import { describe, expect, it } from 'vitest';
import type { PackageRun, WantedVersion } from '../../src/resolve/direct/package-run.ts';
import { environmentsOf, newestOf, usualName } from '../../src/resolve/direct/uv-environment.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';
import { cache, environment } from './uvx-machine.ts';

const at = (id: string): string => `${cache}/environments-v2/python/${id}`;
const site = `${at('1')}/lib/python3.12/site-packages`;

function versions(
  files: Readonly<Record<string, string>>,
  { name = 'a-server', wanted = { kind: 'any' } as WantedVersion } = {},
  facts: Partial<FakeFacts> = {},
): readonly string[] {
  const machine = fakeMachine({ platform: 'linux', files, ...facts });
  const run: PackageRun = { spec: name, name, wanted, yes: false, program: undefined, args: [] };
  const context = { machine, env: {}, home: '/', cwd: '/' };
  return [...environmentsOf(run, cache, context)].map(({ version }) => version);
}

/** Of `a-server` with what it requires, and others that require nothing. */
const withOthers = (requires: string, ...others: readonly string[]) =>
  environment('1', {
    'a_server-1.0': requires,
    ...Object.fromEntries(others.map((name) => [`${name}-1`, ''])),
  });

describe('what a package needs', () => {
  it.each<[string, readonly string[]]>([
    ['', []],
    ['Requires-Dist: mcp', ['mcp']],
    ['Requires-Dist: MCP_x.y>=1.0', ['mcp_x_y']],
    ['Requires-Dist:mcp (>=1.0)', ['mcp']],
    ['requires-dist: \t mcp', ['mcp']],
    ['Requires-Dist: mcp\nRequires-Dist: rich', ['mcp', 'rich']],
    ['Requires-Dist: mcp\r\nRequires-Dist: rich', ['mcp', 'rich']],
    ['Requires-Dist: mcp; python_version < "3.0"', ['mcp']],
    ['Requires-Dist: mcp; extra != "x"', ['mcp']],
    ['Requires-Dist: mcp', []],
  ])('is all there may be: %j', (requires, others) => {
    expect(versions(withOthers(requires, ...others))).toEqual(['1.0']);
  });

  it.each<[string, readonly string[]]>([
    ['', ['mcp']],
    ['Requires-Dist: mcp', ['rich']],
    ['Requires-Dist: mcp-x', ['mcp']],
    ['X-Requires-Dist: mcp', ['mcp']],
    ['Requires-Dist: mcp; extra == "cli"', ['mcp']],
    ["Requires-Dist: mcp; extra=='cli'", ['mcp']],
    ['Requires-Dist: mcp ; (a < "3") and extra  ==  "cli"', ['mcp']],
    ['Requires-Dist: @x', ['x']],
    ['', ['of_no_one']],
  ])('is not what else is there: %j', (requires, others) => {
    expect(versions(withOthers(requires, ...others))).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ['mcp[cli]', ['typer']],
    ['mcp [cli]', ['typer']],
    ['mcp[ Cli , ws]>=1', ['typer', 'websockets']],
    ['mcp[ws,cli,]', ['typer', 'websockets']],
    ['mcp[]', []],
    ['mcp', []],
  ])('may be behind an extra: %j', (needed, reached) => {
    const mcp =
      'Requires-Dist: typer; extra == "cli"\nRequires-Dist: websockets; extra == "ws"\n' +
      'Requires-Dist: a-server';
    const all = ['typer', 'websockets'];
    const files = (others: readonly string[]) =>
      environment('1', {
        'a_server-1.0': `Requires-Dist: ${needed}`,
        'mcp-1': mcp,
        ...Object.fromEntries(others.map((name) => [`${name}-1`, ''])),
      });
    expect(versions(files(reached))).toEqual(['1.0']);
    const more = all.filter((name) => !reached.includes(name));
    for (const name of more) expect(versions(files([...reached, name]))).toEqual([]);
  });

  it('may need each other, and further ones', () => {
    const files = environment('1', {
      'a_server-1.0': 'Requires-Dist: b',
      'b-1': 'Requires-Dist: c\nRequires-Dist: a-server',
      'c-1': 'Requires-Dist: b[x]',
    });
    expect(versions(files)).toEqual(['1.0']);
  });

  it('cannot be told without metadata', () => {
    const { [`${site}/a_server-1.0.dist-info/METADATA`]: _, ...rest } = withOthers(
      'Requires-Dist: b',
      'b',
    );
    expect(versions({ ...rest, [`${site}/a_server-1.0.dist-info/x`]: '' })).toEqual([]);
  });
});

describe('an environment', () => {
  const plain = withOthers('');
  const without = (file: string) =>
    Object.fromEntries(Object.entries(plain).filter(([path]) => !path.includes(file)));

  it.each<[string, Readonly<Record<string, string>>]>([
    ['has no Python', without('/bin/python')],
    ['has no libraries', without('/lib/')],
    ['has a version without a name', environment('1', {}, { '-1.0.dist-info/x': '' })],
    [
      'has a directory that is no distribution',
      environment('1', {}, { 'a_server-1.0.dist-infos/x': '' }),
    ],
    ['has no version', environment('1', {}, { 'a_server.dist-info/x': '' })],
    ['is of a directory', { ...plain, [`${site}/a_server-1.0.dist-info/direct_url.json`]: '{}' }],
    ['is a lock', environment('1.lock', { 'a_server-1.0': '' })],
    [
      'is in another layout',
      environment('1', { 'a_server-1.0': '' }, {}, `${cache}/environments-v1/p/1`),
    ],
  ])('that %s is none', (_, files) => {
    expect(versions(files)).toEqual([]);
  });

  it('may have other things beside its packages', () => {
    const files = { [`${at('1')}/lib/x/y`]: '', ...plain, [`${site}/mcp/x.py`]: '' };
    expect(versions(files)).toEqual(['1.0']);
  });

  it('may be a link, and one of several Pythons', () => {
    const files = {
      ...environment('1', { 'a_server-1.0': '' }, {}, '/archive/x'),
      ...environment('2', { 'a_server-2.0': '' }, {}, `${cache}/environments-v2/other/2`),
      [`${at('1')}`]: '',
    };
    expect(versions(files, {}, { links: { [at('1')]: '/archive/x' } }).toSorted()).toEqual([
      '1.0',
      '2.0',
    ]);
  });

  it.each([
    ['1.0', '1.0', true],
    ['1.0.0', '1', true],
    ['1', '1.0.0', true],
    ['1.10', '1.1', false],
    ['10', '1', false],
    ['1.0.1', '1.1', false],
    ['2.0', '1.0', false],
  ])('of %s will do for %s: %s', (version, asked, fits) => {
    const files = environment('1', { [`a_server-${version}`]: '' });
    const wanted = { kind: 'version', version: asked } as const;
    expect(versions(files, { wanted })).toEqual(fits ? [version] : []);
  });
});

it.each([
  ['Mcp.Server_git', 'mcp-server-git'],
  ['a--b-_.c', 'a-b-c'],
  ['plain', 'plain'],
])('%s is %s for an index', (name, usual) => {
  expect(usualName(name)).toBe(usual);
});

describe('of several environments', () => {
  const made = (version: string, madeAt = 0) => ({
    directory: `/${version}/${madeAt}`,
    version,
    madeAt,
  });

  it.each([
    [['1.0', '1.1'], '1.1'],
    [['1.10', '1.9'], '1.10'],
    [['10.0', '9.0'], '10.0'],
    [['2', '1.9.9'], '2'],
    [['1.0.1', '1'], '1.0.1'],
    [['1', '1.0.1'], '1.0.1'],
    [['0.0.10', '0.0.9', '0.0.8'], '0.0.10'],
    [['1.0rc1'], '1.0rc1'],
    [['1.0rc1', '1.0rc1'], '1.0rc1'],
    [['1.0rc1', '1.0'], undefined],
    [['1.0', 'v2'], undefined],
    [[], undefined],
  ])('%j the newest is taken, if that is certain', (all, version) => {
    expect(newestOf(all.map((one) => made(one)))?.version).toBe(version);
  });

  it('with one version the last is taken', () => {
    for (const times of [
      [1, 3, 2],
      [3, 2, 1],
      [1, 2, 3],
    ]) {
      expect(newestOf(times.map((time) => made('1.0', time)))?.madeAt).toBe(3);
    }
    expect(newestOf([made('1.0', 2), made('1', 1)])?.madeAt).toBe(2);
    expect(newestOf([made('1.1', 1), made('1.0', 2)])?.version).toBe('1.1');
  });
});
