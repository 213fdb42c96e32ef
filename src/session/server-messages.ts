/**
 * What a message of the server means to the client: it passes as the bytes it is, passes under
 * another id, or ends here (answers to own requests, late answers, stale progress, echoes).
 */

import { idAt, memberAt, numberAt, replaceSpan } from '../protocol/member.ts';
import {
  type Batch,
  bytesOf,
  type Id,
  type Message,
  type Notification,
  type Outgoing,
  type Request,
  type Response,
  type Single,
} from '../protocol/message.ts';
import { maySend } from '../protocol/methods.ts';
import { revisions } from '../protocol/revisions.ts';
import { errorAnswer, failures } from './failure.ts';
import { loosely, onlyPending } from './match-response.ts';
import { handleOwnAnswer, isOwnRequest } from './own-requests.ts';
import { rememberAnswer } from './remember.ts';
import { handleReplayAnswer, handshakeAnswered } from './replay-to-server.ts';
import { isUnchanged, type State } from './state.ts';
import { streamAcknowledged, streamAnswered } from './streams.ts';

/** `embedded`: it stood in the middle of other text, maybe a log line that quotes a message. */
export function handleServerMessage(
  state: State,
  message: Message,
  { embedded, now }: { embedded: boolean; now: number },
): void {
  state.spoke = true;
  if (message.kind === 'batch') {
    deliverBatch(state, message, now);
    return;
  }
  if (embedded && isQuotation(state, message)) {
    state.port.log('debug', 'a message quoted in other text was taken as noise');
    return;
  }
  if (message.kind === 'response' && isReplayAnswer(state, message)) {
    handleReplayAnswer(state, message, now);
    return;
  }
  const out = deliver(state, message, now);
  if (out !== undefined) state.port.toClient(out);
}

function deliverBatch(state: State, batch: Batch, now: number): void {
  const pieces: Outgoing[] = [];
  for (const member of batch.members) {
    if (member.kind === 'response' && isReplayAnswer(state, member)) {
      if (!handleReplayAnswer(state, member, now)) return;
      continue;
    }
    const out = deliver(state, member, now);
    if (out !== undefined) pieces.push(out);
  }
  const unchanged = isUnchanged(batch, pieces);
  for (const out of unchanged && readsBatches(state) ? [batch] : pieces) {
    state.port.toClient(out);
  }
}

function readsBatches({ handshake }: State): boolean {
  return handshake.kind === 'done' && handshake.agreement.protocolVersion === revisions.batches;
}

/** Servers log what they send and receive; only what the client can be waiting for is no quote. */
function isQuotation(state: State, message: Single): boolean {
  if (message.kind !== 'response') {
    const echo = message.kind === 'request' && isEcho(state, message);
    return echo || !maySend(message.method, message.kind, 'server');
  }
  const { id } = message;
  if (id === null) return true;
  const meant = loosely(state, id) ?? id;
  return (
    state.pending.get(meant) === undefined && !isOwnRequest(id) && !isReplayAnswer(state, message)
  );
}

function isReplayAnswer(state: State, { id }: Response): boolean {
  const { link, handshake } = state;
  if (!link.swallows) return false;
  if (handshake.kind !== 'done' || id === null) return false;
  return handshake.request.id === id || handshake.request.id === loosely(state, id);
}

/** What the client is to read for this message; undefined: nothing. */
function deliver(state: State, message: Single, now: number): Outgoing | undefined {
  switch (message.kind) {
    case 'response':
      return deliverResponse(state, message, now);
    case 'notification':
      return deliverNotification(state, message, now);
    case 'request':
      return deliverRequest(state, message);
  }
}

function deliverResponse(state: State, response: Response, now: number): Outgoing | undefined {
  const { id } = response;
  // A late answer, too: this server works, however slowly.
  state.timeoutsInARow = 0;
  if (isOwnRequest(id) && state.pending.get(id) === undefined) {
    handleOwnAnswer(state, id, response);
    return undefined;
  }
  const pendingId = id === null ? onlyPending(state) : (loosely(state, id) ?? id);
  const entry = pendingId === undefined ? undefined : state.pending.get(pendingId);
  if (entry === undefined || entry.place === 'held') {
    state.port.log('debug', 'an answer that nobody waits for was dropped', { id });
    return undefined;
  }
  state.pending.settle(entry.id);
  const out = addressed(state, entry.id, response);
  if (entry.resend === 'listen') {
    return streamAnswered(state, { id: entry.id, isError: response.isError, out });
  }
  rememberAnswer(state, entry, response);
  if (entry.resend === 'handshake') handshakeAnswered(state, now);
  else if (entry.resend !== 'probe') state.port.served();
  return out;
}

/** The answer under the id of the request it is meant for. */
function addressed(state: State, pendingId: Id, response: Response): Outgoing {
  const { id } = response;
  if (pendingId === id) return response;
  const { bytes, idSpan } = response;
  state.port.log('warn', 'an answer with a wrong id was given the one it answers', { id });
  if (idSpan !== undefined) return replaceSpan(bytes, idSpan, String(pendingId));
  // An error may come without an id; no client could tell whose it is.
  const first = bytes.indexOf('{') + 1;
  return replaceSpan(bytes, { start: first, end: first }, `"id":${pendingId},`);
}

/** What a server gets back from its own stdin, through a terminal or `cat`. */
function isEcho(state: State, message: Request | Notification): boolean {
  const { kind, method } = message;
  if (maySend(method, kind, 'server')) return false;
  if (maySend(method, kind, 'client')) return true;
  return kind === 'request' && state.pending.get(message.id)?.method === method;
}

function dropEcho(state: State): undefined {
  state.port.log('debug', 'the server echoes its input; the echo was dropped');
  return undefined;
}

function deliverNotification(
  state: State,
  notification: Notification,
  now: number,
): Outgoing | undefined {
  switch (notification.method) {
    case 'notifications/progress':
      return deliverProgress(state, notification, now);
    case 'notifications/cancelled':
      return deliverCancel(state, notification);
    case 'notifications/subscriptions/acknowledged':
      return streamAcknowledged(state, notification);
    default:
      return isEcho(state, notification) ? dropEcho(state) : notification;
  }
}

/** A re-sent request starts over; the client was promised progress that only grows. */
function deliverProgress(state: State, notification: Notification, now: number) {
  const { bytes, params } = notification;
  const tokenSpan = params && memberAt(bytes, params, 'progressToken');
  const token = tokenSpan && idAt(bytes, tokenSpan);
  const entry = token === undefined ? undefined : state.pending.byToken(token);
  // The replayed request that it tells of was answered by an earlier server.
  if (entry === undefined && state.restarted) return undefined;
  if (entry === undefined || params === undefined) return notification;
  const span = memberAt(bytes, params, 'progress');
  const progress = span && numberAt(bytes, span);
  if (entry.deaths > 0 && progress !== undefined && progress <= entry.progress) return undefined;
  entry.progress = progress ?? entry.progress;
  // Listen streams have no deadline, and what is held has that of the hold.
  const isTimed = Number.isFinite(entry.lastDeadline);
  if (isTimed) state.pending.setDeadline(entry, now + state.options.requestTimeoutMs);
  return notification;
}

/** The server takes back a question, or ends a listen stream (2026-07-28). */
function deliverCancel(state: State, notification: Notification): Outgoing | undefined {
  const { bytes, params } = notification;
  const span = params && memberAt(bytes, params, 'requestId');
  const id = span && idAt(bytes, span);
  if (span === undefined || id === undefined) return notification;
  if (state.listens.close(id)) {
    state.pending.settle(id);
    return notification;
  }
  const clientId = state.serverRequests.cancelled(id);
  if (clientId === undefined) return undefined;
  return clientId === id ? notification : replaceSpan(bytes, span, String(clientId));
}

/** Ids towards the client are never those of an earlier life; a token becomes the id. */
function deliverRequest(state: State, request: Request): Outgoing | undefined {
  if (isEcho(state, request)) return dropEcho(state);
  const { bytes, params, idSpan, id } = request;
  const meta = params && memberAt(bytes, params, '_meta');
  const tokenSpan = meta && memberAt(bytes, meta, 'progressToken');
  const token = tokenSpan && idAt(bytes, tokenSpan);
  const serverRequest = { serverId: id, token };
  if (!state.serverRequests.hasRoomFor(serverRequest)) return refuseServerRequest(state, id);
  const clientId = state.serverRequests.open(serverRequest);
  const spans = [idSpan];
  if (tokenSpan !== undefined) spans.push(tokenSpan);
  // From the back, so that the earlier span stays where it is.
  spans.sort((one, other) => other.start - one.start);
  return spans.reduce<Outgoing>((out, span) => {
    const same = bytes.toString('latin1', span.start, span.end) === String(clientId);
    return same ? out : replaceSpan(bytesOf(out), span, String(clientId));
  }, request);
}

function refuseServerRequest(state: State, id: Id): undefined {
  if (state.link.kind === 'open') {
    state.port.toServer(errorAnswer({ id, failure: failures.tooManyServerRequests }));
  }
  return undefined;
}
