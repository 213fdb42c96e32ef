/**
 * What a server says about `subscriptions/listen` streams, seen from a client that believes its
 * streams never broke: an equal acknowledgement of a renewed stream is swallowed, a narrower one
 * or an error ends the stream so that the client listens anew.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification as notificationLine } from '../protocol/compose.ts';
import { idAt, memberAt, pathAt } from '../protocol/member.ts';
import type { Id, Notification, Outgoing } from '../protocol/message.ts';
import { metaKeys } from '../protocol/revisions.ts';
import {
  endOfListen,
  type Listen,
  type ListenFilter,
  sameFilter,
  taggedNotification,
} from './listens.ts';
import { listKinds } from './lists.ts';
import { recheckLists } from './own-requests.ts';
import { type State, tellServer } from './state.ts';

/** `notifications/subscriptions/acknowledged`; returns what the client is to read of it. */
export function streamAcknowledged(state: State, message: Notification): Outgoing | undefined {
  const { bytes, params } = message;
  const span = params && pathAt(bytes, params, '_meta', metaKeys.subscriptionId);
  const id = span && idAt(bytes, span);
  const listen = id === undefined ? undefined : state.listens.get(id);
  // To a stream that the client has ended meanwhile; it was acknowledged by the first server.
  if (listen === undefined || id === undefined) return state.restarted ? undefined : message;
  const filter = filterOf(message);
  if (!listen.renewing || listen.filter === undefined) {
    listen.filter = filter;
    return message;
  }
  listen.renewing = false;
  if (!sameFilter(listen.filter, filter)) return endNarrowed(state, id);
  tellOfGap(state, listen);
  return undefined;
}

function filterOf({ bytes, params }: Notification): ListenFilter {
  const span = params && memberAt(bytes, params, 'notifications');
  if (span === undefined) return {};
  // A server may write anything here; what is no object promises nothing.
  // Nor is one read that would take a noticeable time: its stream is renewed, and no gap is told.
  const isTooLong = span.end - span.start > sessionLimits.acknowledgementBytesMax;
  if (bytes[span.start] !== 0x7b || isTooLong) return {};
  return JSON.parse(bytes.toString('utf8', span.start, span.end)) as ListenFilter;
}

/** The new server promises something else: it stops, and the client starts over. */
function endNarrowed(state: State, id: Id): Buffer {
  const requestId = JSON.parse(String(id)) as unknown;
  tellServer(state, notificationLine('notifications/cancelled', { requestId }));
  state.listens.close(id);
  state.pending.settle(id);
  state.port.log(
    'info',
    'stream-ended',
    'the restarted server acknowledged less; the stream was ended',
    { id },
  );
  return endOfListen(id);
}

/** What happened between the two servers was told to nobody. */
function tellOfGap(state: State, { request, filter }: Listen): void {
  const uris = filter?.resourceSubscriptions;
  for (const uri of Array.isArray(uris) ? uris : []) {
    state.port.toClient(taggedNotification('notifications/resources/updated', request.id, { uri }));
  }
  const methods = state.lists.methods().filter((method) => {
    return filter?.[listKinds[method].filter] === true;
  });
  recheckLists(state, methods);
}

/** The answer as the client may read it. */
interface StreamAnswer {
  readonly id: Id;
  readonly isError: boolean;
  readonly out: Outgoing;
}

/**
 * An answer to a listen request ends the stream. That a renewed stream was refused is the new
 * server's word on something the client never asked it: the client sees a graceful end.
 */
export function streamAnswered(state: State, { id, isError, out }: StreamAnswer): Outgoing {
  const listen = state.listens.get(id);
  state.listens.close(id);
  return listen?.renewing && isError ? endOfListen(id) : out;
}
