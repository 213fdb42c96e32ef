/**
 * What a message of the client leads to: it is written, held, or answered here. Decides per
 * message by what the client writes; knows nothing of lives beyond the link's state.
 */

import { sessionLimits } from '../base/limits.ts';
import { idAt, memberAt, replaceSpan } from '../protocol/member.ts';
import {
  type Id,
  kept,
  type Message,
  type Notification,
  type Outgoing,
  type Request,
  type Response,
  type Single,
  type Span,
} from '../protocol/message.ts';
import { resendClassOf } from '../protocol/methods.ts';
import { metaKeys } from '../protocol/revisions.ts';
import { errorAnswer, type Failure, failures } from './failure.ts';
import { clientOf } from './peer-info.ts';
import type { PendingRequest } from './pending-requests.ts';
import { finishReplay, flush } from './replay-to-server.ts';
import { isShortId } from './server-requests.ts';
import { isUnchanged, refuse, type State, toServer, write } from './state.ts';

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
  const entry = state.pending.add({
    request,
    resend: resendClassOf(request.method),
    token: tokenOf(request),
  });
  if (entry.resend === 'handshake') {
    state.handshake = { kind: 'pending', request: kept(request) };
    state.initialized = undefined;
  }
  const unheard = entry.resend === 'listen' && !state.listens.open(kept(request));
  const failure = unheard ? failures.tooManyStreams : state.link.failure;
  if (failure !== undefined) refuse(state, entry, failure);
  else if (state.link.kind === 'open') writeInTurn(state, entry, request, now);
  else holdRequest(state, entry, request, now);
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
  if (typeof id === 'number') state.usedNumberIds = true;
  else state.usedStringIds = true;
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
  // A probe alone says nothing: the client falls back to `initialize` if it is refused.
  if (state.era !== 'unknown' || request.method === 'server/discover') return;
  if (!request.mayHaveMeta || request.bytes.indexOf(metaKeys.protocolVersion) < 0) return;
  const meta = request.params && memberAt(request.bytes, request.params, '_meta');
  if (meta !== undefined && memberAt(request.bytes, meta, metaKeys.protocolVersion) !== undefined) {
    state.era = 'modern';
    state.client = clientOf(request);
  }
}

function tokenOf(request: Request): Id | undefined {
  // Native search first: most requests have no token, and some are long.
  if (!request.mayHaveMeta || request.params === undefined) return undefined;
  if (request.bytes.indexOf('"progressToken"') < 0) return undefined;
  const meta = memberAt(request.bytes, request.params, '_meta');
  const token = meta && memberAt(request.bytes, meta, 'progressToken');
  const id = token && idAt(request.bytes, token);
  return id !== undefined && isShortId(id) ? id : undefined;
}

function holdRequest(state: State, entry: PendingRequest, request: Request, now: number): void {
  // The handshake is replayed to the next server, before all else.
  const { kind } = state.link;
  const replayedFirst = entry.resend === 'handshake' && (kind === 'down' || kind === 'pausing');
  if (!replayedFirst && !state.hold.add({ id: entry.id, bytes: request.bytes })) {
    refuse(state, entry, failures.holdFull);
    return;
  }
  if (entry.resend === 'handshake') return;
  state.pending.setDeadline(entry, now + sessionLimits.holdMaxMs);
  // A client that never says `initialized` would else wait for ever.
  if (state.link.kind === 'awaiting-initialized') finishReplay(state, now);
}

function handleNotification(state: State, notification: Notification, now: number): void {
  switch (notification.method) {
    case 'notifications/initialized':
      state.initialized = Buffer.from(notification.bytes);
      if (state.link.kind === 'awaiting-initialized') finishReplay(state, now);
      else if (state.link.kind === 'open') {
        toServer(state, notification);
        flush(state, now);
      }
      return;
    case 'notifications/cancelled':
      handleCancel(state, notification);
      return;
    case 'notifications/progress':
      handleProgress(state, notification);
      return;
    default:
      passOrHold(state, notification);
  }
}

function passOrHold(state: State, notification: Notification): void {
  if (state.link.kind === 'open' && state.link.pinned) {
    toServer(state, notification);
  } else if (
    state.link.kind === 'refusing' ||
    !state.hold.add({ id: undefined, bytes: notification.bytes })
  ) {
    state.port.log('warn', 'a notification of the client was dropped: there is no server', {
      method: notification.method,
    });
  }
}

/** Target held: gone. Target died with its server: swallowed. Else the server may know it. */
function handleCancel(state: State, notification: Notification): void {
  const { bytes, params } = notification;
  const span = params && memberAt(bytes, params, 'requestId');
  const id = span && idAt(bytes, span);
  const entry = id === undefined ? undefined : state.pending.get(id);
  if (entry?.place === 'held') {
    if (entry.resend === 'handshake') return;
    state.hold.remove(entry.id);
    state.listens.close(entry.id);
    state.pending.settle(entry.id);
    return;
  }
  // `initialize` must not be cancelled; a server that allows it will say so.
  if (entry !== undefined && entry.resend !== 'handshake') noteCancelled(state, entry);
  const { link } = state;
  if (!link.pinned) return;
  // What this server never saw died with another one, or was answered by it.
  if (entry === undefined && state.restarted) return;
  toServer(state, notification);
}

function noteCancelled(state: State, entry: PendingRequest): void {
  entry.cancelled = true;
  state.listens.close(entry.id);
  state.cancelled.push(entry.id);
  if (state.cancelled.length <= sessionLimits.tombstonesMax) return;
  const oldest = state.cancelled.shift();
  const forgotten = oldest === undefined ? undefined : state.pending.get(oldest);
  if (forgotten?.cancelled) state.pending.settle(forgotten.id);
}

/** Progress on a question of the server, under the token that this server gave it. */
function handleProgress(state: State, notification: Notification): void {
  const { bytes, params } = notification;
  const span = params && memberAt(bytes, params, 'progressToken');
  const known = span && idAt(bytes, span);
  const serverRequest = known === undefined ? undefined : state.serverRequests.byClientId(known);
  if (span === undefined || serverRequest?.token === undefined) {
    state.port.log('debug', 'progress on a question of a dead server was dropped');
    return;
  }
  toServer(state, rewritten(notification, span, serverRequest.token));
}

/** An answer to a question of the server; that of a dead one goes nowhere. */
function handleResponse(state: State, response: Response): void {
  const { id, idSpan } = response;
  const serverRequest = id === null ? undefined : state.serverRequests.answered(id);
  if (serverRequest === undefined || idSpan === undefined) {
    state.port.log('debug', 'an answer to a question of a dead server was dropped', { id });
    return;
  }
  toServer(state, rewritten(response, idSpan, serverRequest.serverId));
}

function rewritten(message: Single, span: Span, id: Id): Outgoing {
  const { bytes } = message;
  const text = String(id);
  return bytes.toString('utf8', span.start, span.end) === text
    ? message
    : replaceSpan(bytes, span, text);
}
