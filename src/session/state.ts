/**
 * All that one session remembers, and the two tiny acts that every part of it shares: answering
 * the client in the server's place, and writing to the server. Decides nothing else.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id, Outgoing } from '../protocol/message.ts';
import { revisions } from '../protocol/revisions.ts';
import { Addressees } from './addressees.ts';
import type { DoneHandshake, Handshake } from './agreement.ts';
import type { Failure } from './failure.ts';
import { Guesses } from './guesses.ts';
import { Hold } from './hold.ts';
import { Link } from './link.ts';
import { Listens } from './listens.ts';
import { type ListMethod, SeenLists } from './lists.ts';
import { Memory } from './memory.ts';
import type { Look, OwnRequest } from './own-request.ts';
import type { PeerInfo, Peers } from './peer-info.ts';
import { type PendingRequest, PendingRequests } from './pending-requests.ts';
import { Restored } from './restored.ts';
import { ServerRequests } from './server-requests.ts';
import type { SessionOptions } from './session-options.ts';
import type { SessionPort } from './session-port.ts';
import { ToldFailures } from './told-failures.ts';
import { createToolFilter, type ToolFilter } from './tool-filter.ts';

/** Legacy (<= 2025-11-25) has a handshake; modern (2026-07-28) is stateless. */
export type Era = 'unknown' | 'legacy' | 'modern';

export interface State {
  readonly options: SessionOptions;
  readonly port: SessionPort;
  readonly pending: PendingRequests;
  readonly hold: Hold;
  readonly serverRequests: ServerRequests;
  readonly lists: SeenLists;
  readonly listens: Listens;
  readonly ownRequests: Map<Id, OwnRequest>;
  readonly restored: Restored;
  readonly link: Link;
  readonly guesses: Guesses;
  readonly addressees: Addressees;
  readonly toldFailures: ToldFailures;
  readonly memory: Memory;
  /** Undefined: the client may see and call every tool. */
  readonly toolFilter: ToolFilter | undefined;
  /** At a change of the tools that the server announced; undefined: nobody looks. */
  look: Look | undefined;
  /** Capabilities that the client was told of and that the server has no more. */
  readonly gone: Set<string>;
  /** Progress tokens whose progress the client must not see; oldest first, bounded. */
  readonly silenced: Set<Id>;
  /** Cancelled and not answered, oldest first: bounded. */
  readonly cancelled: Id[];
  era: Era;
  /** The `_meta` of the client's first request with one, as it wrote it. */
  envelope: string | undefined;
  handshake: Handshake;
  /** The client's own line, once it has sent it. */
  initialized: Buffer | undefined;
  /** The server of this life never saw what was answered before its time. */
  restarted: boolean;
  /** When the greeting is given in the server's place, if it is known; infinity: never. */
  patienceEndsAt: number;
  /** A server of this session has answered something, its greeting at least. */
  hasAnswered: boolean;
  /** One has ended. */
  hasFallen: boolean;
  /** The server of this life has written a message. */
  spoke: boolean;
  /** And one since somebody began to listen for it. */
  heard: boolean;
  /** It may run tasks of the client: their results are asked for later. */
  hasTasks: boolean;
  /** It has written one in the form that the protocol asks for. */
  spokeProperly: boolean;
  /** When `initialize` was last written, and how long the first answer to it took, in ms. */
  handshakeWrittenAt: number;
  handshakeMs: number;
  /** Questions that were refused since the client last answered one. */
  refusedQuestions: number;
  /** Requests that timed out since the last answer of this server. */
  timeoutsInARow: number;
  /** As they introduced themselves. */
  client: PeerInfo | undefined;
  server: PeerInfo | undefined;
  /** Requests of the client since the session began. */
  requestCount: number;
  /** Lists looked at again in this life. */
  readonly rechecked: Set<ListMethod>;
  ownRequestCount: number;
  /** Pieces of a client's batch, while it is taken apart. */
  gathering: Outgoing[] | undefined;
  /** Id types the client has used; see `loosely` in from-server.ts. */
  usedStringIds: boolean;
  usedNumberIds: boolean;
  /** The last number it has used. */
  lastNumberId: number;
}

export function createState(options: SessionOptions, port: SessionPort): State {
  return {
    options,
    port,
    toolFilter: createToolFilter(options),
    look: undefined,
    pending: new PendingRequests(),
    hold: new Hold(),
    serverRequests: new ServerRequests(),
    lists: new SeenLists(),
    listens: new Listens(),
    ownRequests: new Map(),
    restored: new Restored(),
    link: new Link(),
    guesses: new Guesses(),
    addressees: new Addressees(),
    toldFailures: new ToldFailures(),
    memory: new Memory(),
    gone: new Set(),
    silenced: new Set(),
    cancelled: [],
    era: 'unknown',
    envelope: undefined,
    handshake: { kind: 'none' },
    initialized: undefined,
    restarted: false,
    hasAnswered: false,
    hasFallen: false,
    patienceEndsAt: Number.POSITIVE_INFINITY,
    spoke: false,
    heard: false,
    hasTasks: false,
    spokeProperly: false,
    handshakeWrittenAt: 0,
    handshakeMs: 0,
    refusedQuestions: 0,
    timeoutsInARow: 0,
    client: undefined,
    server: undefined,
    requestCount: 0,
    rechecked: new Set(),
    ownRequestCount: 0,
    gathering: undefined,
    usedStringIds: false,
    usedNumberIds: false,
    lastNumberId: 0,
  };
}

/** The one way in which the shield answers for the server: the entry leaves the ledger with it. */
export function refuse(
  state: State,
  entry: PendingRequest,
  failure: Failure,
  mayHaveRun?: boolean,
): void {
  if (state.pending.settle(entry.id) === undefined) return;
  state.listens.close(entry.id);
  state.hold.remove(entry.id);
  if (state.handshake.kind === 'pending' && state.handshake.request.id === entry.id) {
    abandonHandshake(state);
    if (state.link.kind === 'replaying') endUnanswered(state);
  }
  if (entry.cancelled) return;
  state.port.toClient(state.toldFailures.answer(entry.id, failure, mayHaveRun));
}

/** What holds between client and server, also while the client tries another handshake. */
export function agreedHandshake({ handshake }: State): DoneHandshake | undefined {
  if (handshake.kind === 'pending') return handshake.before?.handshake;
  return handshake.kind === 'done' ? handshake : undefined;
}

/** The attempt failed: what held before it holds again. */
export function abandonHandshake(state: State): void {
  if (state.handshake.kind !== 'pending') return;
  const { before } = state.handshake;
  state.handshake = before?.handshake ?? { kind: 'none' };
  state.initialized = before && (before.initialized ?? state.initialized);
}

/**
 * Nothing waits for the answer to `initialize` any more, and this server was told nothing else.
 * What was agreed before holds on, and its answer still says whether it fits.
 */
function endUnanswered({ link, handshake }: State): void {
  if (handshake.kind === 'none') link.open(true);
  else link.swallow();
}

/** The client must not hear of progress under this token: it tells of nothing that it waits for. */
export function silence({ silenced }: State, token: Id | undefined): void {
  if (token === undefined) return;
  silenced.add(token);
  const [oldest] = silenced.size > sessionLimits.tombstonesMax ? silenced : [];
  if (oldest !== undefined) silenced.delete(oldest);
}

/** Puts a request of the client into the server's hands. */
export function write(state: State, entry: PendingRequest, out: Outgoing, now: number): void {
  entry.place = 'written';
  const { requestTimeoutMs } = state.options;
  const timed = requestTimeoutMs > 0 && entry.resend !== 'listen';
  const waitMs = timed ? requestTimeoutMs : Number.POSITIVE_INFINITY;
  entry.lastDeadline = now + waitMs * sessionLimits.requestTimeoutTotalFactor;
  state.pending.setDeadline(entry, now + waitMs);
  entry.writtenAt = state.addressees.wroteRequest(now);
  if (entry.resend === 'handshake') state.handshakeWrittenAt = now;
  notePinned(state);
  toServer(state, out);
}

/** A request is written: from now on this server knows its era. */
export function notePinned({ link }: State): void {
  if (link.kind === 'open' && !link.pinned) link.pin();
}

export function toServer(state: State, out: Outgoing): void {
  if (state.gathering === undefined) state.port.toServer(out);
  else state.gathering.push(out);
}

/** Writes what gets no answer of its own, or one that the client does not wait for. */
export function tellServer(state: State, out: Outgoing): void {
  state.addressees.wroteOther();
  toServer(state, out);
}

/** As both ends have introduced themselves, and what they speak. */
export function peersOf(state: State): Peers {
  const { client, server, era } = state;
  const agreed = agreedHandshake(state)?.agreement.protocolVersion;
  return { client, server, protocol: era === 'modern' ? revisions.modern : agreed };
}
