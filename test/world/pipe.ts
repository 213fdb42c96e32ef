/**
 * A pipe of the operating system: what is written comes out later, in order, cut anywhere (also
 * inside a character) or together with what was written next. Knows bytes and time, no messages.
 */

import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

export interface PipeHabits {
  readonly delayMaxMs: number;
  /** How likely a write is cut in two at a byte of chance; repeated for the rest. */
  readonly cutChance: number;
  /** How likely a piece comes out together with the one before it, if that is still inside. */
  readonly joinChance: number;
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
  /** The last chunk, which can still grow. */
  #inside: Buffer[] | undefined;

  constructor(ends: PipeEnds) {
    this.#ends = ends;
  }

  /** `isAtomic`: it is so small that the operating system never cuts it. */
  write(bytes: Buffer, isAtomic = false): void {
    for (const piece of isAtomic ? [bytes] : this.#cut(bytes)) this.#put(piece);
  }

  #put(piece: Buffer): void {
    const { random, habits, deliver } = this.#ends;
    if (this.#inside !== undefined && random.chance(habits.joinChance)) {
      this.#inside.push(piece);
      return;
    }
    const chunk = [piece];
    this.#inside = chunk;
    this.#later(() => {
      if (this.#inside === chunk) this.#inside = undefined;
      deliver(Buffer.concat(chunk));
    });
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
