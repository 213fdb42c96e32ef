/**
 * The only source of chance in a simulated world: everything is drawn from one printed seed, so a
 * world that failed can be lived through again.
 */

export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
    // Neighbouring seeds would else begin alike.
    for (let round = 0; round < 4; round += 1) this.next();
  }

  /** In [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** An integer from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.int(0, choices.length - 1)] ?? choices[0];
  }

  /** One of the members, undefined if there is none. */
  one<T>(members: readonly T[]): T | undefined {
    return members[this.int(0, members.length - 1)];
  }

  /** A source of its own, so that a draw more in one part does not change the other parts. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 4_294_967_296));
  }
}
