/**
 * A new server is brought to where the old one was, in the order that servers insist on:
 * `initialize`, its answer, `notifications/initialized`, what is restored (restored.ts), then what
 * was in flight or held. The second handshake is the shield's business: the client never sees it.
 */

import { replaceSpan } from '../protocol/member.ts';
import type { Id, Request, Response } from '../protocol/message.ts';
import type { Agreement } from './agreement.ts';
import type { Held } from './hold.ts';
import { beginOwnRequest } from './own-request-form.ts';
import { proveModern, recheckLists } from './own-requests.ts';
import { replayMaxMs } from './patience.ts';
import { tokenOf } from './progress-token.ts';
import { notePinned, type State, silence, tellServer, toServer, write } from './state.ts';

/** A life begins. The first one is written to as the client writes: a clean session is a pipe. */
export function startLife(state: State, first: boolean, now: number): void {
  state.spoke = false;
  state.hasTasks = false;
  state.spokeProperly = false;
  state.addressees.reset();
  state.timeoutsInARow = 0;
  state.refusedQuestions = 0;
  state.restarted ||= !first;
  state.rechecked.clear();
  state.ownRequests.clear();
  if (state.handshake.kind === 'none') {
    // Nobody has said anything yet: a clean session is a pipe.
    const isPipe = first && state.hold.size === 0;
    state.link.open(isPipe || state.era !== 'modern');
    renewListens(state);
    flush(state, now);
    if (state.era === 'modern' && !isPipe) proveModern(state);
    return;
  }
  const { request } = state.handshake;
  const entry = state.handshake.kind === 'done' ? undefined : state.pending.get(request.id);
  if (entry === undefined) replay(state, request, now);
  else {
    // It may have been held for the server that has just ended.
    state.hold.remove(entry.id);
    // Where none has ever answered, nobody knows how long that takes: the client has its own limit.
    const waitMs = state.handshakeMs === 0 ? Number.POSITIVE_INFINITY : replayMaxMs(state);
    state.link.beginReplay({ id: entry.id, swallows: false, deadline: now + waitMs });
    write(state, entry, request.bytes, now);
  }
}

/** The client was answered already: it must not see the answer of this server. */
function replay(state: State, request: Request, now: number): void {
  const { id } = request;
  state.link.beginReplay({ id, swallows: true, deadline: now + replayMaxMs(state) });
  state.handshakeWrittenAt = now;
  silence(state, tokenOf(request));
  tellServer(state, request.bytes);
}

/** What the new server said to the client's own `initialize`. */
export function parseAgreement(response: Response): Agreement | undefined {
  if (response.isError) return undefined;
  const { start, end } = response.outcome;
  const result = JSON.parse(response.bytes.toString('utf8', start, end)) as unknown;
  if (result === null || typeof result !== 'object' || Array.isArray(result)) return undefined;
  const { protocolVersion, capabilities } = result as Record<string, unknown>;
  const known = capabilities !== null && typeof capabilities === 'object' ? capabilities : {};
  return {
    // Lenient clients do without.
    protocolVersion: typeof protocolVersion === 'string' ? protocolVersion : undefined,
    capabilities: known as Agreement['capabilities'],
  };
}

interface HandshakeAnswer {
  /** False: this server refused it. */
  readonly accepted: boolean;
  readonly now: number;
}

/** The client itself reads this answer: it greets for the first time, but not the first server. */
export function handshakeAnswered(state: State, { accepted, now }: HandshakeAnswer): void {
  if (accepted) {
    awaitInitialized(state, now);
    return;
  }
  // What was agreed with an earlier server holds on: it is what this one has to be told.
  if (state.handshake.kind === 'done') {
    replay(state, state.handshake.request, now);
    return;
  }
  state.link.open(true);
  flush(state, now);
}

/** Greeted; the rest follows once the client has said so. */
export function awaitInitialized(state: State, now: number): void {
  state.link.awaitInitialized();
  // A client that asks without having said `initialized` means it.
  const isMeant = initializedLine(state) !== undefined || state.hold.hasRequest();
  if (isMeant) finishReplay(state, now);
}

/** The client's `initialized`; while it tries another handshake, that of the one before. */
function initializedLine({ initialized, handshake }: State): Buffer | undefined {
  if (initialized !== undefined || handshake.kind !== 'pending') return initialized;
  return handshake.before?.initialized;
}

/** From here on the new server stands where the old one stood. */
export function finishReplay(state: State, now: number): void {
  state.link.open(true);
  const initialized = initializedLine(state);
  if (initialized !== undefined) tellServer(state, initialized);
  for (const item of state.restored.all()) {
    silence(state, tokenOf(item.request));
    toServer(state, withId(item.request, beginOwnRequest(state, { kind: 'restore', item })));
  }
  flush(state, now);
  recheckLists(state, state.lists.methods());
  state.memory.isUnproven = false;
  state.memory.isOverdue = false;
}

/** The client's own line under an id of the shield, so that the answer can be told apart. */
function withId(request: Request, id: Id): Buffer {
  return replaceSpan(request.bytes, request.idSpan, String(id));
}

/** Streams of the modern era; the acknowledgement of a known one is swallowed. */
function renewListens(state: State): void {
  for (const listen of state.listens.all()) {
    const entry = state.pending.get(listen.request.id);
    if (entry === undefined || state.hold.has(listen.request.id)) continue;
    listen.renewing = listen.filter !== undefined;
    entry.place = 'written';
    notePinned(state);
    toServer(state, listen.request.bytes);
  }
}

/** Writes what was held, requests first where a notification would pin the era. */
export function flush(state: State, now: number): void {
  const { link } = state;
  if (link.kind !== 'open' || state.hold.size === 0) return;
  if (!link.pinned && !state.hold.hasRequest()) return;
  const held = state.hold.drain();
  for (const item of link.pinned ? held : firstRequestFirst(held)) {
    const entry = item.id === undefined ? undefined : state.pending.get(item.id);
    if (entry !== undefined) write(state, entry, item.bytes, now);
    else if (item.id === undefined) tellServer(state, item.bytes);
  }
}

function firstRequestFirst(held: readonly Held[]): readonly Held[] {
  const first = held.find((item) => item.id !== undefined);
  return first === undefined ? held : [first, ...held.filter((item) => item !== first)];
}
