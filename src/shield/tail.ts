/**
 * The last bytes of an output, for the explanation of a fall. Bounded; keeps chunks as they came
 * and joins them only when asked.
 */

import { evidenceLimits, logLimits } from '../base/limits.ts';

export class Tail {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Something came before what is kept. */
  #isCut = false;

  add(chunk: Buffer): void {
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

  /** Without a first line that is cut: half a secret in it would not be recognised. */
  text(decode: (bytes: Buffer) => string): string {
    const kept = Buffer.concat(this.#chunks).subarray(-evidenceLimits.tailBytes);
    return decode(this.#isCut ? kept.subarray(afterFirstLine(kept)) : kept);
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
  return lines
    .slice(-evidenceLimits.tailLinesInError)
    .map((line) => line.slice(0, evidenceLimits.tailLineCharsMax));
}
