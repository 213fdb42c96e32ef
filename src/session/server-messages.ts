/**
 * What a message of the server means to the client: it passes as the bytes it is, passes under
 * another id, or ends here (stale progress, echoes). Answers are server-answers.ts.
 */

import { sessionLimits } from '../base/limits.ts';
import { idAt, memberAt, numberAt, replaceSpan } from '../protocol/member.ts';
import {
  type Batch,
  bytesOf,
  type Id,
  type Message,
  type Notification,
  type Outgoing,
  type Request,
  type Single,
} from '../protocol/message.ts';
import { maySend } from '../protocol/methods.ts';
import { revisions } from '../protocol/revisions.ts';
import { isUnchanged } from './batches.ts';
import { errorAnswer, failures } from './failure.ts';
import { listKinds } from './lists.ts';
import { lookAtTools, proveModern } from './own-requests.ts';
import { listChanged } from './remember.ts';
import { deliverAnswer, type Sighting } from './server-answers.ts';
import { agreedHandshake, type State } from './state.ts';
import { streamAcknowledged } from './streams.ts';

/** `at`: when it came, and whether it is certain that the server meant it. */
export function handleServerMessage(state: State, message: Message, at: Sighting): void {
  if (!state.spoke && state.memory.isOverdue) provedLate(state);
  state.spoke = true;
  state.heard = true;
  if (message.kind === 'batch') {
    if (readsBatches(state)) deliverBatch(state, message, at);
    else guessMembers(state, message, at);
    return;
  }
  const out = deliver(state, message, at);
  if (out !== undefined) state.port.toClient(out);
  // Its first words may come late: until they are read they are none of these.
  if (at.guess === undefined) state.spokeProperly = true;
}

/** A server without a handshake, in whose place the client was answered, speaks at last. */
function provedLate(state: State): void {
  if (state.handshake.kind !== 'none') return;
  state.memory.isOverdue = false;
  if (state.era === 'modern') proveModern(state);
}

function deliverBatch(state: State, batch: Batch, at: Sighting): void {
  const pieces: Outgoing[] = [];
  for (const member of batch.members) {
    const out = deliver(state, member, at);
    if (out !== undefined) pieces.push(out);
  }
  for (const out of isUnchanged(batch, pieces) ? [batch] : pieces) state.port.toClient(out);
}

/** This client never agreed to batches: an array of messages may be a log of them. */
function guessMembers(state: State, batch: Batch, { now }: Sighting): void {
  const guess = { kind: 'batched', isLikely: false } as const;
  for (const member of batch.members) {
    if (member.kind === 'response') deliverAnswer(state, member, { now, guess });
    else
      state.port.log(
        'debug',
        'batch-taken-as-text',
        'a batch of the server was taken as text: the client reads none',
      );
  }
}

function readsBatches(state: State): boolean {
  return agreedHandshake(state)?.agreement.protocolVersion === revisions.batches;
}

/** What the client is to read for this message; undefined: nothing. */
function deliver(state: State, message: Single, at: Sighting): Outgoing | undefined {
  switch (message.kind) {
    case 'response':
      return deliverAnswer(state, message, at);
    case 'notification':
      return deliverNotification(state, message, at.now);
    case 'request':
      return deliverRequest(state, message);
  }
}

/** What a server gets back from its own stdin, through a terminal or `cat`. */
function isEcho(state: State, message: Request | Notification): boolean {
  const { kind, method } = message;
  if (maySend(method, kind, 'server')) return false;
  if (maySend(method, kind, 'client')) return true;
  return kind === 'request' && state.pending.get(message.id)?.method === method;
}

function dropEcho(state: State): undefined {
  state.port.log('debug', 'echo-dropped', 'the server echoes its input; the echo was dropped');
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
      if (isEcho(state, notification)) return dropEcho(state);
      if (notification.method.endsWith('/list_changed')) {
        listChanged(state, notification.method, now);
        const isOfTools = notification.method === listKinds['tools/list'].announcement;
        if (isOfTools && lookAtTools(state, now)) return undefined;
      }
      return notification;
  }
}

/** A re-sent request starts over; the client was promised progress that only grows. */
function deliverProgress(state: State, notification: Notification, now: number) {
  const { bytes, params } = notification;
  const tokenSpan = params && memberAt(bytes, params, 'progressToken');
  const token = tokenSpan && idAt(bytes, tokenSpan);
  const entry = token === undefined ? undefined : state.pending.byToken(token);
  // The replayed request that it tells of was answered by an earlier server.
  if (entry === undefined && token !== undefined && state.silenced.has(token)) return undefined;
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
  // It and the client's answer may have crossed, and the client knows by which id.
  if (clientId === undefined) return state.serverRequests.crossed(id) ? notification : undefined;
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
  state.refusedQuestions += 1;
  const isHeard = state.refusedQuestions <= sessionLimits.refusedQuestionsMax;
  if (state.link.kind === 'open' && isHeard) {
    state.port.toServer(errorAnswer({ id, failure: failures.tooManyServerRequests }));
  }
  return undefined;
}
