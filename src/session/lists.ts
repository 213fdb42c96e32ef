/**
 * What the client was told when it listed tools, prompts and resources, and whether a new server
 * would tell the same. Owns the pages seen and their comparison; pages are parsed only after a
 * restart, so a clean session pays for no list. Does not know who announces a change.
 */

import { sessionLimits } from '../base/limits.ts';
import { type HeardAnswer, outcomeText } from './heard.ts';

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

/** `tools/list`, `prompts/list` …: the methods of a kind. */
export const listMethods = Object.keys(listKinds) as readonly ListMethod[];

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

/** A page as the client saw it, and what it had asked for it with. */
export interface SeenPage {
  /** Undefined: the first one. */
  readonly cursor: string | undefined;
  readonly answer: HeardAnswer;
}

export class SeenLists {
  readonly #pages = new Map<ListMethod, SeenPage[]>();
  /** No longer what a server would say, as far as is known: only good to be compared. */
  readonly #outdated = new Set<ListMethod>();
  #bytes = 0;
  /** Tools that may run again; read once for all calls that fall together. */
  #repeatable: ReadonlySet<string> | undefined;

  /** The client received a page; without a cursor it started a new listing. */
  saw(method: ListMethod, { cursor, answer }: SeenPage): void {
    const pages = cursor === undefined ? [] : this.#pages.get(method);
    // Without its first page a list cannot be compared.
    if (pages === undefined) return;
    if (cursor === undefined) this.#forget(method);
    this.#repeatable = undefined;
    if (this.#bytes + answer.line.length > sessionLimits.seenListBytesMax) {
      this.#forget(method);
      return;
    }
    pages.push({ cursor, answer });
    this.#bytes += answer.line.length;
    this.#pages.set(method, pages);
  }

  methods(): ListMethod[] {
    return [...this.#pages.keys()];
  }

  /** How many pages of a new listing compare with what was seen: all, if the end was seen. */
  pagesToCompare(method: ListMethod): number {
    const pages = this.#pages.get(method) ?? [];
    const last = pages.at(-1);
    const page = last && parsePage(method, outcomeText(last.answer));
    return page?.nextCursor === undefined ? sessionLimits.listPagesMax : pages.length;
  }

  items(method: ListMethod): unknown[] {
    const pages = this.#pages.get(method) ?? [];
    return pages.flatMap(({ answer }) => parsePage(method, outcomeText(answer))?.items ?? []);
  }

  /** Pages that can be given again; none of a list that is outdated. */
  pages(method: ListMethod): readonly SeenPage[] {
    return this.#outdated.has(method) ? [] : (this.#pages.get(method) ?? []);
  }

  /** From now on the client is taken to know these items. */
  replace(method: ListMethod, answers: readonly HeardAnswer[]): void {
    this.#forget(method);
    let cursor: string | undefined;
    for (const answer of answers) {
      this.saw(method, { cursor, answer });
      cursor = parsePage(method, outcomeText(answer))?.nextCursor;
    }
  }

  /** A server said that it would list something else now, or another client is greeted. */
  outdate(method: ListMethod): void {
    this.#outdated.add(method);
  }

  /** The server itself marked this tool as safe to run again (a hint, hence opt-in). */
  mayRepeat(toolName: string): boolean {
    this.#repeatable ??= repeatableOf(this.items('tools/list'));
    return this.#repeatable.has(toolName);
  }

  #forget(method: ListMethod): void {
    this.#repeatable = undefined;
    for (const { answer } of this.#pages.get(method) ?? []) this.#bytes -= answer.line.length;
    this.#pages.delete(method);
    this.#outdated.delete(method);
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
