/**
 * How long the last bytes may wait for their reader. A client that has ended its input may still
 * read its answers, like any other that is there; one that is gone does not. Holds one time;
 * performs nothing.
 */
import { endLimits, runnerLimits } from '../base/limits.ts';
import type { ShieldEvent } from '../shield/events.ts';

export class FlushDeadline {
  #until: number | undefined;
  #listener: (leftMs: number) => void = () => {};

  /** Called when the wait becomes shorter, with what is left of it. */
  onShortened(listener: (leftMs: number) => void): void {
    this.#listener = listener;
  }

  /** Whatever ends the session; the earliest bound counts. Times are ms. */
  note(event: ShieldEvent, now: number): void {
    const bound = boundOf(event);
    const until = bound === undefined ? Number.POSITIVE_INFINITY : now + bound;
    if (until >= (this.#until ?? Number.POSITIVE_INFINITY)) return;
    this.#until = until;
    this.#listener(this.flushMs(now));
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
  // After EOF somebody may still read, as slowly as before.
  return event.cause === 'eof' ? undefined : 0;
}
