/**
 * What an earlier run heard of this server, and what this one hears, for the next: whose it is,
 * how far it can be believed, when it is to be written down. Reads and writes no file, and gives
 * no answer (stand-in.ts).
 */

import { memoryLimits } from '../base/limits.ts';
import { type HeardAnswer, type HeardText, readHeard, textOf } from './heard.ts';
import { type ListMethod, listMethods, type SeenLists, type SeenPage } from './lists.ts';

/** Plain values, for a file. Lists by their method, page by page. */
export interface Remembered {
  readonly initialize?: HeardText;
  readonly discover?: HeardText;
  readonly lists: Readonly<Record<string, readonly RememberedPage[]>>;
}

interface RememberedPage {
  /** `null`: the first page. */
  readonly cursor: string | null;
  readonly answer: HeardText;
}

/** For people. */
export interface RememberedNews {
  /** When it was heard, ISO 8601. */
  readonly since: string;
  /** `greeting`, and the methods of lists. */
  readonly what: readonly string[];
}

/** `unlike`: the server turned out to be another one than was remembered. */
type Stage = 'fresh' | 'asked' | 'answered' | 'unlike';

export class Memory {
  #stage: Stage = 'fresh';
  #client: string | undefined;
  #askedCount = 0;
  #dueAt = Number.POSITIVE_INFINITY;
  /** The answer to `initialize`, and to `server/discover`. */
  initialize: HeardAnswer | undefined;
  discover: HeardAnswer | undefined;
  /** Lists of an earlier run that this client has not been told, or not to their end. */
  readonly #lists = new Map<ListMethod, readonly SeenPage[]>();
  /** The client was told something that no server of this session has said yet. */
  isUnproven = false;
  /** The server needs longer for its greeting than the client may wait. */
  isOverdue = false;
  /** What an earlier run heard, as it was found. */
  found: RememberedNews | undefined;

  /** By what the client says of itself; undefined before it has said it. */
  get client(): string | undefined {
    return this.#client;
  }

  get isAsked(): boolean {
    return this.#stage === 'asked';
  }

  /** Nobody has looked yet for what was heard of this client's server. */
  get isFresh(): boolean {
    return this.#stage === 'fresh';
  }

  /** What is in here may be told in a server's place. */
  get isGood(): boolean {
    return this.#stage === 'answered';
  }

  /** The client that greets now; what was heard of the server belongs to another one, if any. */
  begin(client: string): void {
    if (client === this.#client) return;
    this.#client = client;
    this.#empty('fresh');
  }

  /** Returns the number under which the answer is expected. */
  ask(): number {
    this.#stage = 'asked';
    this.#askedCount += 1;
    return this.#askedCount;
  }

  /** The client may have greeted otherwise since an earlier question. */
  awaits(number: number): boolean {
    return this.isAsked && number === this.#askedCount;
  }

  /** What there was; false: nothing of use. */
  recalled(remembered: unknown, since: string | undefined): boolean {
    if (this.#stage !== 'asked') return false;
    this.#stage = 'answered';
    const found = readRemembered(remembered);
    if (found === undefined) return false;
    this.isUnproven = true;
    this.initialize = found.initialize;
    this.discover = found.discover;
    const isGreeted = found.initialize !== undefined || found.discover !== undefined;
    const what = [...(isGreeted ? ['greeting'] : []), ...found.lists.map(([method]) => method)];
    this.found = { since: since ?? '', what };
    for (const [method, pages] of found.lists) this.#lists.set(method, pages);
    return true;
  }

  /** As an earlier run heard it; undefined: it is not known, or not any more. */
  pageOf(method: ListMethod, asked: string | undefined): SeenPage | undefined {
    return this.#lists.get(method)?.find(({ cursor }) => cursor === asked);
  }

  /** This run knows better. */
  forgetList(method: ListMethod): void {
    this.#lists.delete(method);
  }

  /** Something was heard: it is to be written down soon. */
  noteHeard(now: number): void {
    this.#dueAt = now + memoryLimits.delayMs;
  }

  /** The server is not the one that was remembered. */
  distrust(): void {
    this.#empty('unlike');
  }

  #empty(stage: Stage): void {
    this.#stage = stage;
    this.isUnproven = false;
    this.#lists.clear();
    this.initialize = undefined;
    this.discover = undefined;
    this.found = undefined;
  }

  /** True once, when what was heard is to be written down. */
  drainDue(now: number): boolean {
    if (now < this.#dueAt) return false;
    this.#dueAt = Number.POSITIVE_INFINITY;
    return true;
  }

  nextWakeup(): number {
    return this.#dueAt;
  }

  /** Undefined: nothing that is worth it, or too much. */
  remembered(seen: SeenLists): Remembered | undefined {
    const lists: Record<string, readonly RememberedPage[]> = {};
    for (const method of listMethods) {
      const pages = this.#lists.get(method) ?? seen.pages(method);
      if (pages.length > 0) lists[method] = pages.map(pageText);
    }
    const { initialize, discover } = this;
    if (initialize === undefined && discover === undefined && Object.keys(lists).length === 0) {
      return undefined;
    }
    const remembered = {
      ...(initialize && { initialize: textOf(initialize) }),
      ...(discover && { discover: textOf(discover) }),
      lists,
    };
    const chars = Object.values(lists)
      .flat()
      .reduce((sum, { answer: [before, after] }) => sum + before.length + after.length, 0);
    return chars > memoryLimits.textCharsMax ? { ...remembered, lists: {} } : remembered;
  }
}

function pageText({ cursor, answer }: SeenPage): RememberedPage {
  return { cursor: cursor ?? null, answer: textOf(answer) };
}

interface Readable {
  readonly initialize: HeardAnswer | undefined;
  readonly discover: HeardAnswer | undefined;
  readonly lists: readonly (readonly [ListMethod, readonly SeenPage[]])[];
}

/** All or nothing: one part that cannot be read says that none can be believed. */
function readRemembered(value: unknown): Readable | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { initialize, discover, lists } = value as Record<string, unknown>;
  if (typeof lists !== 'object' || lists === null) return undefined;
  const greetings = [initialize, discover].map((text) => text && readHeard(text));
  if ([initialize, discover].some((text, at) => text !== undefined && !greetings[at])) {
    return undefined;
  }
  const [greeted, discovered] = greetings as (HeardAnswer | undefined)[];
  if (greeted?.isError === true) return undefined;
  const found: [ListMethod, SeenPage[]][] = [];
  for (const method of listMethods) {
    const pages = (lists as Record<string, unknown>)[method];
    if (pages === undefined) continue;
    const read = Array.isArray(pages) ? pages.map(readPage) : [undefined];
    if (!read.every((page) => page !== undefined)) return undefined;
    found.push([method, read]);
  }
  return { initialize: greeted, discover: discovered, lists: found };
}

function readPage(value: unknown, index: number): SeenPage | undefined {
  const { cursor, answer } = (value ?? {}) as Record<string, unknown>;
  const heard = readHeard(answer);
  if (heard === undefined || heard.isError) return undefined;
  if (index === 0) return cursor === null ? { cursor: undefined, answer: heard } : undefined;
  return typeof cursor === 'string' ? { cursor, answer: heard } : undefined;
}
