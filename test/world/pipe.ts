/**
 * A pipe of the operating system: what is written comes out later, in order, cut anywhere (also
 * inside a character). Knows bytes and time, no messages.
 */

import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface PipeHabits {
  readonly delayMaxMs: number;
  /** How likely a write is cut in two at a byte of chance; repeated for the rest. */
  readonly cutChance: number;
}

export interface PipeEnds {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly habits: PipeHabits;
  readonly deliver: (chunk: Buffer) => void;
}

export class Pipe {
  readonly #ends: PipeEnds;
  /** Nothing overtakes: the time at which the last thing written comes out. */
  #lastAt = 0;
  #broken = false;

  constructor(ends: PipeEnds) {
    this.#ends = ends;
  }

  write(bytes: Buffer): void {
    for (const chunk of this.#cut(bytes)) this.#later(() => this.#ends.deliver(chunk));
  }

  /** After everything written so far has come out. */
  end(act: () => void): void {
    this.#later(act);
  }

  /** Nothing comes out any more. */
  break(): void {
    this.#broken = true;
  }

  /** The time at which all that was written has come out. */
  get drainedAt(): number {
    return this.#lastAt;
  }

  #later(act: () => void): void {
    const { timeline, random, habits } = this.#ends;
    const delay = habits.delayMaxMs === 0 ? 0 : random.next() * habits.delayMaxMs;
    this.#lastAt = Math.max(this.#lastAt, timeline.now + delay);
    timeline.at(this.#lastAt, () => {
      if (!this.#broken) act();
    });
  }

  *#cut(bytes: Buffer): Generator<Buffer> {
    const { random, habits } = this.#ends;
    let rest = bytes;
    while (rest.length > 1 && random.chance(habits.cutChance)) {
      const at = random.int(1, rest.length - 1);
      yield rest.subarray(0, at);
      rest = rest.subarray(at);
    }
    yield rest;
  }
}
