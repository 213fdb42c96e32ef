/**
 * A server's other output as lines of the log, under `--noise log` and `--stderr log`: so many a
 * second and no more, for a line in the log costs a hundred times what it costs the server, and an
 * answer stands behind it. What was left out is counted and told. Knows nothing of messages.
 */

import { KeyBlockStream } from '../base/key-blocks.ts';
import { outputLogLimits } from '../base/limits.ts';
import { mask } from '../base/secret-names.ts';
import type { LogLevel, Surroundings } from './events.ts';
import type { Outbox } from './outbox.ts';

/** How the log tells of it. */
interface OutputTexts {
  readonly level: LogLevel;
  readonly line: string;
  readonly more: string;
}

const texts = {
  stdout: {
    level: 'warn',
    line: 'the server printed non-protocol output to stdout',
    more: 'the server printed more non-protocol output than the log takes',
  },
  stderr: {
    level: 'info',
    line: 'the server printed to stderr',
    more: 'the server printed more to stderr than the log takes',
  },
} as const satisfies Record<string, OutputTexts>;

export class OutputLog {
  readonly #decode: Surroundings['decode'];
  readonly #outbox: Outbox;
  readonly #texts: OutputTexts;
  /** Reads every line, also those left out: a key has many, and only the first one names it. */
  readonly #keys = new KeyBlockStream(mask);
  /** Lines that may still be written; refills with the time. */
  #left: number = outputLogLimits.burstLines;
  #at = Number.NEGATIVE_INFINITY;
  #leftOut = 0;
  /** Of a line that has not ended, in pieces. */
  #begun: Buffer[] = [];
  #begunBytes = 0;

  constructor(of: keyof typeof texts, decode: Surroundings['decode'], outbox: Outbox) {
    this.#texts = texts[of];
    this.#decode = decode;
    this.#outbox = outbox;
  }

  /** Bytes as they come, whole lines or not. `now` in ms, never smaller than before. */
  addChunk(chunk: Buffer, now: number): void {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#begun.push(chunk.subarray(start, end + 1));
      start = end + 1;
      this.#endLine(now);
    }
    if (start === chunk.length) return;
    // A copy: a slice would keep a whole pipe buffer alive.
    this.#begun.push(Buffer.from(chunk.subarray(start)));
    this.#begunBytes += chunk.length - start;
    if (this.#begunBytes > outputLogLimits.lineBytesMax) this.#endLine(now);
  }

  /** One line. */
  add(bytes: Buffer, now: number): void {
    const text = this.#keys.hide(this.#decode(bytes)).trimEnd();
    const { burstLines, linesPerSecond } = outputLogLimits;
    this.#left = Math.min(burstLines, this.#left + ((now - this.#at) / 1_000) * linesPerSecond);
    this.#at = now;
    if (this.#left < 1) {
      this.#leftOut += 1;
      return;
    }
    this.#tellLeftOut();
    this.#left -= 1;
    this.#outbox.log(this.#texts.level, this.#texts.line, { text });
  }

  /** At the end of a life no line may follow. */
  end(now: number): void {
    if (this.#begun.length > 0) this.#endLine(now);
    this.#tellLeftOut();
  }

  #endLine(now: number): void {
    const line = Buffer.concat(this.#begun);
    this.#begun = [];
    this.#begunBytes = 0;
    this.add(line, now);
  }

  #tellLeftOut(): void {
    if (this.#leftOut === 0) return;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    this.#outbox.log('warn', this.#texts.more, { leftOut });
  }
}
