/** How a version manager says which Node.js is its default, and which node runs mcp-shield. */
import { describe, expect, it } from 'vitest';
import { installedNodes, ownNode } from '../../src/resolve/installed-nodes.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

const home = '/home/ann';

function found(facts: FakeFacts, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const machine = fakeMachine(facts);
  const context = { machine, env, home: machine.home, cwd: machine.home };
  return [...installedNodes(context)].map(
    ({ owner, version, directory }) => `${owner} ${version.join('.')} ${directory}`,
  );
}

const versions = ['20.1.0', '22.11.0', '22.9.0'];

describe('the file that names a default', () => {
  const mise = `${home}/.local/share/mise`;
  const nodes = Object.fromEntries(
    versions.map((version) => [`${mise}/installs/node/${version}/bin/node`, '']),
  );
  const first = (files: Readonly<Record<string, string>>, env = {}): string | undefined =>
    found({ platform: 'linux', files: { ...nodes, ...files } }, env)[0]?.split(' ')[1];

  it.each([
    'node = "20"',
    "node = '20.1.0'",
    'node="v20.1"',
    'node = ["20", "22"]',
    'node = [ "20" ]',
    'node  =  [  "20"',
    '"node" = "20"',
    '  nodejs = "20"',
    'python = "22"\nnode = "20"',
    'nodejs 20.1.0 22.9.0',
    'node\t\t20',
    'python 3.12\n\n   nodejs   20.1.0   # x',
  ])('is read: %j', (text) => {
    expect(first({ [`${home}/.tool-versions`]: text })).toBe('20.1.0');
  });

  it.each([
    'xnode = "20"',
    '# node = "20"',
    'node-x = "20"',
    'nodejsx 20',
    'npm = "20"',
    'node = ""',
    'node: "20"',
    'node = "lts"',
    'node = "21"',
    'node = "20.1.0.0"',
    '',
  ])('says nothing: %j', (text) => {
    expect(first({ [`${home}/.tool-versions`]: text })).toBe('22.11.0');
  });

  it.each([
    [{ MISE_CONFIG_DIR: '/c' }, '/c/config.toml'],
    [{ XDG_CONFIG_HOME: '/x' }, '/x/mise/config.toml'],
    [{}, `${home}/.config/mise/config.toml`],
    [{}, `${home}/.mise.toml`],
    [{}, `${home}/.tool-versions`],
  ])('of mise, with %j, is %s before others', (env, file) => {
    const files = { [file]: 'node = "22.9.0"', [`${home}/.tool-versions`]: 'node 20' };
    const isLast = file.endsWith('.tool-versions');
    expect(first(files, env)).toBe(isLast ? '20.1.0' : '22.9.0');
  });

  it.each([
    ['node = "20"', '20.1.0'],
    ['x = 1\nnode="~20"', '22.11.0'],
    ['node   =   "20.1.0"', '20.1.0'],
    ['xnode = "20"', '22.11.0'],
    ['node = ""', '22.11.0'],
  ])('of proto: %j', (text, version) => {
    const root = `${home}/.proto`;
    const own = versions.map((name) => [`${root}/tools/node/${name}/bin/node`, '']);
    const files = { ...Object.fromEntries(own), [`${root}/.prototools`]: text };
    expect(found({ platform: 'linux', files })[0]).toContain(`proto ${version} `);
  });
});

describe('the default of nvm', () => {
  const root = `${home}/.nvm`;
  const nodes = Object.fromEntries(
    versions.map((version) => [`${root}/versions/node/v${version}/bin/node`, '']),
  );
  const first = (aliases: Readonly<Record<string, string>>): string | undefined => {
    const files = Object.entries(aliases).map(([name, text]) => [`${root}/alias/${name}`, text]);
    return found({
      platform: 'linux',
      files: { ...nodes, ...Object.fromEntries(files) },
    })[0]?.split(' ')[1];
  };

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ default: '20' }, '20.1.0'],
    [{ default: ' v20.1 \n' }, '20.1.0'],
    [{ default: '22' }, '22.11.0'],
    [{ default: '22.9' }, '22.9.0'],
    [{ default: 'lts/*', 'lts/*': 'lts/iron', 'lts/iron': 'v20.1.0' }, '20.1.0'],
    [{ default: 'node' }, '22.11.0'],
    [{ default: '' }, '22.11.0'],
    [{ default: 'default' }, '22.11.0'],
    [{ default: 'a', a: 'b', b: 'c', c: 'd', d: 'e', e: 'f', f: '20' }, '20.1.0'],
    [{ default: 'a', a: 'b', b: 'c', c: 'd', d: 'e', e: 'f', f: 'g', g: '20' }, '22.11.0'],
    [{}, '22.11.0'],
  ])('%j', (aliases, version) => {
    expect(first(aliases)).toBe(version);
  });
});

it('a store that two variables name is read once', () => {
  const files = { '/c/nvm/versions/node/v22.1.0/bin/node': '' };
  const env = { NVM_DIR: '/c/nvm', XDG_CONFIG_HOME: '/c' };
  expect(found({ platform: 'linux', files }, env)).toHaveLength(1);
});

it.each([
  ['/opt/n/bin/node', 'v22.1.0', '/opt/n/bin'],
  ['/opt/n/bin/Node.EXE', 'v22.1.0', '/opt/n/bin'],
  ['/opt/n/bin/mcp-shield', 'v22.1.0', undefined],
  ['/opt/n/bin/nodejs', 'v22.1.0', undefined],
  ['/opt/n/bin/mynode', 'v22.1.0', undefined],
  ['/opt/n/bin/node', 'v22.1.0-nightly', undefined],
])('the node of mcp-shield: %s %s', (execPath, nodeVersion, directory) => {
  const machine = fakeMachine({ platform: 'linux', files: {}, execPath, nodeVersion });
  const own = ownNode({ machine, env: {}, home, cwd: home });
  expect(own).toEqual(
    directory === undefined ? undefined : { owner: 'mcp-shield', version: [22, 1, 0], directory },
  );
});
