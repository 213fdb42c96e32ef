/**
 * What a notification of the client leads to: it is written, held, or ends here because the
 * server that it is for has died.
 */

import { sessionLimits } from '../base/limits.ts';
import { idAt, memberAt, replaceSpan } from '../protocol/member.ts';
import type { Id, Notification, Outgoing, Single, Span } from '../protocol/message.ts';
import type { PendingRequest } from './pending-requests.ts';
import { finishReplay, flush } from './replay-to-server.ts';
import { type State, tellServer } from './state.ts';

export function handleNotification(state: State, notification: Notification, now: number): void {
  switch (notification.method) {
    case 'notifications/initialized':
      state.initialized = Buffer.from(notification.bytes);
      if (state.link.kind === 'awaiting-initialized') finishReplay(state, now);
      else if (state.link.kind === 'open' || state.link.kind === 'pausing') {
        // One that may not be replaced after all would else refuse all that follows.
        tellServer(state, notification);
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
  // A call that wants no answer is a call.
  if (state.toolFilter?.refusal(notification) !== undefined) return;
  if (state.link.kind === 'open' && state.link.pinned) {
    tellServer(state, notification);
  } else if (
    state.link.kind === 'refusing' ||
    !state.hold.add({ id: undefined, bytes: notification.bytes })
  ) {
    state.port.log(
      'warn',
      'notification-dropped',
      'a notification of the client was dropped: there is no server',
      {
        method: notification.method,
      },
    );
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
  if (!canHearOf(state, entry)) return;
  // What this server never saw died with another one, was answered by it, or is hidden.
  if (entry === undefined && (state.restarted || state.toolFilter !== undefined)) return;
  tellServer(state, notification);
}

/** While another greeting is awaited a server still works on what it was asked before. */
function canHearOf({ link }: State, entry: PendingRequest | undefined): boolean {
  if (link.pinned) return true;
  const isAsked = entry !== undefined && entry.resend !== 'handshake';
  return isAsked && link.kind === 'replaying';
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
  if (known !== undefined && state.serverRequests.isOver(known)) {
    state.port.log('debug', 'progress-dropped', 'progress on a question that is over was dropped');
  } else if (span === undefined || serverRequest?.token === undefined) {
    passOrHold(state, notification);
  } else tellServer(state, rewritten(notification, span, serverRequest.token));
}

/** The message under the id that the server knows. */
export function rewritten(message: Single, span: Span, id: Id): Outgoing {
  const { bytes } = message;
  const text = String(id);
  return bytes.toString('utf8', span.start, span.end) === text
    ? message
    : replaceSpan(bytes, span, text);
}
