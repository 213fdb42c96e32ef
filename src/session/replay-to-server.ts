/**
 * A new server is brought to where the old one was, in the order that servers insist on:
 * `initialize`, its answer, `notifications/initialized`, what is restored (restored.ts), then what
 * was in flight or held. The second handshake is the shield's business: the client never sees it.
 */

import { sessionLimits } from '../base/limits.ts';
import { replaceSpan } from '../protocol/member.ts';
import type { Request, Response } from '../protocol/message.ts';
import type { Held } from './hold.ts';
import { canonical } from './lists.ts';
import { beginOwnRequest, recheckLists } from './own-requests.ts';
import { serverOf } from './peer-info.ts';
import { type Agreement, notePinned, type State, toServer, write } from './state.ts';

/** A life begins. The first one is written to as the client writes: a clean session is a pipe. */
export function startLife(state: State, first: boolean, now: number): void {
  state.spoke = false;
  state.timeoutsInARow = 0;
  state.restarted = !first;
  state.rechecked.clear();
  state.ownRequests.clear();
  if (first || state.handshake.kind === 'none') {
    state.link.open(first || state.era !== 'modern');
    renewListens(state);
    flush(state, now);
    return;
  }
  const swallows = state.handshake.kind === 'done';
  const { request } = state.handshake;
  const entry = swallows ? undefined : state.pending.get(request.id);
  state.link.beginReplay({ swallows, deadline: now + sessionLimits.replayMaxMs });
  if (entry === undefined) toServer(state, request.bytes);
  else write(state, entry, request.bytes, now);
}

/** What the new server said to the client's own `initialize`. */
export function parseAgreement(response: Response): Agreement | undefined {
  if (response.isError) return undefined;
  const { start, end } = response.outcome;
  const result = JSON.parse(response.bytes.toString('utf8', start, end)) as unknown;
  if (result === null || typeof result !== 'object') return undefined;
  const { protocolVersion, capabilities } = result as Record<string, unknown>;
  if (typeof protocolVersion !== 'string') return undefined;
  const known = capabilities !== null && typeof capabilities === 'object' ? capabilities : {};
  return { protocolVersion, capabilities: known as Agreement['capabilities'] };
}

/**
 * The answer to a replayed `initialize`. False: this server cannot carry the session on, because
 * the client cannot be told of another version or of a refusal.
 */
export function handleReplayAnswer(state: State, response: Response, now: number): boolean {
  if (state.handshake.kind !== 'done') return true;
  const before = state.handshake.agreement;
  const after = parseAgreement(response);
  if (after === undefined) return endUnfit(state, 'the restarted server refused the handshake');
  state.server = serverOf(response);
  const versions = { is: after.protocolVersion, was: before.protocolVersion };
  if (versions.is !== versions.was) {
    return endUnfit(
      state,
      `the restarted server speaks protocol ${versions.is}, not ${versions.was}`,
    );
  }
  compareCapabilities(state, before, after);
  awaitInitialized(state, now);
  return true;
}

function endUnfit({ port }: State, why: string): false {
  port.unfit(why);
  return false;
}

/** The client itself reads this answer: it greets for the first time, but not the first server. */
export function handshakeAnswered(state: State, now: number): void {
  if (state.link.kind !== 'replaying') return;
  if (state.handshake.kind === 'done') {
    awaitInitialized(state, now);
    return;
  }
  state.link.open(true);
  flush(state, now);
}

function awaitInitialized(state: State, now: number): void {
  state.link.awaitInitialized();
  // A client that asks without having said `initialized` means it.
  if (state.initialized !== undefined || state.hold.hasRequest()) finishReplay(state, now);
}

function compareCapabilities(state: State, before: Agreement, after: Agreement): void {
  const names = new Set([...Object.keys(before.capabilities), ...Object.keys(after.capabilities)]);
  const changed = [...names].filter(
    (name) => canonical(before.capabilities[name]) !== canonical(after.capabilities[name]),
  );
  if (changed.length === 0) return;
  state.port.log('warn', 'the restarted server has other capabilities; the client keeps the old', {
    changed,
  });
}

/** From here on the new server stands where the old one stood. */
export function finishReplay(state: State, now: number): void {
  state.link.open(true);
  if (state.initialized !== undefined) toServer(state, state.initialized);
  for (const item of state.restored.all()) {
    toServer(state, withId(item.request, beginOwnRequest(state, { kind: 'restore', item })));
  }
  flush(state, now);
  recheckLists(state, state.lists.methods());
}

/** The client's own line under an id of the shield, so that the answer can be told apart. */
function withId(request: Request, id: string): Buffer {
  return replaceSpan(request.bytes, request.idSpan, id);
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
    else if (item.id === undefined) toServer(state, item.bytes);
  }
}

function firstRequestFirst(held: readonly Held[]): readonly Held[] {
  const first = held.find((item) => item.id !== undefined);
  return first === undefined ? held : [first, ...held.filter((item) => item !== first)];
}
