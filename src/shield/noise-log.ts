/**
 * A server's other output as lines of the log, under `--noise log`: so many a second and no more,
 * for a line in the log costs a hundred times what it costs the server, and an answer stands
 * behind it. What was left out is counted and told. Knows nothing of messages.
 */

import { KeyBlockStream } from '../base/key-blocks.ts';
import { noiseLogLimits } from '../base/limits.ts';
import { mask } from '../base/secret-names.ts';
import type { Surroundings } from './events.ts';
import type { Outbox } from './outbox.ts';

export class NoiseLog {
  readonly #decode: Surroundings['decode'];
  readonly #outbox: Outbox;
  /** Reads every line, also those left out: a key has many, and only the first one names it. */
  readonly #keys = new KeyBlockStream(mask);
  /** Lines that may still be written; refills with the time. */
  #left: number = noiseLogLimits.burstLines;
  #at = Number.NEGATIVE_INFINITY;
  #leftOut = 0;

  constructor(decode: Surroundings['decode'], outbox: Outbox) {
    this.#decode = decode;
    this.#outbox = outbox;
  }

  /** `now` in ms, never smaller than before. */
  add(bytes: Buffer, now: number): void {
    const text = this.#keys.hide(this.#decode(bytes)).trimEnd();
    const { burstLines, linesPerSecond } = noiseLogLimits;
    this.#left = Math.min(burstLines, this.#left + ((now - this.#at) / 1_000) * linesPerSecond);
    this.#at = now;
    if (this.#left < 1) {
      this.#leftOut += 1;
      return;
    }
    this.tellLeftOut();
    this.#left -= 1;
    this.#outbox.log('warn', 'the server printed non-protocol output to stdout', { text });
  }

  /** Also at the end of a life, when no line may follow. */
  tellLeftOut(): void {
    if (this.#leftOut === 0) return;
    const count = this.#leftOut;
    this.#leftOut = 0;
    const message = 'the server printed more non-protocol output than the log takes';
    this.#outbox.log('warn', message, { leftOut: count });
  }
}
