/**
 * What is started past uvx, with which environment, and for which settings and tools uvx is started
 * itself: on a machine in memory.
 */
import { describe, expect, it } from 'vitest';
import {
  cache,
  environment,
  home,
  outcome,
  plain,
  server,
  started,
  type UvxCommand,
  usualEnv,
} from './uvx-machine.ts';

const bin = `${cache}/environments-v2/python/1/bin`;
const own = { manager: 'uv', name: 'a-server', spec: 'a-server', version: '1.0' } as const;
const latest = ['a-server@latest'];

describe('the program of a package', () => {
  it('is started with what uvx would tell it', () => {
    expect(started({ args: ['a-server', '-x', 'y'] })).toEqual({
      kind: 'direct',
      resolution: {
        file: server,
        args: ['-x', 'y'],
        cwd: undefined,
        notes: [],
        env: { HOME: home, PATH: `${bin}:/usr/bin`, UV: '/usr/bin/uv' },
        direct: { ...own, offline: false },
      },
    });
  });

  it('is started by uv, too', () => {
    expect(started({ runner: 'uv', args: ['tool', 'run', 'a-server'] })).toEqual(started());
  });

  const links = { '/l/uvx': '/opt/uv/uvx' };
  const files = { ...plain, '/opt/uv/uvx': '\x7fELF' };
  it.each<[string, UvxCommand, Readonly<Record<string, string>>]>([
    ['without a PATH', { env: { HOME: home } }, { PATH: bin }],
    ['without a home', { env: { PATH: '/p' } }, { PATH: `${bin}:/p` }],
    ['by a link', { runner: '/l/uvx', files, facts: { links } }, { UV: '/opt/uv/uv' }],
    [
      'by a link on macOS',
      { runner: '/l/uvx', files, facts: { links, platform: 'darwin' } },
      { UV: '/l/uv' },
    ],
    ['below another uv', { env: { ...usualEnv, UV: '/other' } }, { UV: '/usr/bin/uv' }],
  ])('%s', (_, command, told) => {
    expect(started(command)).toMatchObject({ resolution: { file: server, env: told } });
  });

  it('is that of the environment that uv made last', () => {
    const other = environment('2', { 'a_server-1.0': '' });
    const at = (id: string): string => `${cache}/environments-v2/python/${id}`;
    for (const [last, first] of ['12', '21']) {
      const changed = { [at(String(last))]: 2, [at(String(first))]: 1 };
      const command = { files: { ...plain, ...other }, facts: { changed } };
      expect(outcome(command)).toBe(`${at(String(last))}/bin/a-server`);
    }
  });

  it('may have another name than the package', () => {
    const more = { ...plain, [`${bin}/tool`]: '' };
    expect(outcome({ args: ['--from', 'a-server', 'tool'], files: more })).toBe(`${bin}/tool`);
    expect(outcome({ args: ['--from', 'a-server', 'tool'] })).toBe(
      'the package has no program tool',
    );
  });

  const script = `#!/bin/sh\n'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python' "$0" "$@"\n' '''\nimport x\n`;
  it('is started without the shell that only looks for its Python', () => {
    const env = { ...usualEnv, 'a-b': 'c' };
    const asShell = { ...plain, [server]: script, '/bin/sh': '' };
    const command = { args: ['a-server', 'x'], files: asShell, env };
    expect(started(command)).toMatchObject({
      resolution: { file: `${bin}/python`, args: [server, 'x'], env: { PWD: home, 'a-b': 'c' } },
    });
    const found = started({ ...command, facts: { links: { '/bin/sh': '/bin/dash' } } });
    expect(found).toMatchObject({ resolution: { file: `${bin}/python`, env: { PWD: home } } });
    expect(found).not.toHaveProperty(['resolution', 'env', 'a-b']);
  });

  it.each<[string, UvxCommand]>([
    ['that is another script', { files: { ...plain, [server]: `x${script}` } }],
    [
      'whose Python cannot be run',
      { files: { ...plain, [server]: script }, facts: { notExecutable: [`${bin}/python`] } },
    ],
  ])('%s is started as it is', (_, command) => {
    expect(started(command)).toMatchObject({ resolution: { file: server, args: [] } });
    expect(started(command)).not.toHaveProperty('resolution.env.PWD');
  });
});

describe('a tag', () => {
  it.each<[UvxCommand, boolean]>([
    [{ tags: true }, false],
    [{ env: { ...usualEnv, UV_OFFLINE: '1' } }, true],
    [{ env: { ...usualEnv, UV_OFFLINE: 'True' } }, true],
    [{ env: { ...usualEnv, UV_OFFLINE: 'yes' } }, true],
    [{ env: { ...usualEnv, UV_OFFLINE: 'ON' } }, true],
  ])('is started directly with %j', (command, offline) => {
    expect(started({ args: latest, ...command })).toMatchObject({
      resolution: { direct: { ...own, spec: 'a-server@latest', offline } },
    });
  });

  it.each(['', '0', 'false', '11', 'truely', 'no', 'x1'])('is not with UV_OFFLINE=%s', (text) => {
    expect(outcome({ args: latest, env: { ...usualEnv, UV_OFFLINE: text } })).toBe(
      'only the index knows what latest is',
    );
    expect(outcome({ args: latest, tags: false })).toBe('only the index knows what latest is');
  });
});

it.each<[UvxCommand, readonly string[], boolean]>([
  [{ args: ['b@1', '--key=secret'] }, ['b@1'], false],
  [{ args: ['--from', 'b', 'tool', 'x'] }, ['--from', 'b', 'tool'], false],
  [{ runner: 'uv', args: ['tool', 'run', 'b', 'x'] }, ['tool', 'run', 'b'], false],
  [{ args: ['b'], env: { ...usualEnv, UV_OFFLINE: '1' } }, ['b'], true],
])(
  'a package that uvx would install is told with what it needs: %j',
  (command, runnerArgs, offline) => {
    const spec = command.args?.find((arg) => arg.startsWith('b'));
    const what = { kind: 'absent', manager: 'uv', name: 'b', spec, offline, runnerArgs };
    expect(started(command)).toEqual({ kind: 'absent', what });
  },
);

describe('uvx decides itself', () => {
  it.each<[why: string, UvxCommand]>([
    ['no package is named', { args: [] }],
    ['it is not uv tool run', { runner: 'uv' }],
    ['of the variable UV_INDEX', { env: { ...usualEnv, UV_INDEX: 'x' } }],
    ['of the variable UV_', { env: { ...usualEnv, UV_: '' } }],
    [
      'of the settings in /home/ann/.config/uv/uv.toml',
      { files: { '/home/ann/.config/uv/uv.toml': '' } },
    ],
    ['of the settings in /etc/uv/uv.toml', { files: { '/etc/uv/uv.toml': '' } }],
    ['of the settings in /etc/xdg/uv/uv.toml', { files: { '/etc/xdg/uv/uv.toml': '' } }],
    [
      'of the settings in /c/uv/uv.toml',
      { files: { '/c/uv/uv.toml': '' }, env: { ...usualEnv, XDG_CONFIG_HOME: '/c' } },
    ],
    [
      'of the Python in /home/ann/.config/uv/.python-version',
      { files: { '/home/ann/.config/uv/.python-version': '' } },
    ],
    ['/usr/bin/uvx is a script', { files: { '/usr/bin/uvx': '#!/bin/sh\n' } }],
    ['/x/uvx is a script', { runner: '/x/uvx' }],
    [
      '/home/ann/.local/share/uv/tools/a-server is installed',
      { files: { '/home/ann/.local/share/uv/tools/a-server/x': '' }, args: ['A_Server'] },
    ],
    [
      '/d/uv/tools/a-server is installed',
      { files: { '/d/uv/tools/a-server/x': '' }, env: { ...usualEnv, XDG_DATA_HOME: '/d' } },
    ],
    [
      '/w/t/a-server is installed',
      { files: { '/w/t/a-server/x': '' }, env: { ...usualEnv, UV_TOOL_DIR: 't' }, cwd: '/w' },
    ],
    [
      'uv has 2 environments that it may be',
      { files: { ...environment('0', { 'a_server-1.0rc1': '' }), ...plain } },
    ],
  ])('%s', (why, command) => {
    expect(outcome({ ...command, files: { ...plain, ...command.files } })).toBe(why);
  });

  it.each([
    ...['UV', 'UV_NO_PROGRESS', 'UV_HTTP_TIMEOUT', 'UV_HTTP_RETRIES', 'UV_CONCURRENT_BUILDS'],
    ...[
      'UV_CONCURRENT_INSTALLS',
      'UV_COMPILE_BYTECODE',
      'UV_PYTHON_DOWNLOADS',
      'XUV_INDEX',
      'uv_x',
    ],
  ])('but not because of %s', (name) => {
    expect(outcome({ env: { ...usualEnv, [name]: 'x' } })).toBe(server);
  });
});

describe('the cache', () => {
  const at = (root: string) => environment('1', { 'a_server-1.0': '' }, {}, root);
  const below = 'environments-v2/python/1';

  it.each<[Readonly<Record<string, string>>, string]>([
    [{ UV_CACHE_DIR: '/u', XDG_CACHE_HOME: '/x' }, '/u'],
    [{ UV_CACHE_DIR: 'u' }, '/w/u'],
    [{ XDG_CACHE_HOME: '/x' }, '/x/uv'],
    [{ XDG_CACHE_HOME: 'x' }, cache],
    [{ XDG_CACHE_HOME: '', UV_CACHE_DIR: '' }, cache],
  ])('with %j is %s', (more, directory) => {
    const files = at(`${directory}/${below}`);
    expect(outcome({ files, env: { ...usualEnv, ...more }, cwd: '/w' })).toBe(
      `${directory}/${below}/bin/a-server`,
    );
  });
});
