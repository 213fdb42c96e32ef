/**
 * How long the shield waits for a server that is being started again. Knows no clock.
 */

import { sessionLimits } from '../base/limits.ts';
import type { State } from './state.ts';

/** The shield's own patience follows what this very server needed the first time. */
export function replayMaxMs({ handshakeMs }: State): number {
  return Math.max(sessionLimits.replayMaxMs, sessionLimits.replayFactor * handshakeMs);
}

export function holdMaxMs(state: State): number {
  return Math.max(sessionLimits.holdMaxMs, replayMaxMs(state));
}
