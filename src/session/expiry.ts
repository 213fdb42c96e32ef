/**
 * What a request's time-out means: the client is told, and a server that was asked hears that its
 * answer is not wanted any more. Does not know how long anybody may wait.
 */

import { notification } from '../protocol/compose.ts';
import { failures } from './failure.ts';
import type { PendingRequest } from './pending-requests.ts';
import { refuse, type State, tellServer } from './state.ts';

/** One of those whose time is up; another one's end may have settled it meanwhile. */
export function expire(state: State, { id, place }: PendingRequest): void {
  const entry = state.pending.get(id);
  if (entry === undefined) return;
  const { kind } = state.link;
  if (place === 'held') {
    refuse(state, entry, failures.heldTooLong);
    return;
  }
  refuse(state, entry, failures.timeout, true);
  // A cancelled request need not be answered, and the server was told already.
  if (entry.cancelled) return;
  state.timeoutsInARow += 1;
  // `initialize` must not be cancelled.
  const isThere = kind === 'open' || kind === 'pausing' || kind === 'replaying';
  if (!isThere || entry.resend === 'handshake') return;
  const requestId = JSON.parse(String(id)) as unknown;
  const reason = 'request timed out';
  tellServer(state, notification('notifications/cancelled', { requestId, reason }));
}
