/**
 * Output of a server as lines of the log, under `--noise log` and `--stderr log`: so many a second
 * and no more, for a line in the log costs a hundred times what it costs the server, and an answer
 * stands behind it. What was left out is counted and told. Knows nothing of messages.
 */

import { KeyBlockStream } from '../base/key-blocks.ts';
import { logLimits, messageLimits, outputLogLimits } from '../base/limits.ts';
import { mask } from '../base/secret-names.ts';
import { LineBuffer } from '../filter/line-buffer.ts';
import type { Surroundings } from './events.ts';
import type { Outbox } from './outbox.ts';

const whats = { noise: 'non-protocol output to stdout', stderr: 'to stderr' } as const;

export class OutputLog {
  /** Also what the events of its lines are called. */
  readonly #source: keyof typeof whats;
  readonly #decode: Surroundings['decode'];
  readonly #outbox: Outbox;
  /** Reads every line, also those left out: a key has many, and only the first one names it. */
  readonly #keys = new KeyBlockStream(mask);
  readonly #lines = new LineBuffer(messageLimits.oversizeKeepBytes);
  /** Lines that may still be written; refills with the time. */
  #left: number = outputLogLimits.burstLines;
  #at = Number.NEGATIVE_INFINITY;
  #leftOut = 0;

  constructor(source: keyof typeof whats, decode: Surroundings['decode'], outbox: Outbox) {
    this.#source = source;
    this.#decode = decode;
    this.#outbox = outbox;
  }

  /** Bytes as they came, lines or not. `now` in ms, never smaller than before. */
  push(chunk: Buffer, now: number): void {
    this.#lines.push(chunk);
    for (let line = this.#lines.next(); line !== undefined; line = this.#lines.next()) {
      this.#addAny(line, now);
    }
  }

  /** One line, or text over several that belong together. */
  add(bytes: Buffer, now: number): void {
    const text = this.#keys.hide(this.#decode(bytes)).trimEnd();
    if (text === '') return;
    const { burstLines, linesPerSecond } = outputLogLimits;
    this.#left = Math.min(burstLines, this.#left + ((now - this.#at) / 1_000) * linesPerSecond);
    this.#at = now;
    if (this.#left < 1) {
      this.#leftOut += 1;
      return;
    }
    this.#tellLeftOut();
    this.#left -= 1;
    const source = this.#source;
    this.#outbox.log('warn', source, `the server printed ${whats[source]}`, { text });
  }

  /** The end of a life, when no line may follow. */
  end(now: number): void {
    const rest = this.#lines.rest();
    if (rest !== undefined) this.#addAny(rest, now);
    this.#tellLeftOut();
  }

  /** Of a line that is too long its beginning, without what may be half a secret. */
  #addAny(line: NonNullable<ReturnType<LineBuffer['next']>>, now: number): void {
    const bytes = 'head' in line ? line.head.subarray(0, -logLimits.redactCutChars) : line;
    this.add(bytes, now);
  }

  #tellLeftOut(): void {
    if (this.#leftOut === 0) return;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    const source = this.#source;
    const message = `the server printed more ${whats[source]} than the log takes`;
    this.#outbox.log('warn', `${source}-left-out`, message, { leftOut });
  }
}
