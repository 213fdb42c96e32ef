/**
 * What is answered in the place of a server that does not run, or has not answered its greeting
 * yet: the greeting itself and the lists, as they were heard before. Whether they still hold is
 * found out by prove.ts once a server speaks.
 */

import { resultResponse } from '../protocol/compose.ts';
import type { Outgoing, Request } from '../protocol/message.ts';
import { clientKey, listAsked, requestKey } from './client-key.ts';
import { asResponse, type HeardAnswer, underId } from './heard.ts';
import { isListMethod } from './lists.ts';
import type { PendingRequest } from './pending-requests.ts';
import { beginClient, mayHold, rememberHandshake } from './remember.ts';
import { parseAgreement } from './replay-to-server.ts';
import { agreedHandshake, type State } from './state.ts';

/** What was found of an earlier run. */
export interface Recalled {
  /** Of the question; see `SessionPort`. */
  readonly number: number;
  /** Undefined: nothing. */
  readonly remembered: unknown;
  /** When it was heard, ISO 8601. */
  readonly since: string | undefined;
}

/** No server runs, and somebody greets or asks: what was heard of this client's server before? */
export function recallAsleep(state: State): void {
  if (state.link.kind === 'asleep' && state.options.lazy) recall(state);
}

/** A client does not wait for ever; from then on the greeting of a known server is given for it. */
export function beginPatience(state: State, entry: PendingRequest, now: number): void {
  const { memory, options, spoke, link, hasAnswered } = state;
  const { startPatienceMs } = options;
  if (startPatienceMs === 0 || state.patienceEndsAt !== Number.POSITIVE_INFINITY) return;
  if (hasAnswered || link.kind === 'asleep' || !options.remembers) return;
  // A later greeting of a client that was greeted in the server's place need not wait again.
  const isNext = memory.isOverdue && entry.resend === 'handshake';
  const isFirst = memory.isFresh && !spoke && (entry.resend === 'handshake' || !isLegacy(state));
  if (isNext || isFirst) state.patienceEndsAt = now + (isNext ? 0 : startPatienceMs);
}

function isLegacy({ handshake, envelope }: State): boolean {
  return handshake.kind !== 'none' || envelope === undefined;
}

/** The server has not answered its greeting in time, nor has one before it. */
export function recallOverdue(state: State, now: number): void {
  if (now < state.patienceEndsAt) return;
  state.patienceEndsAt = Number.POSITIVE_INFINITY;
  if (state.hasAnswered || !isGreeting(state)) return;
  state.memory.isOverdue = true;
  recall(state);
}

/** The client waits for the first answer of this server. */
function isGreeting({ handshake, link, spoke, pending }: State): boolean {
  if (link.kind !== 'open' && link.kind !== 'down' && link.kind !== 'replaying') return false;
  if (handshake.kind === 'pending') return handshake.before === undefined;
  return handshake.kind === 'none' && !spoke && pending.size > 0;
}

function recall(state: State): void {
  const { memory, options, port } = state;
  const client = options.remembers ? clientKey(state) : undefined;
  if (client === undefined || (client === memory.client && !memory.isFresh)) return;
  beginClient(state, client);
  port.recall(client, memory.ask());
}

/** What was found; whoever waits for no more than that is answered. */
export function handleRecalled(state: State, recalled: Recalled, now: number): void {
  const { memory, pending, port } = state;
  if (!memory.awaits(recalled.number)) return;
  const isKnown = memory.recalled(recalled.remembered, recalled.since);
  port.log(
    'debug',
    'memory-read',
    isKnown ? 'this server is known from an earlier run' : 'nothing is remembered',
  );
  memory.isOverdue &&= isKnown;
  for (const entry of [...pending.all()]) {
    if (entry.method === 'ping' && entry.place === 'held') answerPing(state, entry);
    else if (entry.request !== undefined && !entry.cancelled) {
      answerInstead(state, { entry, request: entry.request, now });
    }
  }
}

/** The session lives, and that is all it asks. */
function answerPing(state: State, entry: PendingRequest): void {
  if (agreedHandshake(state) === undefined) return;
  state.pending.settle(entry.id);
  state.hold.remove(entry.id);
  state.port.toClient(resultResponse(entry.id, '{}'));
}

interface Asked {
  readonly entry: PendingRequest;
  readonly request: Request;
  readonly now: number;
}

/** False: only a server can answer this. */
export function answerInstead(state: State, { entry, request, now }: Asked): boolean {
  if (!standsIn(state, request)) return false;
  const isHeld = entry.place === 'held';
  const heard = (isHeld ? setsLevel(state, request) : undefined) ?? heardFor(state, request);
  if (heard === undefined) return false;
  if (entry.resend === 'handshake') {
    if (heard === 'accepted' || !greet(state, { entry, heard, now })) return false;
  }
  // The server of this life, if one comes, never saw it.
  if (entry.place === 'held') state.restarted = true;
  state.pending.settle(entry.id);
  state.hold.remove(entry.id);
  state.port.toClient(
    heard === 'accepted' ? resultResponse(entry.id, '{}') : given(state, entry, heard),
  );
  return true;
}

/** As the server said it, without what the client is not to see. */
function given(
  { toolFilter }: State,
  { id, method }: PendingRequest,
  heard: HeardAnswer,
): Outgoing {
  const answer = underId(heard, id);
  return method === 'tools/list' && toolFilter !== undefined ? toolFilter.listed(answer) : answer;
}

function standsIn(state: State, { id }: Request): boolean {
  const { memory, link, options, handshake, spoke, guesses } = state;
  // What may be the server's own answer is about to be given.
  if (!memory.isGood || guesses.has(id)) return false;
  if (link.kind === 'asleep') return options.lazy;
  if (!memory.isOverdue) return false;
  if (link.kind === 'replaying' || handshake.kind === 'pending') return true;
  return handshake.kind === 'none' && !spoke;
}

/** Some clients set it as soon as they are greeted; a server is told of it when it is started. */
function setsLevel(state: State, request: Request): 'accepted' | undefined {
  const capabilities = agreedHandshake(state)?.agreement.capabilities;
  if (request.method !== 'logging/setLevel' || capabilities?.['logging'] === undefined) {
    return undefined;
  }
  return state.restored.accepted(request) === undefined ? 'accepted' : undefined;
}

function heardFor(state: State, request: Request): HeardAnswer | undefined {
  const { memory, lists, era, link, handshake } = state;
  const { method } = request;
  if (method === 'initialize') {
    // One was greeted in the server's place already, and its answer to that is still awaited.
    if (link.kind !== 'asleep' && agreedHandshake(state) !== undefined) return undefined;
    // Of two greetings the later one is what the client says of itself.
    const isLast = handshake.kind === 'pending' && handshake.request.id === request.id;
    return isLast && clientKey(state) === memory.client ? memory.initialize : undefined;
  }
  const isModern = era !== 'legacy';
  if (isModern && requestKey(request) !== memory.client) return undefined;
  if (method === 'server/discover') return isModern ? memory.discover : undefined;
  if (!isListMethod(method)) return undefined;
  if (!isModern && agreedHandshake(state) === undefined) return undefined;
  const asked = listAsked(request);
  if (asked === undefined) return undefined;
  const told = lists.pages(method).find(({ cursor }) => cursor === asked.cursor);
  if (told !== undefined) return told.answer;
  const page = memory.pageOf(method, asked.cursor);
  if (page !== undefined) lists.saw(method, page);
  return page?.answer;
}

interface Greeted {
  readonly entry: PendingRequest;
  readonly heard: HeardAnswer;
  readonly now: number;
}

/** The client takes it for the answer of the server; that one's own will end here. */
function greet(state: State, { entry, heard, now }: Greeted): boolean {
  const response = asResponse(heard, entry.id);
  const agreement = parseAgreement(response);
  if (agreement === undefined || !mayHold(state, agreement)) return false;
  const { link, handshakeMs } = state;
  const isWritten = entry.place === 'written';
  rememberHandshake(state, entry, { response, now });
  // How long a server needs was not seen.
  state.handshakeMs = handshakeMs;
  if (isWritten && (link.kind === 'open' || link.kind === 'replaying')) {
    link.beginReplay({ id: entry.id, swallows: true, deadline: Number.POSITIVE_INFINITY });
  }
  return true;
}
