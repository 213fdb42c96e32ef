/**
 * The project that npx would look at first: a program of that name in it, a copy of the package, a
 * workspace. Any of them, and it is npx that has to decide. Reads the few files npm reads.
 */
import { resolveLimits } from '../../base/limits.ts';
import type { ChildEnvironment, ResolveContext } from '../resolve-context.ts';
import { leave, type PackageRun, type Sure } from './package-run.ts';

export interface NpmProject {
  /** The directory above or at cwd that holds a package.json or node_modules; else cwd. */
  readonly localPrefix: string;
  /** What npm tells of its package.json: `npm_package_…`. */
  readonly env: ChildEnvironment;
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly config?: unknown;
  readonly engines?: unknown;
  readonly bin?: unknown;
}

/** `context.cwd` with its links resolved. */
export function readNpmProject(run: PackageRun, context: ResolveContext): Sure<NpmProject> {
  const { machine, cwd } = context;
  const above = directoriesUp(cwd, context);
  const has = (directory: string, name: string): string => machine.path.join(directory, name);
  const localPrefix =
    above.find(
      (directory) =>
        machine.isFile(has(directory, 'package.json')) ||
        machine.isDirectory(has(directory, 'node_modules')),
    ) ?? cwd;
  const roots = directoriesUp(localPrefix, context);
  const doubt = workspaceDoubt(roots, context) ?? binDoubt(run, roots, context);
  if (doubt !== undefined) return leave(doubt);
  const copy = copyDoubt(run, localPrefix, context);
  if (copy !== undefined) return leave(copy);
  const manifest = readManifest(localPrefix, context);
  if (manifest === undefined) return { localPrefix, env: {} };
  if (typeof manifest === 'string') return leave(manifest);
  const env = manifestEnvironment(manifest);
  if (env === undefined) return leave(`npm may read more into the package.json of ${localPrefix}`);
  const isItself = manifest.name === run.name || Object.hasOwn(env, `npm_package_bin_${run.spec}`);
  return isItself ? leave('the project is that package') : { localPrefix, env };
}

function directoriesUp(from: string, { machine }: ResolveContext): readonly string[] {
  const found = [from];
  for (let directory = from; machine.path.dirname(directory) !== directory; ) {
    directory = machine.path.dirname(directory);
    found.push(directory);
  }
  return found;
}

/** A package.json that declares workspaces makes others of the directories below it. */
function workspaceDoubt(
  directories: readonly string[],
  { machine }: ResolveContext,
): string | undefined {
  for (const directory of directories) {
    const file = machine.path.join(directory, 'package.json');
    const text = machine.readStart(file, resolveLimits.projectFileBytes);
    if (text === undefined) continue;
    if (text.length >= resolveLimits.projectFileBytes) return `${file} is long`;
    if (text.includes('"workspaces"')) return `${file} declares workspaces`;
  }
  return undefined;
}

function binDoubt(
  { spec }: PackageRun,
  directories: readonly string[],
  { machine }: ResolveContext,
): string | undefined {
  const holder = directories.find((directory) =>
    machine.isFile(machine.path.join(directory, 'node_modules', '.bin', spec)),
  );
  return holder && `${machine.path.join(holder, 'node_modules', '.bin')} has a program ${spec}`;
}

/** npx takes a package that is anywhere below the project's node_modules. */
function copyDoubt(
  { name }: PackageRun,
  localPrefix: string,
  { machine }: ResolveContext,
): string | undefined {
  const modules = machine.path.join(localPrefix, 'node_modules');
  const names = machine.list(modules).filter((entry) => !entry.startsWith('.'));
  if (names.length === 0) return undefined;
  if (machine.isDirectory(machine.path.join(modules, name))) return `${modules} has a ${name}`;
  const file = machine.path.join(modules, '.package-lock.json');
  const text = machine.readStart(file, resolveLimits.hiddenLockfileBytes);
  if (text === undefined || text.length >= resolveLimits.hiddenLockfileBytes) {
    return `it is not known what is in ${modules}`;
  }
  if (text.includes(`node_modules/${name}"`) || text.includes(`"name": "${name}"`)) {
    return `${modules} has a ${name}`;
  }
  return text.includes('"link": true') ? `${modules} has links to other directories` : undefined;
}

/** A text: why it is npm that has to read it. */
function readManifest(
  localPrefix: string,
  { machine }: ResolveContext,
): Manifest | string | undefined {
  const file = machine.path.join(localPrefix, 'package.json');
  if (!machine.isFile(file)) return undefined;
  const doubt = `npm may read more into ${file}`;
  try {
    const text = machine.readStart(file, resolveLimits.projectFileBytes) ?? '';
    const manifest: object = JSON.parse(text);
    // Programs may be found in a directory. What is no object throws here.
    return 'directories' in manifest || Array.isArray(manifest) ? doubt : manifest;
  } catch {
    return doubt;
  }
}

/** Undefined where npm would write something else than what stands there. */
function manifestEnvironment(manifest: Manifest): ChildEnvironment | undefined {
  const { name, version, config, engines } = manifest;
  const bin = programsOf(manifest);
  if (bin === undefined) return undefined;
  const env: Record<string, string> = {};
  if (name !== undefined) {
    if (typeof name !== 'string' || name !== name.trim() || name === '') return undefined;
    env['npm_package_name'] = name;
  }
  if (version !== undefined) {
    if (typeof version !== 'string' || !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))
      return undefined;
    env['npm_package_version'] = version;
  }
  for (const [key, value] of [
    ['config', config],
    ['engines', engines],
    ['bin', bin],
  ] as const) {
    if (value === undefined) continue;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    for (const [inner, text] of Object.entries(value)) {
      if (typeof text !== 'string') return undefined;
      env[`npm_package_${key}_${inner}`] = text;
    }
  }
  return env;
}

/** As npm writes them; undefined where it might write them in another way. */
function programsOf({ bin, name }: Manifest): Readonly<Record<string, string>> | undefined {
  if (bin === undefined) return {};
  const own = typeof name === 'string' ? name.replace(/^@[^/]+\//, '') : '';
  const programs = typeof bin === 'string' ? { [own]: bin } : bin;
  if (typeof programs !== 'object' || programs === null || Array.isArray(programs))
    return undefined;
  const rows = Object.entries(programs).map(([program, file]) => {
    return [program, typeof file === 'string' ? file.replace(/^\.\//, '') : ''] as const;
  });
  const isPlain = rows.every(([program, file]) => {
    const isSimple = /^[\w@-][\w@.-]*(\/[\w@-][\w@.-]*)*$/.test(file);
    return /^[\w-][\w.-]*$/.test(program) && isSimple;
  });
  return isPlain ? Object.fromEntries(rows) : undefined;
}
