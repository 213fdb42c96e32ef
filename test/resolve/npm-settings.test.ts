/**
 * The settings of npm: which of them a program is told, held to npm itself where files and
 * variables leave no doubt, and where they are left to it.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  exportedSettings,
  isOffline,
  type NpmSettings,
  readNpmSettings,
} from '../../src/resolve/direct/npm-settings.ts';
import { isLeft } from '../../src/resolve/direct/package-run.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';
import { fakeMachine } from './fake-machine.ts';
import { toldByNpm } from './npm-oracle.ts';

/** Two files and three directories: `~` is home, and below it a project and a node. */
interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly project?: string;
  readonly user?: string;
  readonly global?: string;
  /** By path below home. */
  readonly others?: Readonly<Record<string, string>>;
}

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'shield-settings-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function written({ project, user, global, others = {} }: Given): string {
  count += 1;
  const home = join(root, String(count));
  const files = { 'project/.npmrc': project, '.npmrc': user, 'etc/npmrc': global, ...others };
  for (const [path, text] of Object.entries({ 'project/package.json': '{}', ...files })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text.replaceAll('~', home));
  }
  return home;
}

/** Of those that npm itself writes with the rest of the environment. */
const others = /^npm_config_(?!(?:global_prefix|local_prefix|node_gyp|npm_version|user_agent)$)/;
/** Some npm tell these though nobody has set them. */
const ofSomeNpm = /^npm_config_(?:metrics_registry|allow_scripts)$/;

function ofSettings(env: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(env).filter(([name]) => others.test(name) && !ofSomeNpm.test(name));
  return Object.fromEntries(kept);
}

describe('what is told is what npm tells', () => {
  it.each<[string, Given]>([
    ['where nothing is set', {}],
    ['where everything is as usual', { user: 'fund=true\nloglevel=notice\nfetch-retries=2\n' }],
    ['of a project', { project: 'fund=false\nsave-exact = true\n' }],
    ['of a user', { user: '# comment\n; comment\n\n  audit=false\r\nnodedir=/usr/x-y_z\n' }],
    ['of all users', { global: 'engine-strict=true\ninit-license=MIT\n' }],
    [
      'of the first file that says it',
      {
        project: 'message=a\n',
        user: 'message=b\nheading=b\n',
        global: 'message=c\nheading=c\nviewer=c\n',
      },
    ],
    ['of the last line that says it', { user: 'heading=a\nheading=b\nmessage=c\nheading=d\n' }],
    [
      'of the environment before all files',
      { env: { npm_config_heading: 'e', NPM_CONFIG_save_Prefix: 'x' }, user: 'heading=u\n' },
    ],
    ['but of no variable that is empty', { env: { npm_config_heading: '' }, user: 'heading=u\n' }],
    [
      'of addresses',
      { user: 'registry=https://Example.org\nproxy=http://p:8080\nhttps-proxy=http://q\n' },
    ],
    ['of a registry in the environment', { env: { npm_config_registry: 'https://x.y' } }],
    ['of names that are no addresses', { user: 'heading=https://Example.org\n' }],
    ['of no host, scope or secret', { user: '//h/:_authToken=x\n@a:registry=http://h\n_auth=x\n' }],
    ['of no secret variable', { env: { npm_config__auth: 'x', 'npm_config_//h/:_auth': 'x' } }],
    ['of places', { user: 'cache=~/c\ncafile=~/f\n', project: 'prefix=~/p\n' }],
    [
      'of places in the environment',
      { env: { npm_config_cache: '~/c', npm_config_prefix: '~/p' } },
    ],
    ['of a prefix with a file', { user: 'prefix=~/p\n', others: { 'p/etc/npmrc': 'heading=p\n' } }],
    [
      'of files that are somewhere else',
      {
        env: { npm_config_userconfig: '~/u', npm_config_globalconfig: '~/g' },
        user: 'heading=not\n',
        others: { u: 'heading=u\n', g: 'message=g\n' },
      },
    ],
    [
      'of a user whose file is that of the project',
      { env: { npm_config_userconfig: '~/project/.npmrc' }, project: 'cache=~/c\n' },
    ],
    [
      'behind another npm',
      { env: { npm_config_noproxy: '', npm_config_init_module: '~/i.js', npm_config_yes: 'true' } },
    ],
  ])('%s', async (_, given) => {
    const home = written(given);
    const changed = Object.entries(given.env ?? {}).map(([name, value]) => {
      return [name, value.replace('~', home)] as const;
    });
    const env = { HOME: home, ...Object.fromEntries(changed) };
    const cwd = join(home, 'project');
    const context = { machine: thisMachine(), env, home, cwd };
    const places = { npmRoot: '/no-npm', localPrefix: cwd, defaultPrefix: home };
    const settings = readNpmSettings(places, context);
    if (isLeft(settings)) throw new Error(settings.why);
    const told = { ...env, ...exportedSettings(settings, context) };
    const byNpm = await toldByNpm(env, { cwd, node: join(home, 'bin/node') });
    expect(ofSettings(told)).toEqual(ofSettings(byNpm));
    expect(settings.prefix).toBe(byNpm['npm_config_global_prefix']);
  });
});

const places = { npmRoot: '/npm', localPrefix: '/project', defaultPrefix: '/usr' };

function read(files: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const machine = fakeMachine({ platform: 'linux', files });
  return readNpmSettings(places, { machine, env, home: '/home/ann', cwd: '/project' });
}

describe('settings are left to npm', () => {
  it.each([
    ['workspaces', 'true'],
    ['package', 'x'],
    ['no_such_setting', 'x'],
    ['yes', 'false'],
    ['yes', '1'],
    ['cache', 'here'],
    ['prefix', '~/x'],
    ['userconfig', './x'],
    ['globalconfig', 'x/y'],
  ])('of the variable npm_config_%s=%s', (name, value) => {
    expect(read({}, { [`npm_config_${name}`]: value })).toEqual({
      why: `of the setting npm_config_${name}`,
    });
  });

  it.each([
    ['workspaces=true'],
    ['userconfig=/x'],
    ['globalconfig=/x'],
    ['user-agent=x'],
    ['[section]'],
    ['fund'],
    ['omit[]=dev'],
    ['fund=true ; comment'],
    ['heading=a b'],
    ['heading: a'],
    ['Heading=a'],
    ['heading=a=b', 'heading'],
    ['heading="a"', 'heading'],
    ["heading='a'", 'heading'],
    [`heading=\${X}`, 'heading'],
    ['heading=$X', 'heading'],
    ['heading=a;b', 'heading'],
    ['heading=a#b', 'heading'],
    ['heading=a\\b', 'heading'],
    ['heading=~/b', 'heading'],
    ['heading=', 'heading'],
    ['cache=here', 'cache'],
    ['cache=', 'cache'],
    ['prefix=../here', 'prefix'],
    ['cafile=here', 'cafile'],
    ['fund=no', 'fund'],
    ['fund=xtrue', 'fund'],
    ['fund=falsey', 'fund'],
    ['yes=1', 'yes'],
    ['heading=a\nfund=1', 'fund'],
    ['fund=1\nfund=true', 'fund'],
  ])('of a file with %j', (text, key = 'a setting') => {
    for (const file of ['/project/.npmrc', '/home/ann/.npmrc', '/usr/etc/npmrc']) {
      expect(read({ [file]: text })).toEqual({
        why: key === 'a setting' ? `of a setting in ${file}` : `of ${key} in ${file}`,
      });
    }
  });

  it('that came with a system', () => {
    expect(read({ '/npm/npmrc': '' })).toEqual({
      why: 'npm has settings of its own in /npm/npmrc',
    });
  });

  it('in a file that is long or cannot be read', () => {
    const file = '/home/ann/.npmrc';
    const line = 'heading=a\n';
    expect(read({ [file]: line.repeat(6_554) })).toEqual({ why: `${file} is long` });
    expect(isLeft(read({ [file]: line.repeat(6_553) }))).toBe(false);
    const machine = { ...fakeMachine({ platform: 'linux', files: { [file]: line } }) };
    const context = { machine, env: {}, home: '/home/ann', cwd: '/project' };
    machine.readStart = () => undefined;
    expect(readNpmSettings(places, context)).toEqual({ why: `${file} cannot be read` });
  });
});

it('says where npm keeps what it has', () => {
  const settings = read({ '/home/ann/.npmrc': 'prefix=/p\n' });
  expect(settings).toMatchObject({
    userConfig: '/home/ann/.npmrc',
    globalConfig: '/p/etc/npmrc',
    prefix: '/p',
    cache: '/home/ann/.npm',
  });
  expect(read({ '/usr/etc/npmrc': 'prefix=/q\ncache=/c\n' })).toMatchObject({
    globalConfig: '/usr/etc/npmrc',
    prefix: '/q',
    cache: '/c',
  });
});

it.each([
  ['offline=true', true],
  ['prefer-offline=true', true],
  ['offline=false', false],
  ['prefer-online=true', false],
  ['', false],
])('%j asks a registry or none', (text, offline) => {
  expect(isOffline(read({ '/project/.npmrc': text }) as NpmSettings)).toBe(offline);
});
