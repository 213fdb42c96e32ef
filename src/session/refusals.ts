/**
 * Answers for all that waits at once, because no server will give them. Does not know why.
 */

import type { Failure } from './failure.ts';
import { refuse, type State } from './state.ts';

/** No server is there and none soon. */
export function refuseWaiting(state: State, failure: Failure): void {
  dropHeld(state);
  for (const entry of [...state.pending.all()]) {
    // An acknowledged stream was promised news, not an answer: it waits for the next server.
    const waits = state.listens.get(entry.id)?.filter !== undefined;
    if (!waits) refuse(state, entry, failure);
  }
  state.link.refuseAll(failure);
}

export function refuseHandshake(state: State, failure: Failure): void {
  for (const entry of [...state.pending.all()]) {
    if (entry.resend === 'handshake') refuse(state, entry, failure);
  }
}

/** The session is over. */
export function refuseEverything(state: State, failure: Failure): void {
  dropHeld(state);
  for (const entry of [...state.pending.all()]) {
    refuse(state, entry, failure, entry.place === 'written');
  }
  state.link.refuseAll(failure);
}

function dropHeld({ hold, port }: State): void {
  const dropped = hold.drain().filter((item) => item.id === undefined).length;
  if (dropped === 0) return;
  port.log(
    'warn',
    'notification-dropped',
    'notifications of the client were dropped: there is no server',
    { dropped },
  );
}
