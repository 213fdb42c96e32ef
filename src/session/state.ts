/**
 * All that one session remembers, and the two tiny acts that every part of it shares: answering
 * the client in the server's place, and writing to the server. Decides nothing else.
 */

import { sessionLimits } from '../base/limits.ts';
import { type Batch, bytesOf, type Id, type Outgoing, type Request } from '../protocol/message.ts';
import { refusal, type Trouble } from './failure.ts';
import { Hold } from './hold.ts';
import { Listens } from './listens.ts';
import { type ListMethod, SeenLists } from './lists.ts';
import type { Party } from './peer-info.ts';
import { Ledger, type Owed } from './pending-requests.ts';
import { Asks } from './server-requests.ts';
import type { Wire } from './session-port.ts';

export interface SessionOptions {
  readonly retry: 'never' | 'reads' | 'annotated';
  /** 0 = none. */
  readonly requestTimeoutMs: number;
  /** 0 = never. */
  readonly restartHung: number;
}

/** Legacy (<= 2025-11-25) has a handshake; modern (2026-07-28) is stateless. */
export type Era = 'unknown' | 'legacy' | 'modern';

/** The first answer to `initialize`: what the client was promised. */
export interface Agreement {
  readonly protocolVersion: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
}

type Handshake =
  | { readonly kind: 'none' }
  | { readonly kind: 'asked'; readonly request: Request }
  | { readonly kind: 'agreed'; readonly request: Request; readonly agreement: Agreement };

/** What may be written to the server of this life. */
type Link =
  /** There is none; messages are held. */
  | { readonly kind: 'down' }
  /** None and none soon (breaker open): requests are answered with this. */
  | { readonly kind: 'refusing'; readonly trouble: Trouble }
  /** This server will be replaced: new requests are held, what is in flight may still finish. */
  | { readonly kind: 'pausing'; readonly pinned: boolean }
  /** The client's `initialize` was written again; nothing else before its answer. */
  | { readonly kind: 'greeting'; readonly swallow: boolean; readonly deadline: number }
  /** Greeted, but the client has not said `initialized` yet. */
  | { readonly kind: 'greeted' }
  /**
   * `pinned`: a request was written in this life. Dual-era servers take their era from the first
   * message, and a notification without an envelope would pin them to legacy.
   */
  | { readonly kind: 'open'; pinned: boolean };

/** Requests of the shield's own; their answers never reach the client. */
export type Errand =
  | { readonly kind: 'log-level' }
  | { readonly kind: 'subscribe'; readonly uri: string }
  | { readonly kind: 'list'; readonly method: ListMethod; readonly pages: Buffer[] };

export interface State {
  readonly options: SessionOptions;
  readonly wire: Wire;
  readonly ledger: Ledger;
  readonly hold: Hold;
  readonly asks: Asks;
  readonly lists: SeenLists;
  readonly listens: Listens;
  readonly errands: Map<Id, Errand>;
  readonly subscriptions: Map<string, Request>;
  /** Cancelled and not answered, oldest first: bounded. */
  readonly cancelled: Id[];
  era: Era;
  handshake: Handshake;
  /** The client's own line, once it has sent it. */
  initialized: Buffer | undefined;
  logLevel: Request | undefined;
  link: Link;
  /** This is not the first server: it never saw what was answered before its time. */
  restarted: boolean;
  /** The server of this life has written a message. */
  spoke: boolean;
  /** Requests that timed out since the last answer of this server. */
  timeoutsInARow: number;
  /** As they introduced themselves. */
  client: Party | undefined;
  server: Party | undefined;
  /** Requests of the client since the session began. */
  requestCount: number;
  /** Lists looked at again in this life. */
  readonly rechecked: Set<ListMethod>;
  errandCount: number;
  /** Pieces of a client's batch, while it is taken apart. */
  gathering: Outgoing[] | undefined;
  /** Id types the client has used; see `loosely` in from-server.ts. */
  usedStringIds: boolean;
  usedNumberIds: boolean;
}

export function createState(options: SessionOptions, wire: Wire): State {
  return {
    options,
    wire,
    ledger: new Ledger(),
    hold: new Hold(),
    asks: new Asks(),
    lists: new SeenLists(),
    listens: new Listens(),
    errands: new Map(),
    subscriptions: new Map(),
    cancelled: [],
    era: 'unknown',
    handshake: { kind: 'none' },
    initialized: undefined,
    logLevel: undefined,
    link: { kind: 'down' },
    restarted: false,
    spoke: false,
    timeoutsInARow: 0,
    client: undefined,
    server: undefined,
    requestCount: 0,
    rechecked: new Set(),
    errandCount: 0,
    gathering: undefined,
    usedStringIds: false,
    usedNumberIds: false,
  };
}

/** The one way in which the shield answers for the server: the entry leaves the ledger with it. */
export function refuse(state: State, entry: Owed, trouble: Trouble, mayHaveRun?: boolean): void {
  if (state.ledger.settle(entry.id) === undefined) return;
  state.listens.close(entry.id);
  state.hold.remove(entry.id);
  if (state.handshake.kind === 'asked' && state.handshake.request.id === entry.id) {
    state.handshake = { kind: 'none' };
    // Nothing waits for this greeting any more; the client may greet the same server anew.
    if (state.link.kind === 'greeting') state.link = { kind: 'open', pinned: true };
  }
  if (entry.cancelled) return;
  const ran = mayHaveRun === undefined ? {} : { mayHaveRun };
  state.wire.toClient(refusal({ id: entry.id, trouble, ...ran }));
}

/** Puts a request of the client into the server's hands. */
export function write(state: State, entry: Owed, out: Outgoing, now: number): void {
  entry.place = 'written';
  const { requestTimeoutMs } = state.options;
  const timed = requestTimeoutMs > 0 && entry.resend !== 'listen';
  const waitMs = timed ? requestTimeoutMs : Number.POSITIVE_INFINITY;
  entry.lastDeadline = now + waitMs * sessionLimits.requestTimeoutTotalFactor;
  state.ledger.setDeadline(entry, now + waitMs);
  if (state.link.kind === 'open') state.link.pinned = true;
  toServer(state, out);
}

export function toServer(state: State, out: Outgoing): void {
  if (state.gathering === undefined) state.wire.toServer(out);
  else state.gathering.push(out);
}

/** Each member may go as it came; one that was held meanwhile comes as its bytes. */
export function isUnchanged({ members }: Batch, pieces: readonly Outgoing[]): boolean {
  const same = (piece: Outgoing, index: number) => bytesOf(piece) === members[index]?.bytes;
  return pieces.length === members.length && pieces.every(same);
}

/** A copy to keep for the session: a slice would keep the whole chunk it came in alive. */
export function kept(request: Request): Request {
  const { kind, id, idSpan, method, params } = request;
  return { kind, bytes: Buffer.from(request.bytes), id, idSpan, method, params };
}
