/**
 * Where installers put programs that are not on the PATH of a desktop application: on a machine in
 * memory that has nothing but the one program. `test/resolve/homes.test.ts` builds some for real.
 */
import { describe, expect, it } from 'vitest';
import { locateInToolDirectories } from '../../src/resolve/locate.ts';
import { type FakeFacts, fakeMachine } from './fake-machine.ts';

const home = '/home/ann';
const winHome = 'C:\\Users\\ann';
const windowsEnv = {
  LOCALAPPDATA: `${winHome}\\AppData\\Local`,
  APPDATA: `${winHome}\\AppData\\Roaming`,
  ProgramFiles: 'C:\\Program Files',
  ProgramW6432: 'D:\\Program Files',
  ProgramData: 'C:\\ProgramData',
  SystemDrive: 'C:',
  SystemRoot: 'C:\\Windows',
};

type Env = Readonly<Record<string, string>>;

function using(facts: FakeFacts, env: Env, name = 'thing'): string | undefined {
  const machine = fakeMachine(facts);
  const context = { machine, env, home: machine.home, cwd: machine.home };
  return locateInToolDirectories({ file: name, args: [] }, context)?.repair;
}

function onPosix(files: readonly string[], env: Env = {}) {
  const all = Object.fromEntries(files.map((file) => [file, '']));
  return using({ platform: 'linux', files: all }, env);
}

/** Owner, then places: below home, or in full. */
const usual: readonly (readonly [string, string])[] = [
  ['volta', '.volta/bin'],
  ['mise', '.local/share/mise/shims'],
  ['asdf', '.asdf/shims'],
  ['n', 'n/bin .n/bin'],
  ['nodenv', '.nodenv/shims'],
  ['proto', '.proto/shims .proto/bin'],
  ['npm', '.npm-global/bin .npm/bin'],
  ['pnpm', '.local/share/pnpm Library/pnpm .local/share/pnpm/bin Library/pnpm/bin'],
  ['yarn', '.yarn/bin .config/yarn/global/node_modules/.bin'],
  ['bun', '.bun/bin'],
  ['deno', '.deno/bin'],
  ['user', '.local/bin bin'],
  ['cargo', '.cargo/bin'],
  ['pyenv', '.pyenv/shims'],
  ['go', 'go/bin /usr/local/go/bin'],
  ['dotnet', '.dotnet .dotnet/tools /usr/local/share/dotnet'],
  ['conda', 'miniconda3/bin miniforge3/bin anaconda3/bin'],
  ['homebrew', '/opt/homebrew/bin /home/linuxbrew/.linuxbrew/bin'],
  ['macports', '/opt/local/bin'],
  ['python.org', '/Library/Frameworks/Python.framework/Versions/Current/bin'],
  ['docker', '.docker/bin /Applications/Docker.app/Contents/Resources/bin'],
  ['nix', '.nix-profile/bin .local/state/nix/profile/bin /run/current-system/sw/bin'],
  ['nix', '/nix/var/nix/profiles/default/bin'],
  ['snap', '/snap/bin /var/lib/snapd/snap/bin'],
  ['java', '.sdkman/candidates/java/current/bin'],
  ['ruby', '.rbenv/shims'],
  ['system', '/usr/local/bin /usr/bin /bin /usr/sbin /sbin'],
];

describe('a program is found', () => {
  it.each(usual)('where %s usually is: %s', (owner, places) => {
    for (const place of places.split(' ')) {
      const file = `${place.startsWith('/') ? '' : `${home}/`}${place}/thing`;
      expect(onPosix([file])).toBe(`thing is not on PATH; using ${file} (${owner})`);
    }
  });

  it.each([
    ['volta', 'VOLTA_HOME/bin', '.volta/bin'],
    ['mise', 'MISE_DATA_DIR/shims', '.local/share/mise/shims'],
    ['mise', 'XDG_DATA_HOME/mise/shims', '.local/share/mise/shims'],
    ['asdf', 'ASDF_DATA_DIR/shims', '.asdf/shims'],
    ['n', 'N_PREFIX/bin', 'n/bin'],
    ['nodenv', 'NODENV_ROOT/shims', '.nodenv/shims'],
    ['proto', 'PROTO_HOME/shims', '.proto/shims'],
    ['npm', 'npm_config_prefix/bin', '.npm-global/bin'],
    ['pnpm', 'PNPM_HOME', '.local/share/pnpm'],
    ['pnpm', 'PNPM_HOME/bin', '.local/share/pnpm'],
    ['bun', 'BUN_INSTALL/bin', '.bun/bin'],
    ['deno', 'DENO_INSTALL/bin', '.deno/bin'],
    ['uv', 'UV_INSTALL_DIR', '.local/bin'],
    ['uv', 'UV_TOOL_BIN_DIR', '.local/bin'],
    ['uv', 'XDG_BIN_HOME', '.local/bin'],
    ['cargo', 'CARGO_HOME/bin', '.cargo/bin'],
    ['pyenv', 'PYENV_ROOT/shims', '.pyenv/shims'],
    ['go', 'GOBIN', 'go/bin'],
    ['go', 'GOPATH/bin', 'go/bin'],
    ['dotnet', 'DOTNET_ROOT', '.dotnet'],
    ['conda', 'CONDA_PREFIX/bin', 'miniconda3/bin'],
    ['homebrew', 'HOMEBREW_PREFIX/bin', '../../opt/homebrew/bin'],
    ['java', 'JAVA_HOME/bin', '.sdkman/candidates/java/current/bin'],
  ])('where %s says it is, before where it usually is: %s', (owner, place, elsewhere) => {
    const [name = '', ...below] = place.split('/');
    const file = ['/set', ...below, 'thing'].join('/');
    const files = [file, `${home}/${elsewhere}/thing`];
    const said = `thing is not on PATH; using ${file} (${owner})`;
    expect(onPosix(files, { [name]: '/set' })).toBe(said);
    expect(onPosix([file])).toBeUndefined();
  });

  it('where nix has it for a user', () => {
    const file = '/etc/profiles/per-user/ann/bin/thing';
    expect(onPosix([file], { USER: 'ann' })).toContain(`${file} (nix)`);
  });

  it('beside the node of mcp-shield, before all others', () => {
    const files = {
      '/opt/n/bin/node': '',
      '/opt/n/bin/thing': '',
      '/home/ann/.volta/bin/thing': '',
    };
    const facts = { platform: 'linux', files, execPath: '/opt/n/bin/node' } as const;
    expect(using(facts, {})).toBe('thing is not on PATH; using /opt/n/bin/thing (this node)');
  });

  it('nowhere else', () => {
    const windows = [
      'C:/nvm4w/nodejs/thing',
      `${home}/scoop/shims/thing`,
      `${home}/thing`,
      'thing',
    ];
    expect(onPosix([...windows, '/thing', '/Python312/thing', '//Python312/Scripts/thing'])).toBe(
      undefined,
    );
  });
});

describe('a program is found on Windows', () => {
  const { LOCALAPPDATA: local, APPDATA: roaming, ProgramFiles: programs } = windowsEnv;

  function onWindows(files: readonly string[], env: Env = {}) {
    const all = Object.fromEntries(files.map((file) => [file, '']));
    return using({ platform: 'win32', files: all }, { ...windowsEnv, ...env });
  }

  it.each([
    ['nvm-windows', 'C:\\nvm4w\\nodejs'],
    ['node', `${programs}\\nodejs`],
    ['node', 'D:\\Program Files\\nodejs'],
    ['node', 'C:\\Program Files (x86)\\nodejs'],
    ['node', `${local}\\Programs\\nodejs`],
    ['volta', `${programs}\\Volta`],
    ['volta', `${local}\\Volta\\bin`],
    ['mise', `${local}\\mise\\shims`],
    ['scoop', `${winHome}\\scoop\\apps\\nodejs\\current`],
    ['scoop', `${winHome}\\scoop\\apps\\nodejs-lts\\current`],
    ['scoop', `${winHome}\\scoop\\shims`],
    ['scoop', 'C:\\ProgramData\\scoop\\shims'],
    ['chocolatey', 'C:\\ProgramData\\chocolatey\\bin'],
    ['npm', `${roaming}\\npm`],
    ['pnpm', `${local}\\pnpm`],
    ['pnpm', `${local}\\pnpm\\bin`],
    ['yarn', `${local}\\Yarn\\bin`],
    ['yarn', `${local}\\Yarn\\Data\\global\\node_modules\\.bin`],
    ['bun', `${winHome}\\.bun\\bin`],
    ['deno', `${winHome}\\.deno\\bin`],
    ['uv', `${winHome}\\.local\\bin`],
    ['cargo', `${winHome}\\.cargo\\bin`],
    ['pyenv', `${winHome}\\.pyenv\\pyenv-win\\shims`],
    ['python', `${local}\\Programs\\Python\\Launcher`],
    ['python', 'C:\\Windows'],
    ['go', `${winHome}\\go\\bin`],
    ['go', `${programs}\\Go\\bin`],
    ['dotnet', `${programs}\\dotnet`],
    ['dotnet', `${winHome}\\.dotnet\\tools`],
    ['winget', `${local}\\Microsoft\\WinGet\\Links`],
    ['docker', `${programs}\\Docker\\Docker\\resources\\bin`],
    ['git', `${programs}\\Git\\cmd`],
    ['git', `${local}\\Programs\\Git\\cmd`],
    ['system', 'C:\\Windows\\System32'],
    ['system', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0'],
    ['store', `${local}\\Microsoft\\WindowsApps`],
  ])('where %s usually is: %s', (owner, directory) => {
    const file = `${directory}\\thing.exe`;
    expect(onWindows([file])).toBe(`thing is not on PATH; using ${file} (${owner})`);
  });

  it.each([
    ['nvm-windows', 'NVM_SYMLINK'],
    ['volta', 'VOLTA_HOME\\bin'],
    ['mise', 'MISE_DATA_DIR\\shims'],
    ['scoop', 'SCOOP\\apps\\nodejs\\current'],
    ['scoop', 'SCOOP\\apps\\nodejs-lts\\current'],
    ['scoop', 'SCOOP\\shims'],
    ['scoop', 'SCOOP_GLOBAL\\shims'],
    ['chocolatey', 'ChocolateyInstall\\bin'],
    ['npm', 'npm_config_prefix'],
    ['pnpm', 'PNPM_HOME'],
    ['pnpm', 'PNPM_HOME\\bin'],
    ['bun', 'BUN_INSTALL\\bin'],
    ['deno', 'DENO_INSTALL\\bin'],
    ['uv', 'UV_INSTALL_DIR'],
    ['uv', 'UV_TOOL_BIN_DIR'],
    ['uv', 'XDG_BIN_HOME'],
    ['cargo', 'CARGO_HOME\\bin'],
    ['pyenv', 'PYENV_ROOT\\shims'],
    ['go', 'GOBIN'],
    ['go', 'GOPATH\\bin'],
  ])('where %s says it is: %s', (owner, place) => {
    const [name = '', ...below] = place.split('\\');
    const file = ['E:\\set', ...below, 'thing.exe'].join('\\');
    const said = `thing is not on PATH; using ${file} (${owner})`;
    expect(onWindows([file], { [name]: 'E:\\set' })).toBe(said);
    expect(onWindows([file])).toBeUndefined();
  });

  it.each([`${local}\\Programs\\Python`, programs, 'C:'])('of the newest Python in %s', (root) => {
    const at = (name: string): string => `${root}\\${name}\\thing.exe`;
    const said = (name: string): string => `thing is not on PATH; using ${at(name)} (python)`;
    const all = ['Python39', 'Python312', 'python311-32', 'Python310'];
    expect(onWindows(all.map(at))).toBe(said('Python312'));
    expect(onWindows([at('Python39'), at('Python310\\Scripts')])).toBe(said('Python310\\Scripts'));
    expect(onWindows([at('Python310'), at('Python310\\Scripts')])).toBe(said('Python310'));
    expect(onWindows(['MyPython312', 'Python3', 'Python', 'Python2'].map(at))).toBeUndefined();
  });

  it('nowhere else', () => {
    const posix = [
      `${winHome}\\.volta\\bin\\thing.exe`,
      'C:\\usr\\bin\\thing.exe',
      '\\bin\\thing.exe',
    ];
    expect(onWindows(posix)).toBeUndefined();
    const bare = fakeMachine({ platform: 'win32', files: { 'C:\\Python312\\thing.exe': '' } });
    const context = { machine: bare, env: {}, home: winHome, cwd: 'C:\\' };
    expect(locateInToolDirectories({ file: 'thing', args: [] }, context)).toBeUndefined();
  });
});
