/**
 * Which request an answer is meant for, where its id does not say so itself. Answers nothing.
 */

import type { Id } from '../protocol/message.ts';
import type { State } from './state.ts';

/** "I could not read that", said of the one request that is open. */
export function onlyPending(state: State): Id | undefined {
  const open = [...state.pending.all()].filter(
    (entry) => entry.place === 'written' && entry.resend !== 'listen' && !entry.cancelled,
  );
  return open.length === 1 ? open[0]?.id : undefined;
}

/**
 * Some servers turn a number into a string, which TypeScript clients forgive (`Number(id)`). Where
 * the client has only ever used the one type there is no doubt which request is meant.
 */
export function loosely(state: State, id: Id): Id | undefined {
  if (state.pending.get(id) !== undefined) return undefined;
  if (typeof id === 'number') return state.usedNumberIds ? undefined : `"${id}"`;
  if (state.usedStringIds || !/^"(0|-?[1-9]\d{0,14})"$/.test(id)) return undefined;
  return Number(id.slice(1, -1));
}
