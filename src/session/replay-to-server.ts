/**
 * A new server is brought to where the old one was, in the order that servers insist on:
 * `initialize`, its answer, `notifications/initialized`, what is restored (restored.ts), then what
 * was in flight or held. The second handshake is the shield's business: the client never sees it.
 */

import { sessionLimits } from '../base/limits.ts';
import { memberAt, replaceSpan, textAt } from '../protocol/member.ts';
import type { Id, Request, Response } from '../protocol/message.ts';
import type { Held } from './hold.ts';
import { canonical } from './lists.ts';
import { loosely } from './match-response.ts';
import { beginOwnRequest, recheckLists } from './own-requests.ts';
import { replayMaxMs } from './patience.ts';
import { serverOf } from './peer-info.ts';
import { tokenOf } from './progress-token.ts';
import type { Unfitness } from './session-port.ts';
import {
  type Agreement,
  agreedHandshake,
  type DoneHandshake,
  notePinned,
  type State,
  silence,
  tellServer,
  toServer,
  write,
} from './state.ts';

/** A life begins. The first one is written to as the client writes: a clean session is a pipe. */
export function startLife(state: State, first: boolean, now: number): void {
  state.spoke = false;
  state.hasTasks = false;
  state.spokeProperly = false;
  state.addressees.reset();
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
  const { request } = state.handshake;
  const entry = state.handshake.kind === 'done' ? undefined : state.pending.get(request.id);
  if (entry === undefined) replay(state, request, now);
  else {
    // It may have been held for the server that has just ended.
    state.hold.remove(entry.id);
    // Where none has ever answered, nobody knows how long that takes: the client has its own limit.
    const waitMs = state.handshakeMs === 0 ? Number.POSITIVE_INFINITY : replayMaxMs(state);
    state.link.beginReplay({ swallows: false, deadline: now + waitMs });
    write(state, entry, request.bytes, now);
  }
}

/** The client was answered already: it must not see the answer of this server. */
function replay(state: State, request: Request, now: number): void {
  state.link.beginReplay({ swallows: true, deadline: now + replayMaxMs(state) });
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

/** Whether an answer under `id` is that to the replayed `initialize`. */
export function isReplayAnswer(state: State, id: Id): boolean {
  const handshake = agreedHandshake(state);
  if (!state.link.swallows || handshake === undefined) return false;
  return handshake.request.id === id || handshake.request.id === loosely(state, id);
}

/** Whether the client was told this version, by this handshake or one that it replaced. */
function fitsVersion({ agreement, earlierVersions }: DoneHandshake, is: string | undefined) {
  const was = agreement.protocolVersion;
  return is === was || was === undefined || earlierVersions.includes(is);
}

/** Whether it agrees to what the client was promised, in the name of the same server. */
export function speaksAsBefore(state: State, response: Response): boolean {
  const handshake = agreedHandshake(state);
  if (handshake === undefined) return false;
  const after = parseAgreement(response);
  if (after === undefined || !fitsVersion(handshake, after.protocolVersion)) return false;
  // A gateway logs the handshakes of others.
  if (state.server !== undefined) return serverOf(response)?.name === state.server.name;
  return canonical(after.capabilities) === canonical(handshake.agreement.capabilities);
}

/**
 * The answer to a replayed `initialize`. False: this server cannot carry the session on, because
 * the client cannot be told of another version or of a refusal.
 */
export function handleReplayAnswer(state: State, response: Response, now: number): boolean {
  const handshake = agreedHandshake(state);
  if (handshake === undefined) return true;
  const before = handshake.agreement;
  const after = parseAgreement(response);
  if (after === undefined) {
    const words = response.isError ? `: ${errorWordsOf(response)}` : '';
    // It may have its reasons, and time may help: another instance holds the lock.
    const why = `the restarted server refused the handshake${words}`;
    return endUnfit(state, { why, isPermanent: false });
  }
  state.addressees.reset();
  state.server = serverOf(response);
  const versions = { is: after.protocolVersion, was: before.protocolVersion };
  if (!fitsVersion(handshake, versions.is)) {
    const why = `the restarted server speaks protocol ${shown(versions.is)}, not ${shown(versions.was)}`;
    return endUnfit(state, { why, isPermanent: true });
  }
  compareCapabilities(state, before, after);
  awaitInitialized(state, now);
  return true;
}

function endUnfit({ port }: State, unfitness: Unfitness): false {
  port.unfit(unfitness);
  return false;
}

/** A server may write anything there, of any length. */
function shown(version: string | undefined): string {
  return version === undefined
    ? 'without a version'
    : version.slice(0, sessionLimits.shownCharsMax);
}

function errorWordsOf({ bytes, outcome }: Response): string {
  const span = memberAt(bytes, outcome, 'message');
  const words = span && textAt(bytes, span);
  return (words ?? '').slice(0, sessionLimits.shownCharsMax);
}

interface HandshakeAnswer {
  /** False: this server refused it. */
  readonly accepted: boolean;
  readonly now: number;
}

/** The client itself reads this answer: it greets for the first time, but not the first server. */
export function handshakeAnswered(state: State, { accepted, now }: HandshakeAnswer): void {
  if (state.link.kind !== 'replaying') return;
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

function awaitInitialized(state: State, now: number): void {
  state.link.awaitInitialized();
  // A client that asks without having said `initialized` means it.
  const isMeant = initializedLine(state) !== undefined || state.hold.hasRequest();
  if (isMeant) finishReplay(state, now);
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
