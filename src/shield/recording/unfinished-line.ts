/**
 * The line of one stream that has no end yet. Bounded: of a line that is too long both ends are
 * kept, as the filter keeps them. What is kept is copied, so that no pipe buffer stays alive.
 */

export interface UnfinishedLineOptions {
  /** Kept from the start of the line, and from its end. */
  readonly headBytes: number;
  readonly tailBytes: number;
  /** A carriage return ends a line: progress is written so. */
  readonly endsAtReturn: boolean;
}

export class UnfinishedLine {
  readonly #options: UnfinishedLineOptions;
  #kept = Buffer.alloc(0);
  #length = 0;

  constructor(options: UnfinishedLineOptions) {
    this.#options = options;
  }

  /** The whole lines that `chunk` completes, with what came before it; its rest is kept. */
  complete(chunk: Buffer): Buffer {
    const { endsAtReturn } = this.#options;
    const newline = chunk.lastIndexOf(0x0a);
    const end = Math.max(newline, endsAtReturn ? chunk.lastIndexOf(0x0d) : -1) + 1;
    if (end === 0) {
      this.#add(chunk);
      return Buffer.alloc(0);
    }
    const whole = Buffer.concat([this.drain(), chunk.subarray(0, end)]);
    this.#add(chunk.subarray(end));
    return whole;
  }

  /** What is kept, which is kept no longer. */
  drain(): Buffer {
    const { headBytes, tailBytes } = this.#options;
    const kept = this.#kept.subarray(0, this.#length);
    this.#kept = Buffer.alloc(0);
    this.#length = 0;
    if (kept.length <= headBytes + tailBytes) return kept;
    const tail = tailBytes === 0 ? Buffer.alloc(0) : kept.subarray(-tailBytes);
    return Buffer.concat([kept.subarray(0, headBytes), tail]);
  }

  #add(bytes: Buffer): void {
    const { headBytes, tailBytes } = this.#options;
    const head = bytes.subarray(0, Math.max(0, headBytes - this.#length));
    this.#append(head);
    const rest = bytes.subarray(head.length);
    // Of the rest only the last bytes can matter.
    const last = rest.subarray(Math.max(0, rest.length - tailBytes));
    if (this.#length + last.length > headBytes + 2 * tailBytes) {
      const from = Math.max(headBytes, this.#length - tailBytes);
      this.#kept.copyWithin(headBytes, from, this.#length);
      this.#length = headBytes + this.#length - from;
    }
    this.#append(last);
  }

  #append(bytes: Buffer): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#kept.length) {
      const grown = Buffer.alloc(Math.max(needed, 2 * this.#kept.length));
      this.#kept.copy(grown, 0, 0, this.#length);
      this.#kept = grown;
    }
    bytes.copy(this.#kept, this.#length);
    this.#length = needed;
  }
}
