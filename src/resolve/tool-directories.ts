/**
 * Where programs are installed without being on the PATH of a desktop application. A table and its
 * walk; `~` and `$NAME` as in `expand.ts`, and a row whose variable is unset does not exist. What
 * an installer declares in the environment stands before where it usually is.
 */
import { directoryOf } from './expand.ts';
import { installedNodes, ownNode } from './installed-nodes.ts';
import type { ResolveContext } from './resolve-context.ts';

export interface ToolDirectory {
  /** For the log. */
  readonly owner: string;
  readonly directory: string;
}

type Row = readonly [owner: string, ...templates: readonly string[]];

const posixRows: readonly Row[] = [
  ['volta', '$VOLTA_HOME/bin', '~/.volta/bin'],
  ['mise', '$MISE_DATA_DIR/shims', '$XDG_DATA_HOME/mise/shims', '~/.local/share/mise/shims'],
  ['asdf', '$ASDF_DATA_DIR/shims', '~/.asdf/shims'],
  ['n', '$N_PREFIX/bin', '~/n/bin', '~/.n/bin'],
  ['nodenv', '$NODENV_ROOT/shims', '~/.nodenv/shims'],
  ['proto', '$PROTO_HOME/shims', '~/.proto/shims', '~/.proto/bin'],
  ['npm', '$npm_config_prefix/bin', '~/.npm-global/bin', '~/.npm/bin'],
  ['pnpm', '$PNPM_HOME', '$PNPM_HOME/bin', '~/.local/share/pnpm', '~/Library/pnpm'],
  ['pnpm', '~/.local/share/pnpm/bin', '~/Library/pnpm/bin'],
  ['yarn', '~/.yarn/bin', '~/.config/yarn/global/node_modules/.bin'],
  ['bun', '$BUN_INSTALL/bin', '~/.bun/bin'],
  ['deno', '$DENO_INSTALL/bin', '~/.deno/bin'],
  ['uv', '$UV_INSTALL_DIR', '$UV_TOOL_BIN_DIR', '$XDG_BIN_HOME'],
  ['user', '~/.local/bin', '~/bin'],
  ['cargo', '$CARGO_HOME/bin', '~/.cargo/bin'],
  ['pyenv', '$PYENV_ROOT/shims', '~/.pyenv/shims'],
  ['go', '$GOBIN', '$GOPATH/bin', '~/go/bin', '/usr/local/go/bin'],
  ['dotnet', '$DOTNET_ROOT', '~/.dotnet', '~/.dotnet/tools', '/usr/local/share/dotnet'],
  ['conda', '$CONDA_PREFIX/bin', '~/miniconda3/bin', '~/miniforge3/bin', '~/anaconda3/bin'],
  ['homebrew', '$HOMEBREW_PREFIX/bin', '/opt/homebrew/bin', '/home/linuxbrew/.linuxbrew/bin'],
  ['system', '/usr/local/bin'],
  ['macports', '/opt/local/bin'],
  ['python.org', '/Library/Frameworks/Python.framework/Versions/Current/bin'],
  ['docker', '~/.docker/bin', '/Applications/Docker.app/Contents/Resources/bin'],
  ['nix', '~/.nix-profile/bin', '~/.local/state/nix/profile/bin'],
  ['nix', '/etc/profiles/per-user/$USER/bin', '/run/current-system/sw/bin'],
  ['nix', '/nix/var/nix/profiles/default/bin'],
  ['snap', '/snap/bin', '/var/lib/snapd/snap/bin'],
  ['java', '$JAVA_HOME/bin', '~/.sdkman/candidates/java/current/bin'],
  ['ruby', '~/.rbenv/shims'],
  ['system', '/usr/bin', '/bin', '/usr/sbin', '/sbin'],
];

const windowsRows: readonly Row[] = [
  ['nvm-windows', '$NVM_SYMLINK', 'C:/nvm4w/nodejs'],
  [
    'node',
    '$ProgramFiles/nodejs',
    '$ProgramW6432/nodejs',
    '$SystemDrive/Program Files (x86)/nodejs',
  ],
  ['node', '$LOCALAPPDATA/Programs/nodejs'],
  ['volta', '$VOLTA_HOME/bin', '$ProgramFiles/Volta', '$LOCALAPPDATA/Volta/bin'],
  ['mise', '$MISE_DATA_DIR/shims', '$LOCALAPPDATA/mise/shims'],
  ['scoop', '$SCOOP/apps/nodejs/current', '~/scoop/apps/nodejs/current'],
  ['scoop', '$SCOOP/apps/nodejs-lts/current', '~/scoop/apps/nodejs-lts/current'],
  ['scoop', '$SCOOP/shims', '~/scoop/shims', '$SCOOP_GLOBAL/shims', '$ProgramData/scoop/shims'],
  ['chocolatey', '$ChocolateyInstall/bin', '$ProgramData/chocolatey/bin'],
  ['npm', '$npm_config_prefix', '$APPDATA/npm'],
  ['pnpm', '$PNPM_HOME', '$PNPM_HOME/bin', '$LOCALAPPDATA/pnpm', '$LOCALAPPDATA/pnpm/bin'],
  ['yarn', '$LOCALAPPDATA/Yarn/bin', '$LOCALAPPDATA/Yarn/Data/global/node_modules/.bin'],
  ['bun', '$BUN_INSTALL/bin', '~/.bun/bin'],
  ['deno', '$DENO_INSTALL/bin', '~/.deno/bin'],
  ['uv', '$UV_INSTALL_DIR', '$UV_TOOL_BIN_DIR', '$XDG_BIN_HOME', '~/.local/bin'],
  ['cargo', '$CARGO_HOME/bin', '~/.cargo/bin'],
  ['pyenv', '$PYENV_ROOT/shims', '~/.pyenv/pyenv-win/shims'],
  ['python', '$LOCALAPPDATA/Programs/Python/Launcher', '$SystemRoot'],
  ['go', '$GOBIN', '$GOPATH/bin', '~/go/bin', '$ProgramFiles/Go/bin'],
  ['dotnet', '$ProgramFiles/dotnet', '~/.dotnet/tools'],
  ['winget', '$LOCALAPPDATA/Microsoft/WinGet/Links'],
  ['docker', '$ProgramFiles/Docker/Docker/resources/bin'],
  ['git', '$ProgramFiles/Git/cmd', '$LOCALAPPDATA/Programs/Git/cmd'],
  ['system', '$SystemRoot/System32', '$SystemRoot/System32/WindowsPowerShell/v1.0'],
  ['store', '$LOCALAPPDATA/Microsoft/WindowsApps'],
];

/** `…\Programs\Python\Python312` and its `Scripts`, newest first. */
const windowsPythonRoots = ['$LOCALAPPDATA/Programs/Python', '$ProgramFiles', '$SystemDrive/'];

/** Every place, most likely first; walked only as far as needed. */
export function* toolDirectories(context: ResolveContext): Generator<ToolDirectory> {
  const own = ownNode(context);
  if (own !== undefined) yield { owner: 'this node', directory: own.directory };
  yield* installedNodes(context);
  const windows = context.machine.platform === 'win32';
  for (const [owner, ...templates] of windows ? windowsRows : posixRows) {
    for (const template of templates) {
      const directory = directoryOf(template, context);
      if (directory !== undefined) yield { owner, directory };
    }
  }
  if (windows) yield* pythonDirectories(context);
}

function* pythonDirectories(context: ResolveContext): Generator<ToolDirectory> {
  const { path, list } = context.machine;
  for (const template of windowsPythonRoots) {
    const root = directoryOf(template, context);
    const names = root === undefined ? [] : list(root).filter((name) => /^Python3\d+/i.test(name));
    const age = (name: string): number => Number(/\d+/.exec(name)?.[0]);
    for (const name of names.sort((left, right) => age(right) - age(left))) {
      yield { owner: 'python', directory: path.join(root ?? '', name) };
      yield { owner: 'python', directory: path.join(root ?? '', name, 'Scripts') };
    }
  }
}
