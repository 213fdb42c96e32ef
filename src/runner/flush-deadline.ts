/**
 * How long the last bytes may wait for their reader. A client that has ended its input may still
 * read its answers, as long as the end of the session allows; one that is gone does not. Holds one
 * time; performs nothing.
 */
import { endLimits, runnerLimits } from '../base/limits.ts';
import type { ShieldEvent } from '../shield/events.ts';

export class FlushDeadline {
  #until: number | undefined;

  /** Whatever ends the session; the earliest bound counts. Times are ms. */
  note(event: ShieldEvent, now: number): void {
    const bound = boundOf(event);
    if (bound !== undefined) this.#until = Math.min(this.#until ?? Infinity, now + bound);
  }

  /** How long to wait from now on, in ms. */
  flushMs(now: number): number {
    const { flushMs, flushConnectedMs } = runnerLimits;
    return this.#until === undefined ? flushConnectedMs : Math.max(flushMs, this.#until - now);
  }
}

function boundOf(event: ShieldEvent): number | undefined {
  if (event.type === 'signalled') return endLimits.signal.exitMs;
  if (event.type !== 'client-ended') return undefined;
  return event.cause === 'eof' ? endLimits.eof.exitMs : 0;
}
