/**
 * Which environments in uv's cache were made for one package of an index, and for nothing beside
 * it: each package in it must be one that the first needs. uv names them by a hash of its own, so
 * they are recognized by what is in them. Knows the layout `environments-v2` of uv.
 */
import { resolveLimits } from '../../base/limits.ts';
import type { ResolveContext } from '../resolve-context.ts';
import type { PackageRun } from './package-run.ts';

export interface UvEnvironment {
  readonly directory: string;
  readonly version: string;
  /** ms since 1970. */
  readonly madeAt: number;
}

/** A directory `…-1.2.3.dist-info`. */
interface Distribution {
  readonly directory: string;
  readonly version: string;
}

/** One for each Python, and for each answer of the index, that uv has met. */
export function* environmentsOf(
  run: PackageRun,
  cache: string,
  context: ResolveContext,
): Generator<UvEnvironment> {
  const { machine } = context;
  const { join } = machine.path;
  const root = join(cache, 'environments-v2');
  for (const python of machine.list(root)) {
    for (const entry of machine.list(join(root, python))) {
      // Beside each is a `.lock`.
      if (entry.includes('.')) continue;
      const link = join(root, python, entry);
      const directory = machine.realPath(link);
      const version = versionIn(directory, run, context);
      if (version === undefined) continue;
      const { wanted } = run;
      if (wanted.kind === 'version' && !isSameRelease(wanted.version, version)) continue;
      yield { directory, version, madeAt: machine.changedAt(link) ?? 0 };
    }
  }
}

/**
 * The one that uv would take, of those that were made for the same package: of the newest version,
 * and of its resolutions the last. Undefined where versions cannot be compared.
 */
export function newestOf(found: readonly UvEnvironment[]): UvEnvironment | undefined {
  const isPlain = found.every(({ version }) => /^\d+(\.\d+)*$/.test(version));
  if (!isPlain && new Set(found.map(({ version }) => version)).size > 1) return undefined;
  const order = (one: UvEnvironment, other: UvEnvironment): number =>
    compareReleases(one.version, other.version) || one.madeAt - other.madeAt;
  return [...found].sort(order).at(-1);
}

/** Below 0 if `left` is the older one. */
function compareReleases(left: string, right: string): number {
  const [one, other] = [left, right].map((text) => text.split('.').map(Number));
  for (let at = 0; at < Math.max(one?.length ?? 0, other?.length ?? 0); at += 1) {
    const difference = (one?.[at] ?? 0) - (other?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function versionIn(
  directory: string,
  { name }: PackageRun,
  context: ResolveContext,
): string | undefined {
  const { machine } = context;
  const { join } = machine.path;
  // A Python that is gone takes its environments with it.
  if (!machine.isFile(join(directory, 'bin', 'python'))) return undefined;
  const lib = join(directory, 'lib');
  const python = machine.list(lib).find((entry) => entry.startsWith('python'));
  if (python === undefined) return undefined;
  const all = distributionsIn(join(lib, python, 'site-packages'), context);
  const own = all.get(usualName(name));
  if (own === undefined || machine.isFile(join(own.directory, 'direct_url.json'))) return undefined;
  return needsAll(usualName(name), all, context) ? own.version : undefined;
}

function distributionsIn(
  site: string,
  { machine }: ResolveContext,
): ReadonlyMap<string, Distribution> {
  const found = new Map<string, Distribution>();
  for (const entry of machine.list(site)) {
    const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    if (name === undefined || version === undefined) continue;
    found.set(usualName(name), { directory: machine.path.join(site, entry), version });
  }
  return found;
}

/** Whether a package, with what it needs, is all there is. */
function needsAll(
  root: string,
  all: ReadonlyMap<string, Distribution>,
  { machine }: ResolveContext,
): boolean {
  const reached = new Set([root]);
  const seen = new Set([root]);
  // A package, or one with an extra: `mcp`, `mcp[cli]`.
  const waiting = [root];
  for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
    const [, name = item, extra] = /^(.+)\[(.*)\]$/.exec(item) ?? [];
    const distribution = all.get(name);
    if (distribution === undefined) continue;
    const file = machine.path.join(distribution.directory, 'METADATA');
    const text = machine.readStart(file, resolveLimits.packageMetadataBytes) ?? '';
    for (const needed of requirements(text, extra)) {
      reached.add(needed.name);
      for (const next of [needed.name, ...needed.extras.map((one) => `${needed.name}[${one}]`)]) {
        if (!seen.has(next)) waiting.push(next);
        seen.add(next);
      }
    }
  }
  return [...all.keys()].every((name) => reached.has(name));
}

interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
}

/** `Requires-Dist: mcp[cli]>=1.0; extra == "x"`; other conditions are taken as met. */
function requirements(metadata: string, extra: string | undefined): readonly Requirement[] {
  const head = metadata.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const found: Requirement[] = [];
  for (const [, text = ''] of head.matchAll(/^Requires-Dist:[ \t]*(.+)$/gim)) {
    const [, name = '', extras = ''] = /^([\w.-]+)\s*(?:\[([^\]]*)\])?/.exec(text) ?? [];
    const ofExtra = /extra\s*==\s*['"]([^'"]+)['"]/.exec(text)?.[1];
    if (name === '' || (ofExtra !== undefined && usualName(ofExtra) !== extra)) continue;
    const wanted = extras.split(',').map((one) => usualName(one.trim()));
    found.push({ name: usualName(name), extras: wanted.filter((one) => one !== '') });
  }
  return found;
}

/** As indexes compare them: `Mcp.Server_git` is `mcp-server-git`. */
export function usualName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** `1.0` is `1.0.0`. */
function isSameRelease(left: string, right: string): boolean {
  const usual = (version: string): string => version.replace(/(\.0)+$/, '');
  return usual(left) === usual(right);
}
