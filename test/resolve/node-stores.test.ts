/**
 * The Node.js versions of each version manager, and which of them it has for its default: on a
 * machine in memory. `test/resolve/homes.test.ts` builds some for real.
 */
import { describe, expect, it } from 'vitest';
import { installedNodes } from '../../src/resolve/installed-nodes.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

const home = '/home/ann';

function found(facts: FakeFacts, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const machine = fakeMachine(facts);
  const context = { machine, env, home: machine.home, cwd: machine.home };
  return [...installedNodes(context)].map(
    ({ owner, version, directory }) => `${owner} ${version.join('.')} ${directory}`,
  );
}

interface Manager {
  readonly owner: string;
  /** `NAME/below` for a variable, else below home or in full. */
  readonly roots: string;
  /** Of a version, below the root. */
  readonly at: (version: string) => string;
  /** Files that say the default is 20.1.0, and links: below the root, or in full. */
  readonly files?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
}

const header = (...parts: readonly number[]): string =>
  ['MAJOR', 'MINOR', 'PATCH']
    .map((name, at) => `#define NODE_${name}_VERSION ${parts[at]}\n`)
    .join('');

const managers: readonly Manager[] = [
  {
    owner: 'nvm',
    roots: 'NVM_DIR .nvm XDG_CONFIG_HOME/nvm .config/nvm',
    at: (version) => `versions/node/v${version}/bin`,
    files: { 'alias/default': 'v20.1.0\n' },
  },
  {
    owner: 'fnm',
    roots: 'FNM_DIR XDG_DATA_HOME/fnm .local/share/fnm Library/Application+Support/fnm .fnm',
    at: (version) => `node-versions/v${version}/installation/bin`,
    links: { 'aliases/default': 'node-versions/v20.1.0/installation' },
  },
  {
    owner: 'volta',
    roots: 'VOLTA_HOME .volta',
    at: (version) => `tools/image/node/${version}/bin`,
    files: { 'tools/user/platform.json': '{"node":{"runtime" : "20.1.0","npm":null}}' },
  },
  {
    owner: 'mise',
    roots: 'MISE_DATA_DIR XDG_DATA_HOME/mise .local/share/mise',
    at: (version) => `installs/node/${version}/bin`,
    files: { [`${home}/.config/mise/config.toml`]: '[tools]\nnode = "20"\n' },
  },
  {
    owner: 'asdf',
    roots: 'ASDF_DATA_DIR .asdf',
    at: (version) => `installs/nodejs/${version}/bin`,
    files: { [`${home}/.tool-versions`]: 'nodejs 20.1.0\n' },
  },
  {
    owner: 'n',
    roots: 'N_PREFIX n .n /usr/local',
    at: (version) => `n/versions/node/${version}/bin`,
    files: { 'include/node/node_version.h': header(20, 1, 0) },
  },
  {
    owner: 'nodenv',
    roots: 'NODENV_ROOT .nodenv',
    at: (version) => `versions/${version}/bin`,
    files: { version: '20.1.0\n' },
  },
  {
    owner: 'nvm.fish',
    roots: 'nvm_data XDG_DATA_HOME/nvm .local/share/nvm',
    at: (version) => `v${version}/bin`,
  },
  {
    owner: 'proto',
    roots: 'PROTO_HOME .proto',
    at: (version) => `tools/node/${version}/bin`,
    files: { '.prototools': 'npm = "10"\nnode = "20"\n' },
  },
];

const versions = ['20.1.0', '22.11.0', '22.9.0'];
const newestFirst = ['22.11.0', '22.9.0', '20.1.0'];
const defaultFirst = ['20.1.0', '22.11.0', '22.9.0'];

describe.each(managers)('$owner', ({ owner, roots, at, files = {}, links = {} }) => {
  const places = roots.split(' ').map((text) => {
    const [first = '', ...rest] = text.replace('+', ' ').split('/');
    const isVariable = /^[A-Z]\w+$|^nvm_data$/.test(first) && first !== 'Library';
    if (isVariable) return { env: { [first]: '/set' }, root: ['/set', ...rest].join('/') };
    const path = [first, ...rest].join('/');
    return { env: {}, root: path.startsWith('/') ? path : `${home}/${path}` };
  });
  const isTold = Object.keys({ ...files, ...links }).length > 0;
  const below = (root: string, path: string): string =>
    path.startsWith('/') ? path : `${root}/${path}`;
  const nodes = (root: string) =>
    Object.fromEntries(versions.map((version) => [`${root}/${at(version)}/node`, '']));
  const row = (root: string) => (version: string) => `${owner} ${version} ${root}/${at(version)}`;

  it('has its versions where it says, or where it usually is, the newest first', () => {
    for (const { root, env } of places) {
      const others = {
        [`${root}/${at('system')}/node`]: '',
        [`${root}/${at('23.0.0-rc.1')}/node`]: '',
      };
      const facts: FakeFacts = { platform: 'linux', files: { ...others, ...nodes(root) } };
      expect(found(facts, env)).toEqual(newestFirst.map(row(root)));
    }
  });

  it('has its default before them', () => {
    for (const { root, env } of places) {
      const placed = (table: Readonly<Record<string, string>>, end = (text: string) => text) =>
        Object.fromEntries(
          Object.entries(table).map(([path, text]) => [below(root, path), end(text)]),
        );
      const facts: FakeFacts = {
        platform: 'linux',
        files: { ...nodes(root), ...placed(files) },
        links: placed(links, (path) => `${root}/${path}`),
      };
      expect(found(facts, env)).toEqual((isTold ? defaultFirst : newestFirst).map(row(root)));
    }
  });
});

describe('on Windows', () => {
  const user = 'C:\\Users\\ann';
  const windowsEnv = {
    APPDATA: `${user}\\AppData\\Roaming`,
    LOCALAPPDATA: `${user}\\AppData\\Local`,
    ProgramData: 'C:\\ProgramData',
    ProgramFiles: 'C:\\Program Files',
  };
  const roaming = windowsEnv.APPDATA;
  const local = windowsEnv.LOCALAPPDATA;

  interface Row {
    readonly owner: string;
    /** A variable, or in full. */
    readonly roots: readonly string[];
    /** Of a version, below the root. */
    readonly at: string;
    readonly files?: Readonly<Record<string, string>>;
    readonly links?: Readonly<Record<string, string>>;
  }
  const rows: readonly Row[] = [
    {
      owner: 'nvm-windows',
      roots: ['NVM_HOME', `${roaming}\\nvm`, `${local}\\nvm`],
      at: 'v*',
      links: { 'C:\\Program Files\\nodejs': 'v20.1.0' },
    },
    {
      owner: 'fnm',
      roots: ['FNM_DIR', `${roaming}\\fnm`, `${local}\\fnm`],
      at: 'node-versions\\v*\\installation',
      links: { 'aliases\\default': 'node-versions\\v20.1.0\\installation' },
    },
    {
      owner: 'volta',
      roots: ['VOLTA_HOME', `${local}\\Volta`],
      at: 'tools\\image\\node\\*',
      files: { 'tools\\user\\platform.json': '{"runtime":"20.1.0"}' },
    },
    {
      owner: 'mise',
      roots: ['MISE_DATA_DIR', `${local}\\mise`],
      at: 'installs\\node\\*',
      files: { [`${user}\\.config\\mise\\config.toml`]: 'node = "20"' },
    },
    {
      owner: 'mise',
      roots: [`${local}\\mise`],
      at: 'installs\\node\\*',
      files: { [`${user}\\.tool-versions`]: 'node 20' },
    },
    {
      owner: 'scoop',
      roots: ['SCOOP', `${user}\\scoop`, 'C:\\ProgramData\\scoop'],
      at: 'apps\\nodejs\\*',
      links: { 'apps\\nodejs\\current': 'apps\\nodejs\\20.1.0' },
    },
    {
      owner: 'scoop',
      roots: ['SCOOP', `${user}\\scoop`, 'C:\\ProgramData\\scoop'],
      at: 'apps\\nodejs-lts\\*',
      links: { 'apps\\nodejs-lts\\current': 'apps\\nodejs-lts\\20.1.0' },
    },
  ];

  it.each(rows)('$owner has its versions, its default first', ({ owner, roots, at, ...told }) => {
    for (const place of roots) {
      const isVariable = !place.includes('\\');
      const root = isVariable ? 'D:\\set' : place;
      const env = { ...windowsEnv, ...(isVariable ? { [place]: root } : {}) };
      const directory = (version: string): string => `${root}\\${at.replace('*', version)}`;
      const full = (path: string): string => (path.startsWith('C:') ? path : `${root}\\${path}`);
      const nodes = versions.map((version) => [`${directory(version)}\\node.exe`, '']);
      const files = Object.entries(told.files ?? {}).map(([path, text]) => [full(path), text]);
      const links = Object.entries(told.links ?? {}).map(([path, to]) => [full(path), full(to)]);
      const facts: FakeFacts = {
        platform: 'win32',
        files: Object.fromEntries([...nodes, ...files]),
        links: Object.fromEntries(links),
      };
      const expected = defaultFirst.map((version) => `${owner} ${version} ${directory(version)}`);
      expect(found(facts, env)).toEqual(expected);
    }
  });

  it('nvm-windows says where its link is', () => {
    const root = `${roaming}\\nvm`;
    const nodes = versions.map((version) => [`${root}\\v${version}\\node.exe`, '']);
    const links = { 'D:\\link': `${root}\\v20.1.0` };
    const facts: FakeFacts = { platform: 'win32', files: Object.fromEntries(nodes), links };
    const env = { ...windowsEnv, NVM_SYMLINK: 'D:\\link' };
    expect(found(facts, env)[0]).toBe(`nvm-windows 20.1.0 ${root}\\v20.1.0`);
  });
});
