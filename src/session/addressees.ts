/**
 * To what a nameless error of the server can be the answer: servers answer notifications, too, and
 * own requests whose ids they cannot read. Owns what was written to this life in which order, and
 * never says more than that one thing alone is left.
 */
import { guessLimits } from '../base/limits.ts';

export class Addressees {
  #written = 0;
  /** Things without an answer of their own (notifications, own requests), oldest first. */
  #others: number[] = [];
  #lastRequestAt = Number.NEGATIVE_INFINITY;

  /** A new life has been written nothing. */
  reset(): void {
    this.#written = 0;
    this.#others = [];
    this.#lastRequestAt = Number.NEGATIVE_INFINITY;
  }

  /** A request of the client was written; returns its place among all that was. */
  wroteRequest(now: number): number {
    this.#lastRequestAt = now;
    this.#written += 1;
    return this.#written;
  }

  wroteOther(): void {
    this.#written += 1;
    // So many unanswered things are never all answered: who it is stays open for this life.
    if (this.#others.length < guessLimits.addresseesMax) this.#others.push(this.#written);
  }

  /** A named answer to what was written at `place`: whatever went before it is through. */
  answered(place: number): void {
    const index = this.#others.findIndex((other) => other > place);
    if (index < 0) this.#others = [];
    else if (index > 0) this.#others.splice(0, index);
  }

  /**
   * A nameless error came. True if it can only be about the last request: it was written just
   * now, and nothing else that could be meant waits. What else could be meant is then used up.
   * @param now undefined: the first words of a server, which may have needed long to start
   */
  isAboutLastRequest(now: number | undefined): boolean {
    if (this.#others.length > 0) {
      if (this.#others.length < guessLimits.addresseesMax) this.#others.shift();
      return false;
    }
    return now === undefined || now - this.#lastRequestAt <= guessLimits.namelessMaxMs;
  }
}
