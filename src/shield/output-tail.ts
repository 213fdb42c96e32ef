/**
 * The last bytes of an output, for the explanation of a fall. Bounded; keeps chunks as they came
 * and joins them only when asked.
 */

import { evidenceLimits, logLimits } from '../base/limits.ts';
import { withoutFrames } from '../base/stack-frames.ts';

interface Mark {
  readonly at: number;
  /** Bytes that had come by then, those that are kept no more included. */
  readonly bytes: number;
}

const atTheStart: Mark = { at: Number.NEGATIVE_INFINITY, bytes: 0 };

export class Tail {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Something came before what is kept. */
  #isCut = false;
  #total = 0;
  #answered = atTheStart;
  /** The last answer that came well before that one. */
  #answeredBefore = atTheStart;

  /** The server answered, so what it printed so far did not end it. */
  answered(now: number): void {
    if (now - this.#answered.at >= evidenceLimits.answerRaceMs) {
      this.#answeredBefore = this.#answered;
    }
    this.#answered = { at: now, bytes: this.#total };
  }

  /**
   * Characters at the beginning of `text` that came before the last answer. Two pipes keep no
   * order: around an answer that came just now the last words may have been read first.
   */
  history(decode: (bytes: Buffer) => string, now: number): number {
    const isRecent = now - this.#answered.at < evidenceLimits.answerRaceMs;
    const { bytes } = isRecent ? this.#answeredBefore : this.#answered;
    const kept = this.#kept();
    const old = Math.max(0, bytes - (this.#total - kept.length));
    return old === 0 ? 0 : decode(kept.subarray(0, old)).length;
  }

  add(chunk: Buffer): void {
    this.#total += chunk.length;
    // A copy: a slice would keep a whole pipe buffer alive.
    const kept = Buffer.from(chunk.subarray(-evidenceLimits.tailBytes));
    this.#chunks.push(kept);
    this.#bytes += kept.length;
    this.#isCut ||= chunk.length > kept.length || this.#bytes > evidenceLimits.tailBytes;
    if (this.#bytes < 2 * evidenceLimits.tailBytes) return;
    const joined = Buffer.concat(this.#chunks).subarray(-evidenceLimits.tailBytes);
    this.#chunks = [Buffer.from(joined)];
    this.#bytes = joined.length;
  }

  text(decode: (bytes: Buffer) => string): string {
    return decode(this.#kept());
  }

  /** Without a first line that is cut: half a secret in it would not be recognised. */
  #kept(): Buffer {
    const kept = Buffer.concat(this.#chunks).subarray(-evidenceLimits.tailBytes);
    return this.#isCut ? kept.subarray(afterFirstLine(kept)) : kept;
  }
}

/** Where the second line begins; in one long line, behind what a secret may be long. */
function afterFirstLine(bytes: Buffer): number {
  const newline = bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const next = newline < 0 ? bytes.length : newline + 1;
  return next < bytes.length ? next : logLimits.redactCutChars;
}

/** The last lines that say something, each cut to a bound. */
export function lastLines(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return withoutFrames(lines)
    .slice(-evidenceLimits.tailLinesInError)
    .map((line) => line.slice(0, evidenceLimits.tailLineCharsMax));
}
