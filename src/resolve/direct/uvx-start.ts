/**
 * What `uvx` would start: the program of an environment that uv keeps in its cache. uv finds it by
 * resolving the package; here it is taken only if there is exactly one that it can be. Proven on
 * POSIX for the versions of uv that test/process/direct-uvx.test.ts names.
 */
import { resolveLimits } from '../../base/limits.ts';
import {
  type ChildEnvironment,
  pathDirectories,
  type ResolveContext,
  variable,
} from '../resolve-context.ts';
import { type DirectStart, isLeft, leave, type PackageRun, type Sure } from './package-run.ts';
import { throughShell } from './through-shell.ts';
import { environmentsOf, newestOf, usualName } from './uv-environment.ts';
import { readUvArguments, readUvxArguments } from './uvx-arguments.ts';

/** `file` is what was found for `uvx` or `uv`. */
export function uvxStart(
  file: string,
  args: readonly string[],
  context: ResolveContext,
  tags: boolean,
): Sure<DirectStart> {
  const { machine, env } = context;
  const { basename, dirname, join, delimiter } = machine.path;
  const isUvx = basename(file) === 'uvx';
  const run = isUvx ? readUvxArguments(args) : readUvArguments(args);
  if (isLeft(run)) return run;
  const doubt = settingDoubt(context) ?? scriptDoubt(file, context) ?? installedDoubt(run, context);
  if (doubt !== undefined) return leave(doubt);
  const cache = cacheDirectory(context);
  const offline = /^(1|true|yes|on)$/i.test(variable(context, 'UV_OFFLINE') ?? '');
  const { name, spec, wanted, program = name } = run;
  if (wanted.kind === 'tag' && !tags && !offline) {
    return leave(`only the index knows what ${wanted.tag} is`);
  }
  const found = [...environmentsOf(run, cache, context)];
  if (found.length === 0) {
    const runnerArgs = args.slice(0, args.length - run.args.length);
    return { kind: 'absent', manager: 'uv', name, spec, offline, runnerArgs };
  }
  const python = ownPython(context);
  if (python === 'another') return leave('of the variable UV_PYTHON');
  const fitting = found.filter(({ directory }) =>
    fits(join(directory, 'bin', 'python'), python, context),
  );
  if (fitting.length === 0) return leave('uv would take another Python than before');
  const only = newestOf(fitting);
  if (only === undefined) return leave(`uv has ${found.length} environments that it may be`);
  const bin = join(only.directory, 'bin');
  const started = join(bin, program);
  if (!machine.isExecutable(started)) return leave(`the package has no program ${program}`);
  // `uv` beside it is the program that uvx hands itself to.
  // Linux tells a program its file with links resolved, macOS as it was started.
  const self = machine.platform === 'linux' ? machine.realPath(file) : file;
  const uv = isUvx ? join(dirname(self), 'uv') : self;
  const path = variable(context, 'PATH');
  const told = { ...env, UV: uv, PATH: path === undefined ? bin : bin + delimiter + path };
  const { version } = only;
  const command = pastScript({ file: started, args: run.args, env: told }, context);
  return { kind: 'direct', manager: 'uv', name, spec, version, offline, ...command };
}

/** What changes neither which environment uv takes nor how it runs a program in it. */
const plainVariables = new Set(
  (
    'UV UV_CACHE_DIR UV_OFFLINE UV_NO_PROGRESS UV_SYSTEM_CERTS UV_NATIVE_TLS UV_HTTP_TIMEOUT ' +
    'UV_HTTP_RETRIES UV_HTTP_CONNECT_TIMEOUT UV_LINK_MODE UV_CONCURRENT_DOWNLOADS UV_CONCURRENT_BUILDS ' +
    'UV_CONCURRENT_INSTALLS UV_INDEX_URL UV_DEFAULT_INDEX UV_INSECURE_HOST UV_COMPILE_BYTECODE ' +
    'UV_PYTHON UV_TOOL_DIR UV_TOOL_BIN_DIR UV_INSTALL_DIR UV_PYTHON_DOWNLOADS UV_STACK_SIZE UV_LOCK_TIMEOUT'
  ).split(' '),
);

function settingDoubt(context: ResolveContext): string | undefined {
  const { machine, env, home } = context;
  const { join } = machine.path;
  const name = Object.keys(env).find((key) => key.startsWith('UV_') && !plainVariables.has(key));
  if (name !== undefined) return `of the variable ${name}`;
  const config = variable(context, 'XDG_CONFIG_HOME') ?? join(home, '.config');
  const settings = [join(config, 'uv', 'uv.toml'), '/etc/uv/uv.toml', '/etc/xdg/uv/uv.toml'];
  const file = settings.find((path) => machine.isFile(path));
  if (file !== undefined) return `of the settings in ${file}`;
  const pinned = join(config, 'uv', '.python-version');
  return machine.isFile(pinned) ? `of the Python in ${pinned}` : undefined;
}

/** `uv`'s own file, not a script that chooses one. */
function scriptDoubt(file: string, { machine }: ResolveContext): string | undefined {
  return /^#!/.test(machine.readStart(file, 2) ?? '#!') ? `${file} is a script` : undefined;
}

/** What `uv tool install` installed comes first. */
function installedDoubt(run: PackageRun, context: ResolveContext): string | undefined {
  const { machine, home } = context;
  const { join } = machine.path;
  const data = variable(context, 'XDG_DATA_HOME') ?? join(home, '.local', 'share');
  const tools = variable(context, 'UV_TOOL_DIR') ?? join(data, 'uv', 'tools');
  const tool = machine.path.resolve(context.cwd, tools, usualName(run.name));
  return machine.isDirectory(tool) ? `${tool} is installed` : undefined;
}

function cacheDirectory(context: ResolveContext): string {
  const { machine, home } = context;
  const set = variable(context, 'UV_CACHE_DIR');
  if (set !== undefined) return machine.path.resolve(context.cwd, set);
  const xdg = variable(context, 'XDG_CACHE_HOME');
  const base = xdg !== undefined && machine.path.isAbsolute(xdg) ? xdg : undefined;
  return machine.path.join(base ?? machine.path.join(home, '.cache'), 'uv');
}

/**
 * The one that was asked for or the first on PATH, with its links resolved; undefined where a
 * script chooses one, `another` where uv has to.
 */
function ownPython(context: ResolveContext): string | 'another' | undefined {
  const { machine } = context;
  const asked = variable(context, 'UV_PYTHON');
  if (asked !== undefined) {
    const isFile = machine.path.isAbsolute(asked) && machine.isExecutable(asked);
    return isFile ? machine.realPath(asked) : 'another';
  }
  for (const directory of pathDirectories(context)) {
    const file = ['python', 'python3']
      .map((name) => machine.path.join(directory, name))
      .find((path) => machine.isExecutable(path));
    // uv passes over virtual environments here.
    const isVirtual = machine.isFile(machine.path.join(directory, '..', 'pyvenv.cfg'));
    if (file === undefined || isVirtual) continue;
    return /^#!/.test(machine.readStart(file, 2) ?? '#!') ? undefined : machine.realPath(file);
  }
  return undefined;
}

/** Pythons that uv installed itself come before those on PATH. */
function fits(python: string, own: string | undefined, { machine }: ResolveContext): boolean {
  const real = machine.realPath(python);
  return own === undefined || real === own || /[\\/]uv[\\/]python[\\/]/.test(real);
}

interface Started {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: ChildEnvironment;
}

/**
 * uv writes programs as shell scripts that ask two others where they are, and then are replaced by
 * Python. What Python is started with is known before.
 */
function pastScript(command: Started, context: ResolveContext): Started {
  const { machine } = context;
  const { file, args, env } = command;
  const start = machine.readStart(file, resolveLimits.shebangBytes) ?? '';
  const head = `#!/bin/sh\n'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python' "$0" "$@"\n' '''\n`;
  const python = machine.path.join(machine.path.dirname(machine.realPath(file)), 'python');
  if (!start.startsWith(head) || !machine.isExecutable(python)) return command;
  const inCwd = { ...context, cwd: machine.realPath(context.cwd) };
  return { file: python, args: [file, ...args], env: throughShell(env, inCwd, '/bin/sh') };
}
