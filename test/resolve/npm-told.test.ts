/**
 * Which settings of npm a program is told: held to npm itself, with files on the disk, where files
 * and variables leave no doubt.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportedSettings, readNpmSettings } from '../../src/resolve/direct/npm-settings.ts';
import { isLeft } from '../../src/resolve/direct/package-run.ts';
import { thisMachine } from '../../src/resolve/this-machine.ts';
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

it('what an npm has told is no doubt of what runs below it', async () => {
  const cwd = written({ user: 'heading=u\n' });
  const told = await toldByNpm(
    { HOME: cwd, OTHER_npm_config_x: '1' },
    { cwd, node: '/usr/bin/node' },
  );
  const ofOthers = {
    npm_config_metrics_registry: 'x',
    npm_config_allow_scripts: 'x',
    npm_config_noproxy: 'x',
  };
  const env = { ...told, ...ofOthers, npm_config_user_agent: 'x' };
  const context = { machine: thisMachine(), env, home: cwd, cwd };
  const found = { npmRoot: '/no-npm', localPrefix: cwd, defaultPrefix: '/elsewhere' };
  const settings = readNpmSettings(found, context);
  if (isLeft(settings)) throw new Error(settings.why);
  expect(exportedSettings(settings, context)).toEqual({});
});
