/**
 * The settings that npm would work with, as far as they leave no doubt, and which of them it would
 * put into the environment of the program it runs: those that differ from its defaults (npm's
 * `set-envs.js`). A key that is not in the tables below is left to npm itself.
 */
import { type ChildEnvironment, type ResolveContext, variable } from '../resolve-context.ts';
import { isDefault, isPlain, isSwitch } from './npm-defaults.ts';
import { isLeft, leave, type Sure } from './package-run.ts';

/** By the names npm has for them. */
export interface NpmSettings {
  /** What was set, by the first who did: environment, project, user, global, npm itself. */
  readonly values: ReadonlyMap<string, Setting>;
  readonly userConfig: string;
  readonly globalConfig: string;
  readonly prefix: string;
  readonly cache: string;
}

interface Setting {
  readonly text: string;
  readonly from: 'environment' | 'file';
}

export interface NpmPlaces {
  readonly npmRoot: string;
  /** Where `package.json` is looked for. */
  readonly localPrefix: string;
  /** Where npm says that global packages are, if nothing says otherwise. */
  readonly defaultPrefix: string;
}

const placeKeys = new Set(['cache', 'prefix', 'userconfig', 'globalconfig']);
/** An npm or npx tells them to what it runs, and so perhaps to mcp-shield. */
const inheritedKeys = new Set([
  'user-agent',
  'node-gyp',
  'noproxy',
  'global-prefix',
  'local-prefix',
  'init-module',
  'npm-version',
  'metrics-registry',
  'allow-scripts',
]);

export function readNpmSettings(places: NpmPlaces, context: ResolveContext): Sure<NpmSettings> {
  const { machine, home } = context;
  const values = new Map<string, Setting>();
  const add = (found: Sure<readonly (readonly [string, string])[]>, from: Setting['from']) => {
    if (isLeft(found)) return found;
    for (const [key, text] of found) if (!values.has(key)) values.set(key, { text, from });
    return undefined;
  };
  const path = (key: string, otherwise: string): string => values.get(key)?.text ?? otherwise;
  const doubt =
    add(fromEnvironment(context.env), 'environment') ??
    add(builtin(machine.path.join(places.npmRoot, 'npmrc'), context), 'file');
  if (doubt !== undefined) return doubt;
  const userConfig = path('userconfig', machine.path.join(home, '.npmrc'));
  const project = machine.path.join(places.localPrefix, '.npmrc');
  const more =
    (project === userConfig ? undefined : add(fromFile(project, context), 'file')) ??
    add(fromFile(userConfig, context), 'file');
  if (more !== undefined) return more;
  const prefix = path('prefix', places.defaultPrefix);
  const globalConfig = path('globalconfig', machine.path.join(prefix, 'etc', 'npmrc'));
  const last = add(fromFile(globalConfig, context), 'file');
  if (last !== undefined) return last;
  const cache = path('cache', machine.path.join(home, '.npm'));
  return { values, userConfig, globalConfig, prefix: path('prefix', prefix), cache };
}

/** Settings of an npm that came with a system: none are known that leave no doubt. */
function builtin(file: string, { machine }: ResolveContext): Sure<readonly []> {
  return machine.isFile(file) ? leave(`npm has settings of its own in ${file}`) : [];
}

function fromEnvironment(env: ChildEnvironment): Sure<readonly (readonly [string, string])[]> {
  const found: [string, string][] = [];
  for (const [name, text] of Object.entries(env)) {
    if (!/^npm_config_/i.test(name) || text === '') continue;
    const key = name.slice('npm_config_'.length);
    if (/^[/@_]/.test(key)) continue;
    const usual = key.replace(/(?!^)_/g, '-').toLowerCase();
    const known = isPlain(usual) || placeKeys.has(usual) || inheritedKeys.has(usual);
    if (!known) return leave(`of the setting ${name}`);
    if (usual === 'yes' && text !== 'true') return leave(`of the setting ${name}`);
    if (placeKeys.has(usual) && !text.startsWith('/')) return leave(`of the setting ${name}`);
    found.push([usual, text]);
  }
  return found;
}

/** As far as lines are `key=value` or comments. */
function fromFile(
  file: string,
  { machine }: ResolveContext,
): Sure<readonly (readonly [string, string])[]> {
  const limit = 65_536;
  const text = machine.readStart(file, limit);
  if (text === undefined) return machine.isFile(file) ? leave(`${file} cannot be read`) : [];
  if (text.length >= limit) return leave(`${file} is long`);
  const found: [string, string][] = [];
  for (const line of text.split(/\r?\n/).map((whole) => whole.trim())) {
    if (line === '' || /^[;#]/.test(line)) continue;
    const match = /^([\w@/.:+-]+)\s*=\s*(\S*)$/.exec(line);
    const [, key = '', value = ''] = match ?? [];
    // Names of hosts and scopes are told to nobody.
    if (/^[/@_]/.test(key)) continue;
    const isPlace = key === 'cache' || key === 'prefix';
    if (!isPlace && !isPlain(key)) return leave(`of a setting in ${file}`);
    // Quotes, variables, comments, paths below home: npm reads more into them than this does.
    if (!/^[\w@:./+~^-]*$/.test(value) || value.startsWith('~'))
      return leave(`of ${key} in ${file}`);
    if ((isPlace || key === 'cafile') && !value.startsWith('/'))
      return leave(`of ${key} in ${file}`);
    if (isSwitch(key) && !/^(true|false)$/.test(value)) {
      return leave(`of ${key} in ${file}`);
    }
    if (value === '') return leave(`of ${key} in ${file}`);
    found.push([key, value]);
  }
  // The last one of a file counts.
  return found.reverse();
}

/** What npm tells a program of its settings: `npm_config_…`. */
export function exportedSettings(
  { values, userConfig, globalConfig, prefix, cache }: NpmSettings,
  context: Pick<ResolveContext, 'home' | 'machine' | 'env'>,
): ChildEnvironment {
  const told: Record<string, string> = {};
  const tell = (key: string, text: string): void => {
    if (values.get(key)?.from !== 'environment') told[envName(key)] = text;
  };
  for (const [key, { text, from }] of values) {
    if (from === 'file' && !isDefault(key, text))
      tell(key, text === 'false' ? '' : asUrl(key, text));
  }
  tell('cache', cache);
  tell('prefix', prefix);
  tell('userconfig', userConfig);
  tell('globalconfig', globalConfig);
  tell('init-module', context.machine.path.join(context.home, '.npm-init.js'));
  tell('noproxy', '');
  return told;
}

/** npm writes addresses out. */
function asUrl(key: string, text: string): string {
  if (key !== 'registry' && key !== 'proxy' && key !== 'https-proxy') return text;
  return URL.canParse(text) ? new URL(text).href : text;
}

function envName(key: string): string {
  return `npm_config_${key.replaceAll('-', '_')}`;
}

/** Whether npm has been told to ask no registry. */
export function isOffline({ values }: Pick<NpmSettings, 'values'>): boolean {
  return values.get('offline')?.text === 'true' || values.get('prefer-offline')?.text === 'true';
}

/** Names of programs that npm's `user-agent` says it runs under; their variables. */
export function underCi(context: ResolveContext): boolean {
  return ciVariables.some((name) => variable(context, name) !== undefined);
}

const ciVariables = [
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'JENKINS_URL',
  'TRAVIS',
  'CIRCLECI',
  'BUILDKITE',
  'TF_BUILD',
  'TEAMCITY_VERSION',
  'APPVEYOR',
  'DRONE',
  'BITBUCKET_COMMIT',
  'CODEBUILD_BUILD_ARN',
  'NETLIFY',
  'VERCEL',
  'NOW_BUILDER',
  'RENDER',
  'SEMAPHORE',
  'CIRRUS_CI',
  'CODESHIP',
  'CI_NAME',
  'CI_APP_ID',
  'bamboo_planKey',
  'HEROKU_TEST_RUN_ID',
  'EAS_BUILD',
  'WOODPECKER',
  'WORKER_NAME',
  'GERRIT_PROJECT',
  'HARNESS_BUILD_ID',
  'PROW_JOB_ID',
  'SCREWDRIVER',
  'STRIDER',
  'VELA',
  'XCS',
  'CM_BUILD_ID',
  'AC_APPCIRCLE',
  'BITRISE_IO',
  'BUDDY_WORKSPACE_ID',
  'DSARI',
  'GO_PIPELINE_LABEL',
  'HUDSON_URL',
  'LAYERCI',
  'MAGNUM',
  'NEVERCODE',
  'RELEASE_BUILD_ID',
  'SAILCI',
  'SHIPPABLE',
  'TASK_ID',
  'XCODE_CLOUD',
  'CODEMAGIC_ID',
  'AGOLA_GIT_REF',
  'APPCENTER_BUILD_ID',
] as const;
