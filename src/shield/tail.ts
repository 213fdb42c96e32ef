/**
 * The last bytes of an output, for the explanation of a fall. Bounded; keeps chunks as they came
 * and joins them only when asked.
 */

import { evidenceLimits } from '../base/limits.ts';

export class Tail {
  #chunks: Buffer[] = [];
  #bytes = 0;

  add(chunk: Buffer): void {
    // A copy: a slice would keep a whole pipe buffer alive.
    const kept = Buffer.from(chunk.subarray(-evidenceLimits.tailBytes));
    this.#chunks.push(kept);
    this.#bytes += kept.length;
    if (this.#bytes < 2 * evidenceLimits.tailBytes) return;
    const joined = Buffer.concat(this.#chunks).subarray(-evidenceLimits.tailBytes);
    this.#chunks = [Buffer.from(joined)];
    this.#bytes = joined.length;
  }

  text(decode: (bytes: Buffer) => string): string {
    return decode(Buffer.concat(this.#chunks).subarray(-evidenceLimits.tailBytes));
  }
}

/** The last lines that say something, each cut to a bound. */
export function lastLines(text: string): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines
    .slice(-evidenceLimits.tailLinesInError)
    .map((line) => line.slice(0, evidenceLimits.tailLineCharsMax));
}
