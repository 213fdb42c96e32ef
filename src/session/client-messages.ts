/**
 * What a message of the client leads to: it is written, held, or answered here. Decides per
 * message by what the client writes; knows nothing of lives beyond the link's state.
 */

import { sessionLimits } from '../base/limits.ts';
import { errorCodes, resultResponse } from '../protocol/compose.ts';
import { memberAt } from '../protocol/member.ts';
import {
  type Id,
  kept,
  type Message,
  type Outgoing,
  type Request,
  type Response,
  type Single,
} from '../protocol/message.ts';
import { type ResendClass, resendClassOf } from '../protocol/methods.ts';
import { metaKeys } from '../protocol/revisions.ts';
import { isUnchanged } from './batches.ts';
import { handleNotification, rewritten } from './client-notifications.ts';
import { errorAnswer, type Failure, failures } from './failure.ts';
import { isShortId } from './ids.ts';
import { holdMaxMs } from './patience.ts';
import { clientOf } from './peer-info.ts';
import type { PendingRequest } from './pending-requests.ts';
import { tokenOf } from './progress-token.ts';
import { goneFor } from './prove.ts';
import { finishReplay, flush } from './replay-to-server.ts';
import { answerInstead, beginPatience, recallAsleep } from './stand-in.ts';
import { agreedHandshake, refuse, type State, toServer, write } from './state.ts';

/** A batch travels as the bytes it is if every member may go unchanged, else piece by piece. */
export function handleClientMessage(state: State, message: Message, now: number): void {
  if (message.kind !== 'batch') {
    handle(state, message, now);
    return;
  }
  const pieces: Outgoing[] = [];
  state.gathering = pieces;
  for (const member of message.members) handle(state, member, now);
  state.gathering = undefined;
  for (const out of isUnchanged(message, pieces) ? [message] : pieces) toServer(state, out);
}

function handle(state: State, message: Single, now: number): void {
  switch (message.kind) {
    case 'request':
      handleRequest(state, message, now);
      return;
    case 'notification':
      handleNotification(state, message, now);
      return;
    case 'response':
      handleResponse(state, message);
      return;
  }
}

function handleRequest(state: State, request: Request, now: number): void {
  state.requestCount += 1;
  if (!mayBePending(state, request)) return;
  noteEra(state, request);
  const hidden = state.toolFilter?.refusal(request);
  if (hidden !== undefined) {
    state.port.toClient(
      errorAnswer({ id: request.id, failure: hidden, code: errorCodes.invalidParams }),
    );
    return;
  }
  const entry = state.pending.add({
    request,
    resend: resendClassOf(request.method),
    token: tokenOf(request),
  });
  if (entry.token !== undefined) state.silenced.delete(entry.token);
  state.hasTasks ||= isOfTask(request, entry.resend);
  if (entry.resend === 'handshake') beginHandshake(state, request);
  if (entry.resend === 'handshake' || state.memory.isFresh) recallAsleep(state);
  beginPatience(state, entry, now);
  const unheard = entry.resend === 'listen' && !state.listens.open(kept(request));
  const gone = goneFor(state, request.method);
  const failure = unheard ? failures.tooManyStreams : (gone ?? state.link.failure);
  if (failure !== undefined) refuse(state, entry, failure);
  else if (isKnownToLive(state, request)) answerPing(state, entry);
  else if (answerInstead(state, { entry, request, now })) return;
  else if (state.link.kind === 'open') writeInTurn(state, entry, request, now);
  else holdRequest(state, entry, request, now);
}

/** It begins a task, or asks for one: a server that ended now would forget it. */
function isOfTask({ method, bytes }: Request, resend: ResendClass): boolean {
  if (resend !== 'call') return method.startsWith('tasks/');
  // A very long call is not searched for a word that no harm comes of.
  return bytes.length > sessionLimits.searchedForTaskBytes || bytes.includes(taskMember);
}

const taskMember = '"task"';

/** Another handshake replaces the one before only if the server accepts it. */
function beginHandshake(state: State, request: Request): void {
  const { handshake, initialized } = state;
  const earlier = handshake.kind === 'done' ? { handshake, initialized } : undefined;
  const before = handshake.kind === 'pending' ? handshake.before : earlier;
  if (handshake.kind === 'pending') holdOvertaken(state, handshake.request);
  state.handshake = { kind: 'pending', request: kept(request), before };
  state.initialized = undefined;
}

/** Of two greetings without a server the later is what it is greeted with; the other follows. */
function holdOvertaken(state: State, { id, bytes }: Request): void {
  const entry = state.pending.get(id);
  if (entry?.place !== 'held' || state.hold.has(id)) return;
  if (!state.hold.add({ id, bytes })) refuse(state, entry, failures.holdFull);
}

/** One that came while another server was expected, which was to be greeted with it. */
export function writeHeldGreeting(state: State, now: number): void {
  if (state.handshake.kind !== 'pending') return;
  const { request } = state.handshake;
  const entry = state.pending.get(request.id);
  if (entry?.place === 'held' && !state.hold.has(request.id)) write(state, entry, request, now);
}

/**
 * Beside an open link only two things are held: what waits for another handshake, and
 * notifications, while the first request has not told a fresh server its era.
 */
function writeInTurn(state: State, entry: PendingRequest, request: Request, now: number): void {
  const isHandshake = entry.resend === 'handshake';
  if (!isHandshake) flush(state, now);
  write(state, entry, request, now);
  if (!isHandshake) flush(state, now);
}

/** An id must name one open request; and what is pending is bounded. */
function mayBePending(state: State, request: Request): boolean {
  const { id } = request;
  if (typeof id === 'number') {
    state.usedNumberIds = true;
    state.lastNumberId = id;
  } else state.usedStringIds = true;
  if (!isShortId(id)) return refuseUnseen(state, id, failures.idTooLong);
  const same = state.pending.get(id);
  if (same?.cancelled) state.pending.settle(id);
  else if (same !== undefined || state.ownRequests.has(id))
    return refuseUnseen(state, id, failures.idInUse);
  if (state.pending.size < sessionLimits.inflightCountMax) return true;
  return refuseUnseen(state, id, failures.tooManyOpen);
}

function refuseUnseen(state: State, id: Id, failure: Failure): false {
  state.port.toClient(errorAnswer({ id, failure }));
  return false;
}

function noteEra(state: State, request: Request): void {
  if (request.method === 'initialize') {
    state.era = 'legacy';
    state.client = clientOf(request);
    return;
  }
  if (state.era !== 'unknown') return;
  if (!request.mayHaveMeta || request.bytes.indexOf(metaKeys.protocolVersion) < 0) return;
  const meta = request.params && memberAt(request.bytes, request.params, '_meta');
  if (meta === undefined) return;
  if (memberAt(request.bytes, meta, metaKeys.protocolVersion) === undefined) return;
  if (meta.end - meta.start <= sessionLimits.envelopeBytesMax) {
    state.envelope = request.bytes.toString('utf8', meta.start, meta.end);
  }
  // A probe alone says nothing: the client falls back to `initialize` if it is refused.
  if (request.method === 'server/discover') return;
  state.era = 'modern';
  state.client = clientOf(request);
}

/**
 * `ping` while there is no server asks whether this session lives, and it does: clients with health
 * checks would hang up during a restart of some seconds.
 */
function isKnownToLive(state: State, { method }: Request): boolean {
  const { link, era } = state;
  if (method !== 'ping' || link.kind === 'open') return false;
  return agreedHandshake(state) !== undefined || (link.kind === 'asleep' && era !== 'modern');
}

/** Answers in the place of a server that is being restarted. */
export function answerPing(state: State, entry: PendingRequest): void {
  state.pending.settle(entry.id);
  state.port.toClient(resultResponse(entry.id, '{}'));
}

function holdRequest(state: State, entry: PendingRequest, request: Request, now: number): void {
  // The handshake is replayed to the next server, before all else.
  const { kind } = state.link;
  const isReplayed = kind === 'down' || kind === 'asleep' || kind === 'pausing';
  const replayedFirst = entry.resend === 'handshake' && isReplayed;
  if (!replayedFirst && !state.hold.add({ id: entry.id, bytes: request.bytes })) {
    refuse(state, entry, failures.holdFull);
    return;
  }
  if (entry.resend === 'handshake') return;
  state.pending.setDeadline(entry, now + holdMaxMs(state));
  // A client that never says `initialized` would else wait for ever.
  if (state.link.kind === 'awaiting-initialized') finishReplay(state, now);
}

/** An answer to a question of the server; that of a dead one goes nowhere. */
function handleResponse(state: State, response: Response): void {
  const { id, idSpan } = response;
  state.refusedQuestions = 0;
  const serverRequest = id === null ? undefined : state.serverRequests.answered(id);
  if (serverRequest === undefined || idSpan === undefined) {
    // Not even in the first life: ids are mapped, so it could be taken for another answer.
    state.port.log(
      'debug',
      'client-answer-dropped',
      'an answer to a question that is not open was dropped',
      { id },
    );
    return;
  }
  toServer(state, rewritten(response, idSpan, serverRequest.serverId));
}
