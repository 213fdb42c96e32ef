/** What is started past npx, and with which environment: on a machine in memory. */
import { describe, expect, it } from 'vitest';
import {
  cachedFiles,
  home,
  type NpxCommand,
  npmFiles,
  npmRoot,
  npxDirectory,
  started,
  toldEnv,
  usualEnv,
  whyLeft,
} from './npx-machine.ts';

const bin = `${npxDirectory('a-server')}/node_modules/.bin`;
const usual = { manager: 'npm', name: 'a-server', spec: 'a-server', version: '1.2.3' } as const;
const runScript = `${npmRoot}/node_modules/libnpmexec/lib/run-script.js`;
const definitions = `${npmRoot}/node_modules/@npmcli/config/lib/definitions/definitions.js`;

describe('the program of a package', () => {
  it('is started with what npm would tell it', () => {
    expect(started()).toEqual({
      kind: 'direct',
      resolution: {
        file: `${bin}/a-server`,
        args: ['x'],
        cwd: undefined,
        notes: [],
        direct: { ...usual, offline: false },
        env: {
          ...usualEnv,
          PATH: [
            bin,
            '/home/ann/node_modules/.bin',
            '/home/node_modules/.bin',
            '/node_modules/.bin',
            `${npmRoot}/node_modules/@npmcli/run-script/lib/node-gyp-bin`,
            '/usr/bin:/bin',
          ].join(':'),
          INIT_CWD: home,
          PWD: home,
          COLOR: '0',
          EDITOR: 'vi',
          NODE: '/usr/bin/node',
          npm_node_execpath: '/usr/bin/node',
          npm_execpath: `${npmRoot}/bin/npm-cli.js`,
          npm_command: 'exec',
          npm_lifecycle_event: 'npx',
          npm_lifecycle_script: 'a-server',
          npm_package_json: `${home}/package.json`,
          npm_config_yes: 'true',
          npm_config_cache: `${home}/.npm`,
          npm_config_prefix: '/usr',
          npm_config_global_prefix: '/usr',
          npm_config_local_prefix: home,
          npm_config_userconfig: `${home}/.npmrc`,
          npm_config_globalconfig: '/usr/etc/npmrc',
          npm_config_init_module: `${home}/.npm-init.js`,
          npm_config_noproxy: '',
          npm_config_node_gyp: `${npmRoot}/node_modules/node-gyp/bin/node-gyp.js`,
          npm_config_npm_version: '10.8.2',
          npm_config_user_agent: `npm/10.8.2 node/v22.1.0 linux ${process.arch} workspaces/false`,
        },
      },
    });
  });

  it('is started by npm exec, too', () => {
    const exec = { runner: 'npm', args: ['exec', '--yes', '--', 'a-server', 'x'] };
    expect(started(exec)).toEqual(started());
  });

  const rows: readonly (readonly [string, NpxCommand, Readonly<Record<string, unknown>>])[] = [
    ['that nobody said yes to', { args: ['a-server'] }, { npm_config_yes: undefined }],
    [
      'of npm 9',
      { files: npmFiles('9.8.1') },
      {
        npm_execpath: `${npmRoot}/bin/npx-cli.js`,
        npm_config_metrics_registry: 'https://registry.npmjs.org/',
        npm_config_npm_version: '9.8.1',
      },
    ],
    [
      'of npm 9 with a registry',
      { files: { ...npmFiles('9.8.1'), [`${home}/.npmrc`]: 'registry=http://r' } },
      { npm_config_metrics_registry: 'http://r' },
    ],
    [
      'of npm 9 below another one',
      { files: npmFiles('9.8.1'), env: { ...usualEnv, npm_config_metrics_registry: 'http://m' } },
      { npm_config_metrics_registry: 'http://m' },
    ],
    [
      'below another npm',
      {
        env: {
          ...usualEnv,
          npm_config_user_agent: 'npm/8',
          npm_config_node_gyp: '/gyp',
          npm_config_npm_version: '8.0.0',
          npm_config_prefix: '/p',
        },
      },
      {
        npm_config_user_agent: 'npm/8',
        npm_config_node_gyp: '/gyp',
        npm_config_npm_version: '8.0.0',
        npm_config_global_prefix: '/p',
      },
    ],
    ['of npm 11', { files: npmFiles('11.0.0') }, { npm_config_allow_scripts: undefined }],
    [
      'where nobody has a home',
      { env: { PATH: '/usr/bin' } },
      { HOME: home, npm_config_cache: `${home}/.npm` },
    ],
    ['where home is empty', { env: { ...usualEnv, HOME: '' } }, { HOME: home }],
    ['with an editor', { env: { ...usualEnv, EDITOR: 'ed', VISUAL: 'v' } }, { EDITOR: 'ed' }],
    ['with an empty editor', { env: { ...usualEnv, EDITOR: '', VISUAL: 'v' } }, { EDITOR: 'v' }],
    ['with colours', { env: { ...usualEnv, COLOR: '1' } }, { COLOR: '0' }],
    ['with a directory', { cwd: 'a/b' }, { INIT_CWD: `${home}/a/b`, PWD: `${home}/a/b` }],
    ['with an absolute directory', { cwd: '/a' }, { npm_package_json: '/a/package.json' }],
    [
      'in a directory that is a link',
      { cwd: '/l', facts: { links: { '/l': '/real' } } },
      { INIT_CWD: '/real', PWD: '/real', npm_config_local_prefix: '/real' },
    ],
    [
      'in the directory of the machine',
      { facts: { cwd: '/work' } },
      { INIT_CWD: '/work', npm_config_local_prefix: '/work' },
    ],
    ['where that is gone', { facts: { gone: true } }, { INIT_CWD: home }],
    [
      'with the node of mcp-shield',
      { facts: { execPath: '/usr/bin/node' } },
      { npm_config_user_agent: `npm/10.8.2 node/v24.1.0 linux ${process.arch} workspaces/false` },
    ],
    [
      'with a node of mcp-shield that is none yet',
      { facts: { execPath: '/usr/bin/node', nodeVersion: 'v25.0.0-rc.1' } },
      {
        npm_config_user_agent: `npm/10.8.2 node/v25.0.0-rc.1 linux ${process.arch} workspaces/false`,
      },
    ],
    [
      'of an npm that is written without spaces',
      { files: { [`${npmRoot}/package.json`]: '{"version":"10.0.1"}' } },
      { npm_config_npm_version: '10.0.1' },
    ],
    [
      'with a node that is a link',
      {
        files: { '/usr/bin/node': undefined, '/opt/v22.3.1/bin/node': '\x7fELF' },
        facts: { links: { '/usr/bin/node': '/opt/v22.3.1/bin/node' } },
      },
      {
        NODE: '/opt/v22.3.1/bin/node',
        npm_config_prefix: '/opt/v22.3.1',
        npm_config_user_agent: `npm/10.8.2 node/v22.3.1 linux ${process.arch} workspaces/false`,
      },
    ],
    [
      'that npm puts between single quotes',
      { files: { [runScript]: "args[0] = `'$" + "{args[0].replace(/'/g, '')}'`\n" } },
      { npm_lifecycle_script: "'a-server'" },
    ],
    [
      'that npm puts between double quotes',
      { files: { [runScript]: 'args[0] = `"$' + '{args[0]}"`\n' } },
      { npm_lifecycle_script: '"a-server"' },
    ],
    [
      'that npm leaves as it is',
      { files: { [runScript]: '' } },
      { npm_lifecycle_script: 'a-server' },
    ],
    [
      'with variables that only look like PATH',
      { env: { ...usualEnv, PATHEXT: 'x', MY_PATH: 'y', PREFIXES: 'z' } },
      { PATHEXT: 'x', MY_PATH: 'y', PREFIXES: 'z' },
    ],
  ];
  it.each(rows)('%s', (_, command, told) => {
    const env = toldEnv(command);
    const seen = Object.keys(told).map((name) => [name, env[name]]);
    expect(Object.fromEntries(seen)).toEqual(told);
  });

  const row = (more: string): string =>
    `  'allow-scripts': new Definition('allow-scripts', {\n default: '',\n ${more}}),\n` +
    "  'audit': new Definition('audit', { envExport: false }),\n";
  it.each<[string, string, string | undefined]>([
    ['11.10.0', row(''), ''],
    ['11.10.0', row('envExport: false,'), undefined],
    ['10.8.2', row(''), undefined],
  ])('of npm %s with the setting allow-scripts', (version, text, told) => {
    const files = { ...npmFiles(version), [definitions]: text };
    expect(toldEnv({ files })['npm_config_allow_scripts']).toBe(told);
    const env = { ...usualEnv, npm_config_allow_scripts: 'x' };
    expect(toldEnv({ files, env })['npm_config_allow_scripts']).toBe('x');
  });
});

describe('a tag', () => {
  const spec = 'a-server@latest';
  const files = cachedFiles({ spec });
  const args = ['-y', spec];

  it.each<[NpxCommand, boolean]>([
    [{ tags: true }, false],
    [{ env: { ...usualEnv, npm_config_offline: 'true' } }, true],
    [{ env: { ...usualEnv, npm_config_prefer_offline: 'true' } }, true],
  ])('is started directly with %j', (command, offline) => {
    expect(started({ args, files, ...command })).toMatchObject({
      kind: 'direct',
      resolution: { direct: { ...usual, spec, offline } },
    });
  });

  it('is left to npx otherwise', () => {
    expect(whyLeft({ args, files, tags: false })).toBe('only the registry knows what latest is');
  });
});

describe('a package that npx would install', () => {
  const absent = { manager: 'npm', name: 'b', spec: 'b@1.0.0', offline: false };

  it.each<[NpxCommand, readonly string[]]>([
    [{ args: ['-y', 'b@1.0.0', '--key=secret'] }, ['-y', 'b@1.0.0']],
    [{ args: ['b@1.0.0'] }, ['b@1.0.0']],
    [{ runner: 'npm', args: ['x', '-y', '--', 'b@1.0.0', 'y'] }, ['x', '-y', '--', 'b@1.0.0']],
  ])('is told with what npx needs for it: %j', (command, runnerArgs) => {
    expect(started(command)).toEqual({
      kind: 'absent',
      what: { kind: 'absent', ...absent, runnerArgs },
    });
  });

  it('or is installing', () => {
    const files = { [`${npxDirectory('a-server')}/concurrency.lock/x`]: '' };
    expect(started({ files })).toMatchObject({
      what: { offline: false, unfinished: 'npx works on its copy of the package' },
    });
  });
});
