/**
 * What `npx` would start, with the environment that npm makes for it. Proven for npm 9, 10 and 11
 * on POSIX by comparing what the same program sees of both (test/process/direct-npx.test.ts);
 * whatever is not is left to npx.
 */
import { resolveLimits } from '../../base/limits.ts';
import { versionOfNode } from '../node-version.ts';
import {
  type ChildEnvironment,
  pathDirectories,
  type ResolveContext,
  variable,
} from '../resolve-context.ts';
import { findByName } from '../search.ts';
import { readShebang } from '../shebang.ts';
import { showVersion } from '../version-number.ts';
import { readNpmProject } from './npm-project.ts';
import {
  exportedSettings,
  isOffline,
  type NpmSettings,
  readNpmSettings,
  underCi,
} from './npm-settings.ts';
import { readNpmArguments, readNpxArguments } from './npx-arguments.ts';
import { findInNpxCache } from './npx-cache.ts';
import { type DirectStart, isLeft, leave, type PackageRun, type Sure } from './package-run.ts';
import { throughShell } from './through-shell.ts';

interface Npm {
  /** The file that is run, with its links resolved. */
  readonly script: string;
  readonly root: string;
  readonly version: string;
  readonly major: number;
  /** The node that runs it, with its links resolved. */
  readonly node: string;
  readonly nodeVersion: string;
}

/** `file` is what was found for `npx` or `npm`. */
export function npxStart(
  file: string,
  args: readonly string[],
  context: ResolveContext,
  tags: boolean,
): Sure<DirectStart> {
  const { machine } = context;
  const isNpx = machine.path.basename(file) === 'npx';
  const run = isNpx ? readNpxArguments(args) : readNpmArguments(args);
  if (isLeft(run)) return run;
  const npm = readNpm(file, context);
  if (isLeft(npm)) return npm;
  const inCwd = { ...context, cwd: machine.realPath(context.cwd) };
  const project = readNpmProject(run, inCwd);
  if (isLeft(project)) return project;
  const defaultPrefix = machine.path.dirname(machine.path.dirname(npm.node));
  const places = { npmRoot: npm.root, localPrefix: project.localPrefix, defaultPrefix };
  const settings = readNpmSettings(places, context);
  if (isLeft(settings)) return settings;
  const elsewhere = globalDoubt(run, settings, project.localPrefix, context);
  if (elsewhere !== undefined) return leave(elsewhere);
  const offline = isOffline(settings);
  const { name, spec, wanted } = run;
  if (wanted.kind === 'tag' && !tags && !offline) {
    return leave(`only the registry knows what ${wanted.tag} is`);
  }
  const cached = findInNpxCache(run, settings.cache, context);
  if (isLeft(cached)) return cached;
  if (!('program' in cached)) {
    const runnerArgs = args.slice(0, args.length - run.args.length);
    return { kind: 'absent', manager: 'npm', name, spec, offline, runnerArgs, ...cached };
  }
  const { binDirectory, program, version } = cached;
  const env = {
    ...context.env,
    ...exportedSettings(settings, context),
    ...project.env,
    ...npmEnvironment({ npm, run, program, settings, localPrefix: project.localPrefix }, inCwd),
    PATH: searchPath({ npm, binDirectory }, inCwd),
  };
  const told = throughShell(env, inCwd);
  const started = { file: machine.path.join(binDirectory, program), args: run.args, env: told };
  return { kind: 'direct', manager: 'npm', name, spec, version, offline, ...started };
}

function readNpm(file: string, context: ResolveContext): Sure<Npm> {
  const { machine, env } = context;
  const { dirname, join } = machine.path;
  const script = machine.realPath(file);
  if (!/[\\/]npm[\\/]bin[\\/]np[mx]-cli\.js$/.test(script))
    return leave(`${file} is not npm's own`);
  // npm joins them, whatever their case.
  if (Object.keys(env).some((name) => name !== 'PATH' && /^path$/i.test(name))) {
    return leave('there are two variables PATH');
  }
  if (env['PREFIX'] !== undefined || env['DESTDIR'] !== undefined) return leave('PREFIX is set');
  if (underCi(context)) return leave('npm names the service it runs under');
  const root = dirname(dirname(script));
  const text = machine.readStart(join(root, 'package.json'), resolveLimits.projectFileBytes) ?? '';
  const version = /"version":\s*"([\d.]+)"/.exec(text)?.[1] ?? '';
  const major = Number.parseInt(version, 10);
  if (!(major >= 9 && major <= 11)) return leave(`npm ${version} is not one of 9, 10 and 11`);
  const shebang = readShebang(machine.readStart(file, resolveLimits.shebangBytes));
  if (shebang?.interpreter !== 'node' || !shebang.onPath)
    return leave(`${file} names another node`);
  const found = findByName('node', pathDirectories(context), context);
  const node = found === undefined ? '' : machine.realPath(found);
  // What a version manager put there chooses a node by itself.
  if (/^#!/.test(machine.readStart(node, 2) ?? '#!')) return leave('node is a script');
  const known = versionOfNode(node, machine);
  const isOurs = node === machine.realPath(machine.execPath);
  const nodeVersion = isOurs ? machine.nodeVersion : known && `v${showVersion(known)}`;
  if (nodeVersion === undefined) return leave(`the version of ${node} is not known`);
  return { script, root, version, major, node, nodeVersion };
}

/** A global program of that name, or the package itself, comes before npx's cache. */
function globalDoubt(
  { spec, name }: PackageRun,
  { prefix }: NpmSettings,
  localPrefix: string,
  { machine }: ResolveContext,
): string | undefined {
  const { join } = machine.path;
  if (machine.realPath(prefix) === localPrefix) return undefined;
  if (machine.isFile(join(prefix, 'bin', spec))) return `${spec} is a global program`;
  const global = join(prefix, 'lib', 'node_modules', name);
  return machine.isDirectory(global) || machine.linkTarget(global) !== undefined
    ? `${name} is installed globally`
    : undefined;
}

interface Told {
  readonly npm: Npm;
  readonly run: PackageRun;
  readonly program: string;
  readonly settings: NpmSettings;
  readonly localPrefix: string;
}

/** npm's `set-envs.js`, `make-spawn-args.js` and `npm.js`. */
function npmEnvironment(
  { npm, run, program, settings, localPrefix }: Told,
  context: ResolveContext,
): ChildEnvironment {
  const { machine, env, home, cwd } = context;
  const { join } = machine.path;
  const set = (key: string): string | undefined => settings.values.get(key)?.text;
  const agent = `npm/${npm.version} node/${npm.nodeVersion} ${machine.platform} ${process.arch} workspaces/false`;
  const registry = set('registry') ?? 'https://registry.npmjs.org/';
  return {
    HOME: home,
    INIT_CWD: cwd,
    COLOR: '0',
    EDITOR: env['EDITOR'] || env['VISUAL'] || 'vi',
    NODE: npm.node,
    npm_node_execpath: npm.node,
    npm_execpath: npm.major === 9 ? npm.script : join(npm.root, 'bin', 'npm-cli.js'),
    npm_command: 'exec',
    npm_config_global_prefix: settings.prefix,
    npm_config_local_prefix: localPrefix,
    npm_config_node_gyp: set('node-gyp') ?? join(npm.root, 'node_modules/node-gyp/bin/node-gyp.js'),
    npm_config_npm_version: set('npm-version') ?? npm.version,
    ...(set('user-agent') === undefined ? { npm_config_user_agent: agent } : {}),
    ...(npm.major === 9 && set('metrics-registry') === undefined
      ? { npm_config_metrics_registry: registry }
      : {}),
    ...(tellsAllowScripts(npm, context) && set('allow-scripts') === undefined
      ? { npm_config_allow_scripts: '' }
      : {}),
    ...(run.yes ? { npm_config_yes: 'true' } : {}),
    npm_lifecycle_event: 'npx',
    npm_lifecycle_script: quotedAs(npm, program, context),
    npm_package_json: join(cwd, 'package.json'),
  };
}

/** Some npm 11 tell it although nobody has set it; the table of its settings says so. */
function tellsAllowScripts({ root, major }: Npm, { machine }: ResolveContext): boolean {
  if (major < 11) return false;
  const file = 'node_modules/@npmcli/config/lib/definitions/definitions.js';
  const text = machine.readStart(machine.path.join(root, file), resolveLimits.projectFileBytes);
  const row = /'allow-scripts': new Definition\('allow-scripts', \{[^}]*\}/.exec(text ?? '')?.[0];
  return row !== undefined && !row.includes('envExport: false');
}

/** Each npm quotes the program in its own way; its own text says how. */
function quotedAs({ root }: Npm, program: string, { machine }: ResolveContext): string {
  const file = machine.path.join(root, 'node_modules/libnpmexec/lib/run-script.js');
  const text = machine.readStart(file, resolveLimits.projectFileBytes) ?? '';
  if (/args\[0\] = `'\$\{args\[0\]\.replace\(/.test(text)) return `'${program}'`;
  return /args\[0\] = `"\$\{args\[0\]\}"`\n/.test(text) ? `"${program}"` : program;
}

function searchPath(
  { npm, binDirectory }: { npm: Npm; binDirectory: string },
  context: ResolveContext,
): string {
  const { machine, cwd } = context;
  const { join, dirname, delimiter } = machine.path;
  const entries = [binDirectory];
  for (let directory = cwd; ; directory = dirname(directory)) {
    entries.push(join(directory, 'node_modules', '.bin'));
    if (dirname(directory) === directory) break;
  }
  entries.push(join(npm.root, 'node_modules/@npmcli/run-script/lib/node-gyp-bin'));
  return [...entries, variable(context, 'PATH')].join(delimiter);
}
