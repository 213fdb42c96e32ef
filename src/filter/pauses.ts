/**
 * Where in its unfinished line a server made a pause: two writes so far apart were two statements
 * of its program, so a newline between them may have been lost. Knows places, not what they hold.
 */
import { messageLimits } from '../base/limits.ts';

const none: readonly number[] = [];

export class Pauses {
  #places: number[] = [];
  #lastAt = Number.POSITIVE_INFINITY;

  /** A chunk came at `now` (ms); so many bytes of an unfinished line came before it. */
  note(pendingBytes: number, now: number): void {
    const isPause = pendingBytes > 0 && now - this.#lastAt >= messageLimits.pauseMinMs;
    if (isPause && this.#places.length < messageLimits.pausesMax) this.#places.push(pendingBytes);
    this.#lastAt = now;
  }

  /** Those of the unfinished line. */
  get places(): readonly number[] {
    return this.#places;
  }

  /** Those of the line that is finished now; the next one begins without. */
  ofLine(): readonly number[] {
    if (this.#places.length === 0) return none;
    const places = this.#places;
    this.#places = [];
    return places;
  }
}
