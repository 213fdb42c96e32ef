/**
 * Requests of the shield's own to a new server: what is restored, and the lists it
 * looks at again to know whether the client must be told of a change. They speak as this
 * client does, and their answers end here.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification, request as requestLine } from '../protocol/compose.ts';
import { memberAt } from '../protocol/member.ts';
import type { Id, Request, Response } from '../protocol/message.ts';
import { otherType } from './ids.ts';
import { taggedNotification } from './listens.ts';
import { fingerprint, jsonText, type ListMethod, listKinds, parsePage } from './lists.ts';
import type { RestoredItem } from './restored.ts';
import { agreedHandshake, type OwnRequest, type State, toServer } from './state.ts';

/** Puts an own request down as written; the caller writes it under the id that it returns. */
export function beginOwnRequest(state: State, own: OwnRequest): Id {
  const id = nextOwnId(state);
  state.ownRequests.set(id, own);
  state.addressees.wroteOther();
  return id;
}

/** Of the type that this client uses: some servers take integers only, and die of a string. */
function nextOwnId(state: State): Id {
  state.ownRequestCount += 1;
  if (!state.usedNumberIds) return `"mcp-shield:${state.ownRequestCount}"`;
  const { ownIdsFrom, otherOwnIdsFrom, ownIdsSpan } = sessionLimits;
  const isNear = Math.abs(state.lastNumberId - ownIdsFrom) < ownIdsSpan;
  const id = (isNear ? otherOwnIdsFrom : ownIdsFrom) + state.ownRequestCount;
  return state.pending.get(id) === undefined ? id : nextOwnId(state);
}

/** The own request that waits for an answer with this id, whichever type the server gave it. */
export function ownRequestOf(state: State, id: Id | null): Id | undefined {
  if (id === null || state.ownRequests.size === 0) return undefined;
  if (state.ownRequests.has(id)) return id;
  const other = otherType(id);
  return other !== undefined && state.ownRequests.has(other) ? other : undefined;
}

/** The answer to a request of the shield's own. */
export function handleOwnAnswer(state: State, id: Id, response: Response): void {
  const own = state.ownRequests.get(id);
  state.ownRequests.delete(id);
  if (own === undefined) return;
  switch (own.kind) {
    case 'restore':
      handleRestored(state, own.item, response.isError);
      return;
    case 'list':
      if (!response.isError) handlePage(state, own, response);
      return;
  }
}

/** Looks again at the lists the client has seen and was promised news of, once per life. */
export function recheckLists(state: State, methods: readonly ListMethod[]): void {
  for (const method of methods) {
    if (state.rechecked.has(method) || !isPromised(state, method)) continue;
    state.rechecked.add(method);
    requestPage(state, { kind: 'list', method, pages: [] }, undefined);
  }
}

/** The client lists anew by itself: what the shield has begun to compare is out of date. */
export function forgetRecheck(state: State, method: ListMethod): void {
  for (const [id, own] of state.ownRequests) {
    if (own.kind === 'list' && own.method === method) state.ownRequests.delete(id);
  }
}

function isPromised(state: State, method: ListMethod): boolean {
  const { capability, filter } = listKinds[method];
  if (state.era === 'modern') return state.listens.promised(filter).length > 0;
  const promised = agreedHandshake(state)?.agreement.capabilities[capability];
  return (
    promised !== null &&
    typeof promised === 'object' &&
    (promised as { listChanged?: unknown }).listChanged === true
  );
}

function handleRestored(state: State, item: RestoredItem, isError: boolean): void {
  const { kind, key } = item;
  if (isError) {
    state.port.log(...kind.refused(key));
    return;
  }
  // The client may have undone it while this was on its way.
  const news = state.restored.has(item) ? kind.news?.(key) : undefined;
  if (news !== undefined) state.port.toClient(news);
}

type ListRequest = Extract<OwnRequest, { kind: 'list' }>;

function requestPage(state: State, own: ListRequest, cursor: string | undefined): void {
  const params: Record<string, unknown> = cursor === undefined ? {} : { cursor };
  const envelope = state.era === 'modern' ? modernEnvelope(state) : undefined;
  if (envelope !== undefined) params['_meta'] = envelope;
  const text = jsonText(params);
  if (text === undefined) return;
  toServer(state, requestLine(beginOwnRequest(state, own), own.method, text));
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

function handlePage(state: State, own: ListRequest, response: Response): void {
  const { start, end } = response.outcome;
  const result = response.bytes.subarray(start, end);
  const page = parsePage(own.method, result.toString());
  if (page === undefined) return;
  own.pages.push(Buffer.from(result));
  const pagesBytes = own.pages.reduce((bytes, { length }) => bytes + length, 0);
  if (pagesBytes > sessionLimits.seenListBytesMax) return;
  const pagesMax = state.lists.pagesToCompare(own.method);
  const more = page.nextCursor !== undefined && own.pages.length < pagesMax;
  if (more) requestPage(state, own, page.nextCursor);
  else compare(state, own);
}

function compare(state: State, { method, pages }: ListRequest): void {
  const before = fingerprint(state.lists.items(method));
  state.lists.replace(method, pages);
  if (fingerprint(state.lists.items(method)) === before) return;
  const { announcement, filter } = listKinds[method];
  state.port.log('info', 'the list of the restarted server differs; the client gets list_changed', {
    method,
  });
  if (state.era !== 'modern') {
    state.port.toClient(notification(announcement));
    return;
  }
  for (const { request } of state.listens.promised(filter)) {
    state.port.toClient(taggedNotification(announcement, request.id));
  }
}
