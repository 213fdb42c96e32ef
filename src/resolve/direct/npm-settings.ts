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
  /** What runs below has it from there, too. */
  readonly isInherited: boolean;
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
  const add = (found: Sure<readonly (readonly [string, string])[]>, isInherited: boolean) => {
    if (isLeft(found)) return found;
    for (const [key, text] of found) if (!values.has(key)) values.set(key, { text, isInherited });
    return undefined;
  };
  const path = (key: string, otherwise: string): string => values.get(key)?.text ?? otherwise;
  const doubt =
    add(fromEnvironment(context.env), true) ??
    add(builtin(machine.path.join(places.npmRoot, 'npmrc'), context), false);
  if (doubt !== undefined) return doubt;
  const userConfig = path('userconfig', machine.path.join(home, '.npmrc'));
  const project = machine.path.join(places.localPrefix, '.npmrc');
  const more =
    (project === userConfig ? undefined : add(fromFile(project, context), false)) ??
    add(fromFile(userConfig, context), false);
  if (more !== undefined) return more;
  const prefix = path('prefix', places.defaultPrefix);
  const globalConfig = path('globalconfig', machine.path.join(prefix, 'etc', 'npmrc'));
  const last = add(fromFile(globalConfig, context), false);
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
    if (values.get(key)?.isInherited !== true) told[envName(key)] = text;
  };
  for (const [key, { text }] of values) {
    if (!isDefault(key, text)) tell(key, text === 'false' ? '' : text);
  }
  tell('cache', cache);
  tell('prefix', prefix);
  tell('userconfig', userConfig);
  tell('globalconfig', globalConfig);
  tell('init-module', context.machine.path.join(context.home, '.npm-init.js'));
  tell('noproxy', '');
  return told;
}

function envName(key: string): string {
  return `npm_config_${key.replaceAll('-', '_')}`;
}

/** Whether npm has been told to ask no registry. */
export function isOffline({ values }: Pick<NpmSettings, 'values'>): boolean {
  return values.get('offline')?.text === 'true' || values.get('prefer-offline')?.text === 'true';
}

/** Whether npm's `user-agent` names a service that it runs under (its `ci-info`). */
export function underCi(context: ResolveContext): boolean {
  const isSet = (name: string): boolean => variable(context, name) !== undefined;
  if (variable(context, 'NODE')?.includes('/.heroku/')) return true;
  return variable(context, 'CI') === 'woodpecker' || ciVariables.some(isSet);
}

const ciVariables = (
  'AC_APPCIRCLE AGOLA_GIT_REF ALPIC_HOST APPCENTER_BUILD_ID APPVEYOR BITBUCKET_COMMIT BITRISE_IO ' +
  'BUDDY_WORKSPACE_ID BUILDER_OUTPUT BUILDKITE CF_BUILD_ID CF_PAGES CIRCLECI CIRRUS_CI CI_NAME ' +
  'CI_XCODE_PROJECT CM_BUILD_ID CODEBUILD_BUILD_ARN DRONE DSARI EARTHLY_CI EAS_BUILD GERRIT_PROJECT ' +
  'GITEA_ACTIONS GITHUB_ACTIONS GITLAB_CI GO_PIPELINE_LABEL HARNESS_BUILD_ID HUDSON_URL JENKINS_URL ' +
  'LAYERCI MAGNUM NETLIFY NEVERCODE NOW_BUILDER PROW_JOB_ID RELEASE_BUILD_ID RENDER SAILCI ' +
  'SCREWDRIVER SEMAPHORE SHIPPABLE STRIDER TASK_ID TEAMCITY_VERSION TF_BUILD TRAVIS VELA VERCEL ' +
  'WORKERS_CI XCS bamboo_planKey'
).split(' ');
