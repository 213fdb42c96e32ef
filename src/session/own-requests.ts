/**
 * Requests of the shield's own to a new server: the replayed log level and subscriptions, and the
 * lists it looks at again to know whether the client must be told of a change. Their ids carry the
 * shield's name, their answers end here.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification, request as requestLine } from '../protocol/compose.ts';
import { memberAt } from '../protocol/member.ts';
import type { Id, Request, Response } from '../protocol/message.ts';
import { taggedNotification } from './listens.ts';
import { fingerprint, jsonText, type ListMethod, listKinds, parsePage } from './lists.ts';
import { type Errand, type State, toServer } from './state.ts';

const ownPrefix = '"mcp-shield:';

export function beginErrand(state: State, errand: Errand): string {
  state.errandCount += 1;
  const id = `${ownPrefix}${state.errandCount}"`;
  state.errands.set(id, errand);
  return id;
}

export function isErrand(id: Id | null): id is string {
  return typeof id === 'string' && id.startsWith(ownPrefix);
}

/** The answer to an errand, or to one of a dead server (then nothing happens). */
export function errandAnswered(state: State, id: string, response: Response): void {
  const errand = state.errands.get(id);
  state.errands.delete(id);
  if (errand === undefined) return;
  switch (errand.kind) {
    case 'log-level':
      if (response.isError) state.wire.log('debug', 'the new server refused the log level');
      return;
    case 'subscribe':
      // The client may have unsubscribed while this was on its way.
      if (!response.isError && state.subscriptions.has(errand.uri)) {
        announceUpdate(state, errand.uri);
      } else if (response.isError) {
        state.wire.log('warn', 'a resource subscription could not be restored', {
          uri: errand.uri,
        });
      }
      return;
    case 'list':
      if (!response.isError) takePage(state, errand, response);
      return;
  }
}

/** Looks again at the lists the client has seen and was promised news of, once per life. */
export function recheckLists(state: State, methods: readonly ListMethod[]): void {
  for (const method of methods) {
    if (state.rechecked.has(method) || !isPromised(state, method)) continue;
    state.rechecked.add(method);
    ask(state, { kind: 'list', method, pages: [] }, undefined);
  }
}

/** The client lists anew by itself: what the shield has begun to compare is out of date. */
export function forgetRecheck(state: State, method: ListMethod): void {
  for (const [id, errand] of state.errands) {
    if (errand.kind === 'list' && errand.method === method) state.errands.delete(id);
  }
}

function isPromised(state: State, method: ListMethod): boolean {
  const { capability, filter } = listKinds[method];
  if (state.era === 'modern') return state.listens.promised(filter).length > 0;
  if (state.handshake.kind !== 'agreed') return false;
  const promised = state.handshake.agreement.capabilities[capability];
  return (
    promised !== null &&
    typeof promised === 'object' &&
    (promised as { listChanged?: unknown }).listChanged === true
  );
}

/** An update in the gap would be lost, so one is told in any case. */
function announceUpdate(state: State, uri: string): void {
  state.wire.toClient(notification('notifications/resources/updated', { uri }));
}

type ListErrand = Extract<Errand, { kind: 'list' }>;

function ask(state: State, errand: ListErrand, cursor: string | undefined): void {
  const params: Record<string, unknown> = cursor === undefined ? {} : { cursor };
  const envelope = state.era === 'modern' ? modernEnvelope(state) : undefined;
  if (envelope !== undefined) params['_meta'] = envelope;
  const text = jsonText(params);
  if (text === undefined) return;
  toServer(state, requestLine(beginErrand(state, errand), errand.method, text));
}

/** A modern request must carry the client's envelope; that of its listen request is as good. */
function modernEnvelope(state: State): Record<string, unknown> | undefined {
  const [listen] = state.listens.all();
  const meta = listen && metaOf(listen.request);
  if (meta === undefined) return undefined;
  const { progressToken: _dropped, ...envelope } = meta;
  return envelope;
}

function metaOf({ bytes, params }: Request): Record<string, unknown> | undefined {
  const span = params && memberAt(bytes, params, '_meta');
  if (span === undefined || bytes[span.start] !== 0x7b) return undefined;
  return JSON.parse(bytes.toString('utf8', span.start, span.end)) as Record<string, unknown>;
}

function takePage(state: State, errand: ListErrand, response: Response): void {
  const { start, end } = response.outcome;
  const result = response.bytes.subarray(start, end);
  const page = parsePage(errand.method, result.toString());
  if (page === undefined) return;
  errand.pages.push(Buffer.from(result));
  const pagesBytes = errand.pages.reduce((bytes, { length }) => bytes + length, 0);
  if (pagesBytes > sessionLimits.seenListBytesMax) return;
  const pagesMax = state.lists.pagesToCompare(errand.method);
  const more = page.nextCursor !== undefined && errand.pages.length < pagesMax;
  if (more) ask(state, errand, page.nextCursor);
  else compare(state, errand);
}

function compare(state: State, { method, pages }: ListErrand): void {
  const before = fingerprint(state.lists.items(method));
  state.lists.replace(method, pages);
  if (fingerprint(state.lists.items(method)) === before) return;
  const { announcement, filter } = listKinds[method];
  state.wire.log('info', 'the restarted server has another list; the client is told', { method });
  if (state.era !== 'modern') {
    state.wire.toClient(notification(announcement));
    return;
  }
  for (const { request } of state.listens.promised(filter)) {
    state.wire.toClient(taggedNotification(announcement, request.id));
  }
}
