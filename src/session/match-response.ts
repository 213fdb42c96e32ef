/**
 * Which request an answer is meant for, where its id does not say so itself. Answers nothing.
 */

import type { Id } from '../protocol/message.ts';
import { otherType } from './ids.ts';
import type { PendingRequest } from './pending-requests.ts';
import type { State } from './state.ts';

/** The one request of the client that is in this server's hands, if it is one alone. */
export function onlyPending(state: State): PendingRequest | undefined {
  let only: PendingRequest | undefined;
  for (const entry of state.pending.all()) {
    if (entry.place !== 'written' || entry.resend === 'listen') continue;
    // Also one that was cancelled: it may be the one that is meant.
    if (only !== undefined) return undefined;
    only = entry;
  }
  return only?.cancelled ? undefined : only;
}

/** The pending request that an answer under `id` is for; undefined if there is none. */
export function pendingFor(state: State, id: Id): PendingRequest | undefined {
  const entry = state.pending.get(id) ?? state.pending.get(loosely(state, id) ?? id);
  return entry?.place === 'written' ? entry : undefined;
}

/**
 * Some servers turn a number into a string, which TypeScript clients forgive (`Number(id)`). Where
 * the client has only ever used the one type there is no doubt which request is meant.
 */
export function loosely(state: State, id: Id): Id | undefined {
  if (state.pending.get(id) !== undefined) return undefined;
  const other = otherType(id);
  if (other === undefined) return undefined;
  const hasUsedBoth = state.usedStringIds && state.usedNumberIds;
  return typeof other === typeof id || !hasUsedBoth ? other : undefined;
}
