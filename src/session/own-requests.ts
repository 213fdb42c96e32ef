/**
 * Requests of the shield's own to a new server: what is restored, and the lists it
 * looks at again to know whether the client must be told of a change. They speak as this
 * client does, and their answers end here.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification, request as requestLine } from '../protocol/compose.ts';
import type { Id, Response } from '../protocol/message.ts';
import { heardOf, outcomeText } from './heard.ts';
import { taggedNotification } from './listens.ts';
import { fingerprint, jsonText, type ListMethod, listKinds, parsePage } from './lists.ts';
import type { OwnRequest } from './own-request.ts';
import { beginOwnRequest, envelopeOf } from './own-request-form.ts';
import { proveGreeting } from './prove.ts';
import type { RestoredItem } from './restored.ts';
import { agreedHandshake, type State, toServer } from './state.ts';

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
      if (!response.isError) handlePage(state, own, { response, now });
      else {
        state.lists.outdate(own.method);
        endLook(state, own, { isTold: true, now });
      }
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
    if (own.kind !== 'list' || own.method !== method) continue;
    // What it listed may be older than the change that the server has announced.
    if (!own.isAnnounced) state.ownRequests.delete(id);
  }
}

/**
 * The server announces other tools, and some are hidden: only what changes for the client is told.
 * False: it cannot be looked at, and the announcement passes.
 */
export function lookAtTools(state: State, now: number): boolean {
  const { toolFilter, lists, link, look } = state;
  if (toolFilter === undefined || link.kind !== 'open') return false;
  if (!lists.methods().includes('tools/list') || !isPromised(state, 'tools/list')) return false;
  if (look === undefined) beginLook(state, now);
  else look.again = true;
  return true;
}

function beginLook(state: State, now: number): void {
  state.look = { again: false, deadline: now + sessionLimits.lookMaxMs };
  requestPage(
    state,
    { kind: 'list', method: 'tools/list', pages: [], isAnnounced: true },
    undefined,
  );
}

/** The server did not list its tools in time: the client may as well look itself. */
export function lookOverdue(state: State, now: number): void {
  if (state.look === undefined || now < state.look.deadline) return;
  for (const [id, own] of state.ownRequests) {
    if (own.kind === 'list' && own.isAnnounced) state.ownRequests.delete(id);
  }
  state.look = undefined;
  announce(state, 'tools/list');
}

function endLook(
  state: State,
  { isAnnounced }: ListRequest,
  { isTold, now }: { isTold: boolean; now: number },
): void {
  if (!isAnnounced) return;
  const again = state.look?.again === true;
  state.look = undefined;
  if (isTold) announce(state, 'tools/list');
  if (again) beginLook(state, now);
}

function isPromised(state: State, method: ListMethod): boolean {
  const { capability, filter } = listKinds[method];
  if (state.era === 'modern') return state.listens.promised(filter).length > 0;
  const promised = agreedHandshake(state)?.agreement.capabilities[capability];
  return (promised as { listChanged?: unknown } | null | undefined)?.listChanged === true;
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

function handlePage(
  state: State,
  own: ListRequest,
  { response, now }: { response: Response; now: number },
): void {
  const answer = heardOf(response);
  const page = answer && parsePage(own.method, outcomeText(answer));
  if (answer === undefined || page === undefined) {
    endLook(state, own, { isTold: true, now });
    return;
  }
  own.pages.push(answer);
  const pagesBytes = own.pages.reduce((bytes, { line }) => bytes + line.length, 0);
  if (pagesBytes > sessionLimits.seenListBytesMax) {
    endLook(state, own, { isTold: true, now });
    return;
  }
  const pagesMax = state.lists.pagesToCompare(own.method);
  const more = page.nextCursor !== undefined && own.pages.length < pagesMax;
  if (more) requestPage(state, own, page.nextCursor);
  else compare(state, own, now);
}

function compare(state: State, own: ListRequest, now: number): void {
  const { method, pages } = own;
  const before = state.lists.items(method);
  state.lists.replace(method, pages);
  state.memory.forgetList(method);
  const after = state.lists.items(method);
  if (state.memory.client !== undefined && fingerprint(before) !== fingerprint(after)) {
    state.memory.noteHeard(now);
  }
  const isOther = shownOf(state, method, before) !== shownOf(state, method, after);
  if (own.isAnnounced) endLook(state, own, { isTold: isOther, now });
  else if (isOther) tellOfRestart(state, method);
}

/** What the client may know of a list. */
function shownOf(state: State, method: ListMethod, items: readonly unknown[]): string {
  const isFiltered = state.toolFilter !== undefined && method === 'tools/list';
  return fingerprint(isFiltered ? state.toolFilter.visible(items) : items);
}

function tellOfRestart(state: State, method: ListMethod): void {
  const isTold = isPromised(state, method);
  const sequel = isTold ? 'the client gets list_changed' : 'the client was promised no news of it';
  state.port.log('info', 'list-differs', `the list of the restarted server differs; ${sequel}`, {
    method,
  });
  if (isTold) announce(state, method);
}

function announce(state: State, method: ListMethod): void {
  const { announcement, filter } = listKinds[method];
  if (state.era !== 'modern') {
    state.port.toClient(notification(announcement));
    return;
  }
  for (const { request } of state.listens.promised(filter)) {
    state.port.toClient(taggedNotification(announcement, request.id));
  }
}
