/**
 * A package in npx's own cache: whether it is there whole, and which program of it npx would run.
 * Knows the layout of npm 9 to 11 (libnpmexec); what looks otherwise is left to npx.
 */
import { createHash } from 'node:crypto';
import { resolveLimits } from '../../base/limits.ts';
import type { ResolveContext } from '../resolve-context.ts';
import { readShebang } from '../shebang.ts';
import { leave, type PackageRun, type Sure } from './package-run.ts';

export interface CachedPackage {
  /** The directory that npx puts on PATH. */
  readonly binDirectory: string;
  readonly program: string;
  readonly version: string;
}

/** Of a package that npx would have to install, or is installing. */
export interface NotCached {
  readonly unfinished?: string;
}

/** `cache` is npm's. */
export function findInNpxCache(
  run: PackageRun,
  cache: string,
  context: ResolveContext,
): Sure<CachedPackage | NotCached> {
  const { machine } = context;
  const { join } = machine.path;
  const directory = npxDirectory(run.spec, cache, context);
  const modules = join(directory, 'node_modules');
  if (!machine.isDirectory(modules)) return {};
  if (machine.isDirectory(join(directory, 'concurrency.lock'))) {
    return { unfinished: 'npx works on its copy of the package' };
  }
  const state = readJson(join(directory, 'package.json'), context);
  const lockfile = readJson(join(modules, '.package-lock.json'), context);
  const home = join(modules, run.name);
  const manifest = readJson(join(home, 'package.json'), context);
  const asked = property(property(state, '_npx'), 'packages');
  if (
    asked !== undefined &&
    !(Array.isArray(asked) && asked.length === 1 && asked[0] === run.spec)
  ) {
    return leave("npx's copy was made for another package");
  }
  const version = property(manifest, 'version');
  const entry = property(property(lockfile, 'packages'), `node_modules/${run.name}`);
  const isWhole =
    property(property(state, 'dependencies'), run.name) !== undefined &&
    typeof version === 'string' &&
    property(manifest, 'name') === run.name &&
    property(entry, 'version') === version &&
    isOfRegistry(entry) &&
    isComplete(property(lockfile, 'packages'), directory, context);
  if (!isWhole) return { unfinished: "npx's copy of the package is not whole" };
  if (run.wanted.kind === 'version' && run.wanted.version !== version) {
    return leave(`npx's copy is ${version}`);
  }
  const program = programOf(property(manifest, 'bin'), run.name);
  if (program === undefined)
    return leave('the package does not say which of its programs is meant');
  return startable({ binDirectory: join(modules, '.bin'), program, version }, context);
}

/** Addresses of a registry may be left out (`omit-lockfile-registry-resolved`). */
function isOfRegistry(entry: unknown): boolean {
  const resolved = property(entry, 'resolved');
  const isKnown = typeof resolved === 'string' ? /^https?:/.test(resolved) : resolved === undefined;
  return isKnown && typeof property(entry, 'integrity') === 'string';
}

/** Where npx keeps what it installs for `spec`. */
function npxDirectory(spec: string, cache: string, { machine }: ResolveContext): string {
  const hash = createHash('sha512').update(spec).digest('hex').slice(0, 16);
  return machine.path.join(cache, '_npx', hash);
}

/** An install that was cut off leaves directories out, or the old ones under other names. */
function isComplete(packages: unknown, directory: string, { machine }: ResolveContext): boolean {
  if (!(packages instanceof Object)) return false;
  const { join, dirname, basename } = machine.path;
  // A directory is read once, instead of asking for each of a hundred packages in it.
  const listed = new Map<string, ReadonlySet<string>>();
  const namesIn = (path: string): ReadonlySet<string> => {
    const names = listed.get(path) ?? new Set(machine.list(join(directory, path)));
    listed.set(path, names);
    return names;
  };
  const isThere = ([path, entry]: [string, unknown]): boolean =>
    property(entry, 'optional') === true ||
    property(entry, 'peer') === true ||
    namesIn(dirname(path)).has(basename(path));
  const isRetired = (name: string): boolean => /^\..+-[\w-]{8}$/.test(name);
  return Object.entries(packages).every(isThere) && ![...namesIn('node_modules')].some(isRetired);
}

/** As npx chooses: the only one there is, or the one that is called as the package. */
function programOf(bin: unknown, name: string): string | undefined {
  const own = name.replace(/^@[^/]+\//, '');
  if (typeof bin === 'string') return bin === '' ? undefined : own;
  if (typeof bin !== 'object' || bin === null || Array.isArray(bin)) return undefined;
  const names = Object.keys(bin);
  const targets = new Set(Object.values(bin).map((file) => String(file).replace(/^\.\//, '')));
  if (targets.size === 1) return names[0];
  return names.includes(own) ? own : undefined;
}

/** A shell runs it for npx, which does more with what is no script and no binary. */
function startable(found: CachedPackage, { machine }: ResolveContext): Sure<CachedPackage> {
  const { program, binDirectory } = found;
  const file = machine.path.join(binDirectory, program);
  if (!/^[\w@][\w@.+-]*$/.test(program) || shellWords.has(program)) {
    return leave(`a shell may take ${program} for a word of its own`);
  }
  if (!machine.isExecutable(file)) return leave(`${file} cannot be run`);
  const start = machine.readStart(file, resolveLimits.shebangBytes);
  const shebang = readShebang(start);
  const isBinary = /^(\x7fELF|\ufffd\ufffd\ufffd\ufffd)/.test(start ?? '');
  if (shebang === undefined ? !isBinary : shebang.carriageReturn) {
    return leave(`${file} is started by a shell`);
  }
  return found;
}

/** Built into a shell: `sh -c "'test'"` does not look at PATH. */
const shellWords = new Set(
  (
    'alias bg break builtin case cd chdir command compgen continue declare dirs disown do done echo ' +
    'elif else enable esac eval exec exit export false fc fg fi for function getopts hash help history ' +
    'if in jobs kill let local logout popd printf pushd pwd read readonly return select set shift shopt ' +
    'source suspend test then time times trap true type typeset ulimit umask unalias unset until wait while'
  ).split(' '),
);

function readJson(file: string, { machine }: ResolveContext): unknown {
  const text = machine.readStart(file, resolveLimits.hiddenLockfileBytes);
  if (text === undefined || text.length >= resolveLimits.hiddenLockfileBytes) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
