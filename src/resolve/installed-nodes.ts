/**
 * The Node.js versions that version managers have installed, the default of each first. Reads
 * directories, so it is asked only when PATH has no command or an old node.
 */
import { resolveLimits } from '../base/limits.ts';
import { directoryOf } from './expand.ts';
import {
  type NodeStore,
  posixNodeStores,
  type Selected,
  windowsNodeStores,
} from './node-stores.ts';
import { versionInHeader, versionInPath } from './node-version.ts';
import type { ResolveContext } from './resolve-context.ts';
import { compareVersions, isMeantBy, parseVersion, type Version } from './version-number.ts';

export interface InstalledNode {
  /** The version manager. */
  readonly owner: string;
  readonly version: Version;
  /** Where `node` and `npx` are. */
  readonly directory: string;
}

/** One manager after the other; of each the default, then the others, newest first. */
export function* installedNodes(context: ResolveContext): Generator<InstalledNode> {
  const stores = context.machine.platform === 'win32' ? windowsNodeStores : posixNodeStores;
  const seen = new Set<string>();
  for (const store of stores) {
    for (const template of store.roots) {
      const root = directoryOf(template, context);
      if (root === undefined || seen.has(root + store.versions)) continue;
      seen.add(root + store.versions);
      yield* nodesOf(store, root, context);
    }
  }
}

/** The node that runs mcp-shield; not there in a single executable. */
export function ownNode({ machine }: ResolveContext): InstalledNode | undefined {
  const { path, execPath } = machine;
  const version = parseVersion(machine.nodeVersion);
  if (version === undefined || !/^node(\.exe)?$/i.test(path.basename(execPath))) return undefined;
  return { owner: 'mcp-shield', version, directory: path.dirname(execPath) };
}

function nodesOf(
  store: NodeStore,
  root: string,
  context: ResolveContext,
): readonly InstalledNode[] {
  const { path, list } = context.machine;
  const versions = path.join(root, store.versions);
  const found: InstalledNode[] = [];
  for (const name of list(versions)) {
    const version = parseVersion(name);
    const directory = path.join(versions, name, store.bin);
    if (version !== undefined) found.push({ owner: store.owner, version, directory });
  }
  found.sort((left, right) => compareVersions(right.version, left.version));
  const selected = found.length > 1 && selectedVersion(store.selected, root, context);
  // The default may be partial: `22` means the newest of them.
  const first = selected ? found.find(({ version }) => isMeantBy(version, selected)) : undefined;
  return first === undefined ? found : [first, ...found.filter((node) => node !== first)];
}

function selectedVersion(
  selected: Selected | undefined,
  root: string,
  context: ResolveContext,
): string | undefined {
  const { machine } = context;
  switch (selected?.kind) {
    case 'file':
      return firstMatch(selected.at, selected.pattern, root, context);
    case 'link':
      return firstLink(selected.at, root, context);
    case 'alias':
      return followAlias(machine.path.join(root, selected.at), context);
    case 'header':
      return versionInHeader(machine.path.join(root, 'bin'), machine)?.join('.');
    case undefined:
      return undefined;
  }
}

function firstMatch(
  templates: readonly string[],
  pattern: RegExp,
  root: string,
  context: ResolveContext,
): string | undefined {
  for (const template of templates) {
    const file = below(root, template, context);
    const text = file && context.machine.readStart(file, resolveLimits.smallFileBytes);
    const version = text && pattern.exec(text)?.[1];
    if (version) return version;
  }
  return undefined;
}

function firstLink(
  templates: readonly string[],
  root: string,
  context: ResolveContext,
): string | undefined {
  const { path, realPath } = context.machine;
  for (const template of templates) {
    const link = below(root, template, context);
    const version = link && versionInPath(path.join(realPath(link), 'node'));
    if (version) return version.join('.');
  }
  return undefined;
}

/** `default` may name `lts/*`, that `lts/jod`, and that `v22.11.0`; `node` is the newest. */
function followAlias(directory: string, { machine }: ResolveContext): string | undefined {
  let name = 'default';
  for (let hop = 0; hop < resolveLimits.aliasHopsMax; hop++) {
    const text = machine.readStart(
      machine.path.join(directory, name),
      resolveLimits.smallFileBytes,
    );
    const next = text?.trim();
    if (!next) return hop === 0 ? undefined : name;
    name = next;
  }
  return undefined;
}

function below(root: string, template: string, context: ResolveContext): string | undefined {
  return /^[~$]/.test(template)
    ? directoryOf(template, context)
    : context.machine.path.join(root, template);
}
