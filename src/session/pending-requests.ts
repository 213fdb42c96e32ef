/**
 * The answers owed to the client: one entry per unanswered request, in the order of arrival, with
 * deadlines and progress tokens. Every request gets exactly one answer because an entry leaves
 * this table exactly once. Knows nothing of lives, replay or wires.
 */

import { sessionLimits } from '../base/limits.ts';
import { type Id, kept, type Request } from '../protocol/message.ts';
import type { ResendClass } from '../protocol/methods.ts';

export interface PendingRequest {
  readonly id: Id;
  readonly method: string;
  readonly resend: ResendClass;
  /** The line, while it may be needed again; undefined beyond the bound on kept bytes. */
  request: Request | undefined;
  /** `held`: in no server's hands. */
  place: 'held' | 'written';
  /** Its place among all that was written to this life; see addressees.ts. */
  writtenAt: number;
  /** Servers that died with this request in flight. */
  deaths: number;
  cancelled: boolean;
  token: Id | undefined;
  /** Of the progress last delivered; a re-sent request starts over at the server. */
  progress: number;
  /** Infinity = none. */
  deadline: number;
  /** Progress may not move the deadline beyond this. */
  lastDeadline: number;
}

export interface NewRequest {
  readonly request: Request;
  readonly resend: ResendClass;
  readonly token: Id | undefined;
}

export class PendingRequests {
  readonly #byId = new Map<Id, PendingRequest>();
  readonly #byToken = new Map<Id, PendingRequest>();
  #keptBytes = 0;
  /** Not later than the earliest deadline: a wake-up too early costs nothing. */
  #earliest = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#byId.size;
  }

  all(): IterableIterator<PendingRequest> {
    return this.#byId.values();
  }

  get(id: Id): PendingRequest | undefined {
    return this.#byId.get(id);
  }

  byToken(token: Id): PendingRequest | undefined {
    return this.#byToken.get(token);
  }

  add({ request, resend, token }: NewRequest): PendingRequest {
    const entry: PendingRequest = {
      id: request.id,
      method: shortened(request.method),
      resend,
      request: undefined,
      place: 'held',
      writtenAt: 0,
      deaths: 0,
      cancelled: false,
      token,
      progress: Number.NEGATIVE_INFINITY,
      deadline: Number.POSITIVE_INFINITY,
      lastDeadline: Number.POSITIVE_INFINITY,
    };
    this.#byId.set(entry.id, entry);
    if (token !== undefined) this.#byToken.set(token, entry);
    this.#keep(entry, request);
    return entry;
  }

  #keep(entry: PendingRequest, request: Request): void {
    const bytes = this.#keptBytes + request.byteLength;
    if (bytes > sessionLimits.inflightBytesMax) return;
    this.#keptBytes = bytes;
    entry.request = this.#byId.size > sessionLimits.uncopiedMax ? kept(request) : request;
  }

  /** Undefined when nothing is pending under this id: an answer nobody waits for. */
  settle(id: Id): PendingRequest | undefined {
    const entry = this.#byId.get(id);
    if (entry === undefined) return undefined;
    this.#byId.delete(id);
    const { token } = entry;
    // A later request may have been given the same token.
    if (token !== undefined && this.#byToken.get(token) === entry) this.#byToken.delete(token);
    if (entry.request !== undefined) this.#keptBytes -= entry.request.byteLength;
    return entry;
  }

  setDeadline(entry: PendingRequest, deadline: number): void {
    entry.deadline = Math.min(deadline, entry.lastDeadline);
    this.#earliest = Math.min(this.#earliest, entry.deadline);
  }

  /** Entries whose time is up, in order of arrival. */
  expired(now: number): PendingRequest[] {
    if (now < this.#earliest) return [];
    const late: PendingRequest[] = [];
    this.#earliest = Number.POSITIVE_INFINITY;
    for (const entry of this.#byId.values()) {
      if (entry.deadline <= now) late.push(entry);
      else this.#earliest = Math.min(this.#earliest, entry.deadline);
    }
    return late;
  }

  nextWakeup(): number {
    return this.#earliest;
  }
}

/** Of its own: a piece of a string keeps the whole of it. */
function shortened(method: string): string {
  const { methodCharsMax } = sessionLimits;
  if (method.length <= methodCharsMax) return method;
  return Buffer.from(method.slice(0, methodCharsMax)).toString();
}
