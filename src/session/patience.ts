/**
 * How long the shield waits for a server that is being started again. Knows no clock.
 */

import { sessionLimits } from '../base/limits.ts';
import type { State } from './state.ts';

/** The shield's own patience follows what this very server needed the first time. */
export function replayMaxMs(state: State): number {
  const { handshakeMs } = state;
  if (isUnmet(state)) return Number.POSITIVE_INFINITY;
  return Math.max(sessionLimits.replayMaxMs, sessionLimits.replayFactor * handshakeMs);
}

/**
 * No server has answered yet, because it was started late or is slow: nobody knows how long that
 * takes, and without the shield the client would wait as long as it likes.
 */
function isUnmet({ hasAnswered, memory, options }: State): boolean {
  return !hasAnswered && (memory.isUnproven || options.lazy);
}

export function holdMaxMs(state: State): number {
  if (isUnmet(state) && !state.hasFallen) return Number.POSITIVE_INFINITY;
  const { holdMaxMs: least, replayMaxMs: usual, replayFactor } = sessionLimits;
  return Math.max(least, usual, replayFactor * state.handshakeMs);
}
