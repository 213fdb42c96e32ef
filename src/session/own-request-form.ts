/**
 * The form that requests of the shield's own take, so that a server cannot tell them from those of
 * its client: their ids and their envelope; and what can be an answer to one. Asks nothing.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id, Response } from '../protocol/message.ts';
import { heardOf, outcomeText } from './heard.ts';
import { otherType } from './ids.ts';
import { parsePage } from './lists.ts';
import type { OwnRequest } from './own-request.ts';
import type { State } from './state.ts';

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

/** A modern request must carry the client's envelope; that of its first request is as good. */
export function envelopeOf({ envelope }: State): Record<string, unknown> | undefined {
  if (envelope?.startsWith('{') !== true) return undefined;
  const { progressToken: _dropped, ...rest } = JSON.parse(envelope) as Record<string, unknown>;
  return rest;
}

/** Whether what only looks like the answer to a request of the shield's own can be believed. */
export function mayAnswerOwn(state: State, id: Id, response: Response): boolean {
  const own = state.ownRequests.get(id);
  if (own === undefined || response.isError) return false;
  if (own.kind !== 'list') return own.kind !== 'discover';
  const answer = heardOf(response);
  return answer !== undefined && parsePage(own.method, outcomeText(answer)) !== undefined;
}
