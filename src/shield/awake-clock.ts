/**
 * Time that counts: that in which this process ran. While the machine sleeps, or mcp-shield is
 * stopped, the server cannot answer either, so a deadline must not pass then. Some systems stop
 * their monotonic clock during sleep (Linux), others let it go on (macOS, Windows).
 *
 * A jump shows by a deadline that is looked at far too late; the time since the step before it is
 * left out. So a deadline can be late by its own length, never early.
 */

import { clockJumpMinMs, clockRoundingMs } from '../base/limits.ts';

export class AwakeClock {
  #last = Number.NEGATIVE_INFINITY;
  #leftOutMs = 0;

  /**
   * The awake time at `now`, which never goes back. `dueAt`: the awake time at which the core
   * wanted to be woken; asked only after a long silence.
   */
  read(now: number, dueAt: () => number | undefined): number {
    const awake = now - this.#leftOutMs;
    if (awake - this.#last >= clockJumpMinMs) {
      const due = dueAt() ?? Number.POSITIVE_INFINITY;
      if (awake - due >= clockJumpMinMs) {
        this.#leftOutMs += awake - this.#last;
        return this.#last;
      }
    }
    this.#last = awake;
    return awake;
  }

  /** When awake time `awake` will be, if nothing interrupts it; by rounding never too early. */
  real(awake: number): number {
    return this.#leftOutMs === 0 ? awake : awake + this.#leftOutMs + clockRoundingMs;
  }
}
