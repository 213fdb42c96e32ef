/**
 * Requests of the shield's own to a new server: what is restored, and the lists it
 * looks at again to know whether the client must be told of a change. They speak as this
 * client does, and their answers end here.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification, request as requestLine } from '../protocol/compose.ts';
import type { Id, Response } from '../protocol/message.ts';
import { heardOf, outcomeText } from './heard.ts';
import { otherType } from './ids.ts';
import { taggedNotification } from './listens.ts';
import { fingerprint, jsonText, type ListMethod, listKinds, parsePage } from './lists.ts';
import { proveGreeting } from './prove.ts';
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
export function handleOwnAnswer(
  state: State,
  id: Id,
  { response, now }: { response: Response; now: number },
): void {
  const own = state.ownRequests.get(id);
  state.ownRequests.delete(id);
  if (own === undefined) return;
  switch (own.kind) {
    case 'restore':
      handleRestored(state, own.item, response.isError);
      return;
    case 'list':
      if (response.isError) state.lists.outdate(own.method);
      else handlePage(state, own, { response, now });
      return;
    case 'discover':
      if (!response.isError) proveGreeting(state, own.was, response);
      return;
    case 'presence':
      return;
  }
}

/**
 * Asks the server whether it is there. False: it cannot be asked, for one that has not been greeted
 * takes nothing else. Modern servers know no `ping`, but answer this in one way or the other.
 */
export function askPresence(state: State): boolean {
  const { kind } = state.link;
  if (kind !== 'open' && kind !== 'pausing') return false;
  const own = { kind: 'presence' } as const;
  if (agreedHandshake(state) !== undefined && state.era !== 'modern') {
    toServer(state, requestLine(beginOwnRequest(state, own), 'ping', '{}'));
    return true;
  }
  const params = state.handshake.kind === 'none' ? jsonText({ _meta: envelopeOf(state) }) : '{}';
  if (params === undefined || params === '{}') return false;
  toServer(state, requestLine(beginOwnRequest(state, own), 'server/discover', params));
  return true;
}

/** Looks again at the lists the client has seen and was promised news of, once per life. */
export function recheckLists(state: State, methods: readonly ListMethod[]): void {
  const { memory, options } = state;
  // What was told in a server's place is looked at whether or not anybody can be told.
  const isWanted = memory.isUnproven || (options.lazy && memory.isGood);
  for (const method of methods) {
    if (state.rechecked.has(method) || !(isWanted || isPromised(state, method))) continue;
    state.rechecked.add(method);
    requestPage(state, { kind: 'list', method, pages: [] }, undefined);
  }
}

/** A server without a handshake has spoken, or may be spoken to: is it the one remembered? */
export function proveModern(state: State): void {
  const { memory, lists, link } = state;
  // To a server that may have left nothing is written.
  const isOpen = link.kind === 'open' && link.pinned;
  if (!isOpen || !(memory.isUnproven || state.options.lazy)) return;
  recheckLists(state, lists.methods());
  const { discover } = memory;
  const envelope = envelopeOf(state);
  const params = envelope && jsonText({ _meta: envelope });
  if (memory.isUnproven && discover !== undefined && !discover.isError && params !== undefined) {
    const id = beginOwnRequest(state, { kind: 'discover', was: discover });
    toServer(state, requestLine(id, 'server/discover', params));
  }
  memory.isUnproven = false;
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
  const envelope = state.era === 'modern' ? envelopeOf(state) : undefined;
  if (envelope !== undefined) params['_meta'] = envelope;
  const text = jsonText(params);
  if (text === undefined) return;
  toServer(state, requestLine(beginOwnRequest(state, own), own.method, text));
}

/** A modern request must carry the client's envelope; that of its first request is as good. */
function envelopeOf({ envelope }: State): Record<string, unknown> | undefined {
  if (envelope?.startsWith('{') !== true) return undefined;
  const { progressToken: _dropped, ...rest } = JSON.parse(envelope) as Record<string, unknown>;
  return rest;
}

function handlePage(
  state: State,
  own: ListRequest,
  { response, now }: { response: Response; now: number },
): void {
  const answer = heardOf(response);
  const page = answer && parsePage(own.method, outcomeText(answer));
  if (answer === undefined || page === undefined) return;
  own.pages.push(answer);
  const pagesBytes = own.pages.reduce((bytes, { line }) => bytes + line.length, 0);
  if (pagesBytes > sessionLimits.seenListBytesMax) return;
  const pagesMax = state.lists.pagesToCompare(own.method);
  const more = page.nextCursor !== undefined && own.pages.length < pagesMax;
  if (more) requestPage(state, own, page.nextCursor);
  else compare(state, own, now);
}

function compare(state: State, { method, pages }: ListRequest, now: number): void {
  const before = fingerprint(state.lists.items(method));
  state.lists.replace(method, pages);
  state.memory.forgetList(method);
  if (fingerprint(state.lists.items(method)) === before) return;
  if (state.memory.client !== undefined) state.memory.noteHeard(now);
  const { announcement, filter } = listKinds[method];
  const isTold = isPromised(state, method);
  const sequel = isTold ? 'the client gets list_changed' : 'the client was promised no news of it';
  state.port.log('info', 'list-differs', `the list of the restarted server differs; ${sequel}`, {
    method,
  });
  if (!isTold) return;
  if (state.era !== 'modern') {
    state.port.toClient(notification(announcement));
    return;
  }
  for (const { request } of state.listens.promised(filter)) {
    state.port.toClient(taggedNotification(announcement, request.id));
  }
}
