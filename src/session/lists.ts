/**
 * What the client was told when it listed tools, prompts and resources, and whether a new server
 * would tell the same. Owns the pages seen and their comparison; pages are parsed only after a
 * restart, so a clean session pays for no list. Does not know who announces a change.
 */

import { sessionLimits } from '../base/limits.ts';

export type ListMethod =
  | 'tools/list'
  | 'prompts/list'
  | 'resources/list'
  | 'resources/templates/list';

interface ListKind {
  /** The member of the result that holds the items. */
  readonly items: string;
  /** Whose `listChanged` was promised at the handshake. */
  readonly capability: 'tools' | 'prompts' | 'resources';
  readonly announcement: string;
  /** The member of a `subscriptions/listen` filter. */
  readonly filter: string;
}

export const listKinds: Readonly<Record<ListMethod, ListKind>> = {
  'tools/list': {
    items: 'tools',
    capability: 'tools',
    announcement: 'notifications/tools/list_changed',
    filter: 'toolsListChanged',
  },
  'prompts/list': {
    items: 'prompts',
    capability: 'prompts',
    announcement: 'notifications/prompts/list_changed',
    filter: 'promptsListChanged',
  },
  'resources/list': {
    items: 'resources',
    capability: 'resources',
    announcement: 'notifications/resources/list_changed',
    filter: 'resourcesListChanged',
  },
  'resources/templates/list': {
    items: 'resourceTemplates',
    capability: 'resources',
    announcement: 'notifications/resources/list_changed',
    filter: 'resourcesListChanged',
  },
};

export function isListMethod(method: string): method is ListMethod {
  return Object.hasOwn(listKinds, method);
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Key order says nothing, so it is taken out before two items are compared. What is nested deeper
 * than a stack can follow (thousands of levels) is all the same.
 */
export function canonical(value: unknown): string {
  const sorted = (_key: string, member: Json): Json => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  return jsonText(value, sorted) ?? 'nested too deeply';
}

/** Undefined if it is nested deeper than the stack: JSON.parse has no such bound, stringify has. */
export function jsonText(
  value: unknown,
  replacer?: (key: string, member: Json) => Json,
): string | undefined {
  try {
    return JSON.stringify(value, replacer);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Page {
  readonly items: readonly unknown[];
  readonly nextCursor: string | undefined;
}

/** A page as the server gave it; undefined if the result is not one. */
export function parsePage(method: ListMethod, result: string): Page | undefined {
  const parsed: unknown = JSON.parse(result);
  if (parsed === null || typeof parsed !== 'object') return undefined;
  const members = parsed as Record<string, unknown>;
  const items = members[listKinds[method].items];
  if (!Array.isArray(items)) return undefined;
  const cursor = members['nextCursor'];
  return { items, nextCursor: typeof cursor === 'string' ? cursor : undefined };
}

/**
 * Order of items is no change: servers that build their lists from a map may shuffle them. Nor is
 * an item twice: the client may have read a page twice.
 */
export function fingerprint(items: readonly unknown[]): string {
  return [...new Set(items.map(canonical))].sort().join('\n');
}

export class SeenLists {
  readonly #pages = new Map<ListMethod, Buffer[]>();
  #bytes = 0;
  /** Tools that may run again; read once for all calls that fall together. */
  #repeatable: ReadonlySet<string> | undefined;

  /** The client received a page; without a cursor it started a new listing. */
  saw(method: ListMethod, hadCursor: boolean, result: Buffer): void {
    const pages = hadCursor ? this.#pages.get(method) : [];
    // Without its first page a list cannot be compared.
    if (pages === undefined) return;
    if (!hadCursor) this.#forget(method);
    if (method === 'tools/list') this.#repeatable = undefined;
    if (this.#bytes + result.length > sessionLimits.seenListBytesMax) {
      this.#forget(method);
      return;
    }
    // A copy: a slice would keep the whole chunk it came in alive for the session.
    pages.push(Buffer.from(result));
    this.#bytes += result.length;
    this.#pages.set(method, pages);
  }

  methods(): ListMethod[] {
    return [...this.#pages.keys()];
  }

  /** How many pages of a new listing compare with what was seen: all, if the end was seen. */
  pagesToCompare(method: ListMethod): number {
    const pages = this.#pages.get(method) ?? [];
    const last = pages.at(-1);
    const page = last && parsePage(method, last.toString());
    return page?.nextCursor === undefined ? sessionLimits.listPagesMax : pages.length;
  }

  items(method: ListMethod): unknown[] {
    const pages = this.#pages.get(method) ?? [];
    return pages.flatMap((page) => parsePage(method, page.toString())?.items ?? []);
  }

  /** From now on the client is taken to know these items. */
  replace(method: ListMethod, pages: readonly Buffer[]): void {
    this.#forget(method);
    for (const [index, page] of pages.entries()) this.saw(method, index > 0, page);
  }

  /** The server itself marked this tool as safe to run again (a hint, hence opt-in). */
  mayRepeat(toolName: string): boolean {
    this.#repeatable ??= repeatableOf(this.items('tools/list'));
    return this.#repeatable.has(toolName);
  }

  #forget(method: ListMethod): void {
    if (method === 'tools/list') this.#repeatable = undefined;
    for (const page of this.#pages.get(method) ?? []) this.#bytes -= page.length;
    this.#pages.delete(method);
  }
}

function repeatableOf(tools: readonly unknown[]): ReadonlySet<string> {
  const names = new Map<string, boolean>();
  for (const tool of tools) {
    if (tool === null || typeof tool !== 'object') continue;
    const { name, annotations } = tool as { name?: unknown; annotations?: unknown };
    // Of two with one name the first counts.
    if (typeof name !== 'string' || names.has(name)) continue;
    if (annotations === null || typeof annotations !== 'object') continue;
    const hints = annotations as { readOnlyHint?: unknown; idempotentHint?: unknown };
    names.set(name, hints.readOnlyHint === true || hints.idempotentHint === true);
  }
  return new Set([...names].filter(([, mayRepeat]) => mayRepeat).map(([name]) => name));
}
