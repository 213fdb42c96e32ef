/**
 * What a message of the server means to the client: it passes as the bytes it is, passes under
 * another id, or ends here (answers of errands, late answers, stale progress, echoes).
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

import { mayCome } from '../protocol/methods.ts';
import { refusal, troubles } from './failure.ts';
import { loosely, onlyOwed } from './match-response.ts';
import { errandAnswered, isErrand } from './own-requests.ts';
import { record } from './remember.ts';
import { clientGreeted, greeted } from './replay-to-server.ts';
import { isUnchanged, type State } from './state.ts';
import { streamAcknowledged, streamAnswered } from './streams.ts';

/** The only revision whose clients read batches. */
const batchRevision = '2025-03-26';

/**
 * `embedded`: it stood in the middle of other text, maybe a log line that quotes a message.
 * Returns a sentence when this server cannot carry the session on.
 */
export function fromServer(
  state: State,
  message: Message,
  { embedded, now }: { embedded: boolean; now: number },
): string | undefined {
  state.spoke = true;
  if (message.kind === 'batch') return deliverBatch(state, message, now);
  if (embedded && isQuotation(state, message)) {
    state.wire.log('debug', 'a message quoted in other text was taken as noise');
    return undefined;
  }
  if (message.kind === 'response' && isGreeting(state, message)) {
    return greeted(state, message, now);
  }
  const out = deliver(state, message, now);
  if (out !== undefined) state.wire.toClient(out);
  return undefined;
}

function deliverBatch(state: State, batch: Batch, now: number): string | undefined {
  const pieces: Outgoing[] = [];
  for (const member of batch.members) {
    if (member.kind === 'response' && isGreeting(state, member)) {
      const unfit = greeted(state, member, now);
      if (unfit !== undefined) return unfit;
      continue;
    }
    const out = deliver(state, member, now);
    if (out !== undefined) pieces.push(out);
  }
  const unchanged = isUnchanged(batch, pieces);
  for (const out of unchanged && readsBatches(state) ? [batch] : pieces) {
    state.wire.toClient(out);
  }
  return undefined;
}

function readsBatches({ handshake }: State): boolean {
  return handshake.kind === 'agreed' && handshake.agreement.protocolVersion === batchRevision;
}

/** Servers log what they send and receive; only what the client can be waiting for is no quote. */
function isQuotation(state: State, message: Single): boolean {
  if (message.kind !== 'response') {
    const echo = message.kind === 'request' && isEcho(state, message);
    return echo || !mayCome(message.method, message.kind, 'server');
  }
  const { id } = message;
  if (id === null) return true;
  const meant = loosely(state, id) ?? id;
  return state.ledger.get(meant) === undefined && !isErrand(id) && !isGreeting(state, message);
}

function isGreeting(state: State, { id }: Response): boolean {
  const { link, handshake } = state;
  if (link.kind !== 'greeting' || !link.swallow) return false;
  if (handshake.kind !== 'agreed' || id === null) return false;
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
  if (isErrand(id) && state.ledger.get(id) === undefined) {
    errandAnswered(state, id, response);
    return undefined;
  }
  const owedId = id === null ? onlyOwed(state) : (loosely(state, id) ?? id);
  const entry = owedId === undefined ? undefined : state.ledger.get(owedId);
  if (entry === undefined || entry.place === 'held') {
    state.wire.log('debug', 'an answer that nobody waits for was dropped', { id });
    return undefined;
  }
  state.ledger.settle(entry.id);
  const out = addressed(state, entry.id, response);
  if (entry.resend === 'listen') {
    return streamAnswered(state, { id: entry.id, isError: response.isError, out });
  }
  record(state, entry, response);
  if (entry.resend === 'handshake') clientGreeted(state, now);
  else if (entry.resend !== 'probe') state.wire.served();
  return out;
}

/** The answer under the id of the request it is meant for. */
function addressed(state: State, owedId: Id, response: Response): Outgoing {
  const { id } = response;
  if (owedId === id) return response;
  const { bytes, idSpan } = response;
  state.wire.log('warn', 'an answer with a wrong id was given the one it answers', { id });
  if (idSpan !== undefined) return replaceSpan(bytes, idSpan, String(owedId));
  // An error may come without an id; no client could tell whose it is.
  const first = bytes.indexOf('{') + 1;
  return replaceSpan(bytes, { start: first, end: first }, `"id":${owedId},`);
}

/** What a server gets back from its own stdin, through a terminal or `cat`. */
function isEcho(state: State, message: Request | Notification): boolean {
  const { kind, method } = message;
  if (mayCome(method, kind, 'server')) return false;
  if (mayCome(method, kind, 'client')) return true;
  return kind === 'request' && state.ledger.get(message.id)?.method === method;
}

function dropEcho(state: State): undefined {
  state.wire.log('debug', 'the server echoes its input; the echo was dropped');
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
  const entry = token === undefined ? undefined : state.ledger.byToken(token);
  // The replayed request that it tells of was answered by an earlier server.
  if (entry === undefined && state.restarted) return undefined;
  if (entry === undefined || params === undefined) return notification;
  const span = memberAt(bytes, params, 'progress');
  const progress = span && numberAt(bytes, span);
  if (entry.deaths > 0 && progress !== undefined && progress <= entry.progress) return undefined;
  entry.progress = progress ?? entry.progress;
  // Listen streams have no deadline, and what is held has that of the hold.
  const isTimed = Number.isFinite(entry.lastDeadline);
  if (isTimed) state.ledger.setDeadline(entry, now + state.options.requestTimeoutMs);
  return notification;
}

/** The server takes back a question, or ends a listen stream (2026-07-28). */
function deliverCancel(state: State, notification: Notification): Outgoing | undefined {
  const { bytes, params } = notification;
  const span = params && memberAt(bytes, params, 'requestId');
  const id = span && idAt(bytes, span);
  if (span === undefined || id === undefined) return notification;
  if (state.listens.close(id)) {
    state.ledger.settle(id);
    return notification;
  }
  const clientId = state.asks.cancelled(id);
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
  const ask = { serverId: id, token };
  if (!state.asks.hasRoomFor(ask)) return refuseAsk(state, id);
  const clientId = state.asks.open(ask);
  const spans = [idSpan];
  if (tokenSpan !== undefined) spans.push(tokenSpan);
  // From the back, so that the earlier span stays where it is.
  spans.sort((one, other) => other.start - one.start);
  return spans.reduce<Outgoing>((out, span) => {
    const same = bytes.toString('latin1', span.start, span.end) === String(clientId);
    return same ? out : replaceSpan(bytesOf(out), span, String(clientId));
  }, request);
}

function refuseAsk(state: State, id: Id): undefined {
  if (state.link.kind === 'open') {
    state.wire.toServer(refusal({ id, trouble: troubles.tooManyAsks }));
  }
  return undefined;
}
