/**
 * Where version managers keep their Node.js versions, and how each says which one is the default.
 * A table and nothing else; `~` and `$NAME` as in `expand.ts`, and a row whose variable is unset
 * does not exist. What a manager declares in the environment stands before where it usually is.
 */

export interface NodeStore {
  readonly owner: string;
  readonly roots: readonly string[];
  /** Below the root: one directory for each version, named by it. */
  readonly versions: string;
  /** Below a version: where `node` and `npx` are. */
  readonly bin: string;
  readonly selected?: Selected;
}

/** How the default version is told. */
export type Selected =
  /** The first file that exists counts; relative ones lie below the root. */
  | { readonly kind: 'file'; readonly at: readonly string[]; readonly pattern: RegExp }
  /** A link to the version's directory; the first that exists counts. */
  | { readonly kind: 'link'; readonly at: readonly string[] }
  /** nvm: files that name a version or the next file. */
  | { readonly kind: 'alias'; readonly at: string }
  /** `n` copies the active version into its root, C headers included. */
  | { readonly kind: 'header' };

const voltaDefault: Selected = {
  kind: 'file',
  at: ['tools/user/platform.json'],
  pattern: /"runtime"\s*:\s*"([^"]+)"/,
};
/** `node = "22"`, `node = ["22", "20"]` in TOML, `nodejs 22.1.0` in `.tool-versions`. */
const toolVersion = /^\s*"?node(?:js)?"?(?:\s*=\s*\[?\s*["']|\s+)([^"'\s]+)/m;

export const posixNodeStores: readonly NodeStore[] = [
  {
    owner: 'nvm',
    roots: ['$NVM_DIR', '~/.nvm', '$XDG_CONFIG_HOME/nvm', '~/.config/nvm'],
    versions: 'versions/node',
    bin: 'bin',
    selected: { kind: 'alias', at: 'alias' },
  },
  {
    owner: 'fnm',
    roots: [
      '$FNM_DIR',
      '$XDG_DATA_HOME/fnm',
      '~/.local/share/fnm',
      '~/Library/Application Support/fnm',
      '~/.fnm',
    ],
    versions: 'node-versions',
    bin: 'installation/bin',
    selected: { kind: 'link', at: ['aliases/default'] },
  },
  {
    owner: 'volta',
    roots: ['$VOLTA_HOME', '~/.volta'],
    versions: 'tools/image/node',
    bin: 'bin',
    selected: voltaDefault,
  },
  {
    owner: 'mise',
    roots: ['$MISE_DATA_DIR', '$XDG_DATA_HOME/mise', '~/.local/share/mise'],
    versions: 'installs/node',
    bin: 'bin',
    selected: {
      kind: 'file',
      at: [
        '$MISE_CONFIG_DIR/config.toml',
        '$XDG_CONFIG_HOME/mise/config.toml',
        '~/.config/mise/config.toml',
        '~/.mise.toml',
        '~/.tool-versions',
      ],
      pattern: toolVersion,
    },
  },
  {
    owner: 'asdf',
    roots: ['$ASDF_DATA_DIR', '~/.asdf'],
    versions: 'installs/nodejs',
    bin: 'bin',
    selected: { kind: 'file', at: ['~/.tool-versions'], pattern: toolVersion },
  },
  {
    owner: 'n',
    roots: ['$N_PREFIX', '~/n', '~/.n', '/usr/local'],
    versions: 'n/versions/node',
    bin: 'bin',
    selected: { kind: 'header' },
  },
  {
    owner: 'nodenv',
    roots: ['$NODENV_ROOT', '~/.nodenv'],
    versions: 'versions',
    bin: 'bin',
    selected: { kind: 'file', at: ['version'], pattern: /^\s*(\S+)/ },
  },
  {
    owner: 'nvm.fish',
    roots: ['$nvm_data', '$XDG_DATA_HOME/nvm', '~/.local/share/nvm'],
    versions: '.',
    bin: 'bin',
  },
  {
    owner: 'proto',
    roots: ['$PROTO_HOME', '~/.proto'],
    versions: 'tools/node',
    bin: 'bin',
    selected: { kind: 'file', at: ['.prototools'], pattern: /^node\s*=\s*"([^"]+)"/m },
  },
];

export const windowsNodeStores: readonly NodeStore[] = [
  {
    owner: 'nvm-windows',
    roots: ['$NVM_HOME', '$APPDATA/nvm', '$LOCALAPPDATA/nvm'],
    versions: '.',
    bin: '.',
    selected: { kind: 'link', at: ['$NVM_SYMLINK', '$ProgramFiles/nodejs'] },
  },
  {
    owner: 'fnm',
    roots: ['$FNM_DIR', '$APPDATA/fnm', '$LOCALAPPDATA/fnm'],
    versions: 'node-versions',
    bin: 'installation',
    selected: { kind: 'link', at: ['aliases/default'] },
  },
  {
    owner: 'volta',
    roots: ['$VOLTA_HOME', '$LOCALAPPDATA/Volta'],
    versions: 'tools/image/node',
    bin: '.',
    selected: voltaDefault,
  },
  {
    owner: 'mise',
    roots: ['$MISE_DATA_DIR', '$LOCALAPPDATA/mise'],
    versions: 'installs/node',
    bin: '.',
    selected: {
      kind: 'file',
      at: ['~/.config/mise/config.toml', '~/.tool-versions'],
      pattern: toolVersion,
    },
  },
  {
    owner: 'scoop',
    roots: ['$SCOOP', '~/scoop', '$ProgramData/scoop'],
    versions: 'apps/nodejs',
    bin: '.',
    selected: { kind: 'link', at: ['apps/nodejs/current'] },
  },
  {
    owner: 'scoop',
    roots: ['$SCOOP', '~/scoop', '$ProgramData/scoop'],
    versions: 'apps/nodejs-lts',
    bin: '.',
    selected: { kind: 'link', at: ['apps/nodejs-lts/current'] },
  },
];
