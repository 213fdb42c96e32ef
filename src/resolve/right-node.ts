/**
 * The node that would run a command, and a better one if it is too old. Desktop clients put every
 * version of nvm on PATH in lexical order, so that v14 stands before v22. A node that is new enough
 * is never overridden, nor one that was asked for by its path.
 */
import { resolveLimits } from '../base/limits.ts';
import type { Found } from './found.ts';
import { type InstalledNode, installedNodes, ownNode } from './installed-nodes.ts';
import { versionOfNode } from './node-version.ts';
import { pathDirectories, type ResolveContext } from './resolve-context.ts';
import { findByName } from './search.ts';
import { readShebang } from './shebang.ts';
import { showVersion, type Version } from './version-number.ts';

export type NodeVerdict =
  | { readonly kind: 'fine' }
  /** Only `node -v` can tell, and there is a better one if it is too old. */
  | { readonly kind: 'unknown'; readonly node: string; readonly better: InstalledNode }
  | { readonly kind: 'too-old'; readonly better: InstalledNode; readonly version: Version };

const fine: NodeVerdict = { kind: 'fine' };
/** Comes with every node, in its directory. */
const nodePrograms = new Set(['node', 'npm', 'npx', 'corepack']);

/** `askedByPath`: the user wrote where the file is. */
export function judgeNode(
  found: Found,
  askedByPath: boolean,
  context: ResolveContext,
): NodeVerdict {
  const node = nodeBehind(found, askedByPath, context);
  if (node === undefined) return fine;
  const version = versionOfNode(node, context.machine);
  if (version !== undefined && isNewEnough(version)) return fine;
  const better = betterNode(node, context);
  if (better === undefined) return fine;
  return version === undefined
    ? { kind: 'unknown', node, better }
    : { kind: 'too-old', better, version };
}

export function isNewEnough(version: Version): boolean {
  return version[0] >= resolveLimits.oldestNodeMajor;
}

/** The same command, run by the better node. */
export function withNode(
  found: Found,
  better: InstalledNode,
  version: Version,
  context: ResolveContext,
) {
  const name = programName(found.file, context);
  const file = nodePrograms.has(name) ? findByName(name, [better.directory], context) : found.file;
  const repair =
    `Node.js ${showVersion(version)} would run ${name}, which is too old; ` +
    `using ${showVersion(better.version)} of ${better.owner} in ${better.directory}`;
  return {
    ...found,
    file: file ?? found.file,
    front: [better.directory, ...found.front],
    repair,
  } satisfies Found;
}

/** The node that would run the file; undefined if none would, or if it was named by its path. */
function nodeBehind(
  found: Found,
  askedByPath: boolean,
  context: ResolveContext,
): string | undefined {
  const { machine } = context;
  const name = programName(found.file, context);
  if (name === 'node') return askedByPath ? undefined : found.file;
  const directories = [...found.front, ...pathDirectories(context)];
  if (machine.platform === 'win32') {
    // The shims of npm look beside themselves first.
    const beside = machine.path.dirname(found.file);
    return nodePrograms.has(name) || /\.(cmd|ps1|[cm]?js)$/i.test(found.file)
      ? findByName('node', [beside, ...directories], context)
      : undefined;
  }
  const shebang = readShebang(machine.readStart(found.file, resolveLimits.shebangBytes));
  const byNode = shebang
    ? shebang.onPath && shebang.interpreter === 'node'
    : /\.[cm]?js$/.test(found.file);
  if (!byNode) return undefined;
  return findByName('node', directories, context);
}

/**
 * Of the same manager if there is one, else of whichever has one; its default if that is new
 * enough, else its newest. The node of mcp-shield itself is the last resort.
 */
function betterNode(current: string, context: ResolveContext): InstalledNode | undefined {
  const { machine } = context;
  const real = machine.realPath(current);
  const all = [...installedNodes(context)];
  const owner = all.find(
    ({ directory }) => machine.realPath(machine.path.join(directory, 'node')) === real,
  )?.owner;
  const usable = all.filter(
    (node) =>
      isNewEnough(node.version) && findByName('node', [node.directory], context) !== undefined,
  );
  return usable.find((node) => node.owner === owner) ?? usable[0] ?? ownNode(context);
}

function programName(file: string, { machine }: ResolveContext): string {
  const name = machine.path.basename(file);
  return machine.platform === 'win32'
    ? name.replace(/\.(exe|cmd|bat|ps1)$/i, '').toLowerCase()
    : name;
}
