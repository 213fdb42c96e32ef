/**
 * The unfinished line: a list of parts, concatenated once; beyond the limit only its two ends.
 * Knows bytes and limits; where a line ends is told by line-buffer.ts.
 */
import { messageLimits } from '../base/limits.ts';
import type { OversizeItem } from './item.ts';

const newlineByte = 0x0a;

export class PartialLine {
  /** Bytes collected, kept or not. */
  size = 0;
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #chunksBytes = 0;
  #block: Buffer = Buffer.alloc(0);
  #blockStart = 0;
  #blockEnd = 0;
  /** Set once the content is too long; from then on `parts` are its tail. */
  #head: Buffer | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(part: Buffer): void {
    this.size += part.length;
    this.#chunksBytes += part.length;
    if (part.length < messageLimits.smallPartBytes) this.#copySmall(part);
    else {
      this.#seal();
      this.#chunks.push(part);
    }
    // One more than the limit may be the newline.
    if (this.#head === undefined && this.size > this.#maxBytes + 1) this.#overflow();
    if (this.#head !== undefined) this.#trimTail();
  }

  /** Everything collected, piece by piece; undefined if it is too long to be kept. */
  get pieces(): readonly Buffer[] | undefined {
    this.#seal();
    return this.#head === undefined ? this.#chunks : undefined;
  }

  /** The byte collected last; undefined if there is none. */
  get lastByte(): number | undefined {
    if (this.#blockEnd > this.#blockStart) return this.#block[this.#blockEnd - 1];
    return this.#chunks.at(-1)?.at(-1);
  }

  /** Everything collected, and starts anew. */
  drain(): Buffer | OversizeItem {
    this.#seal();
    const bytes =
      this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    const head = this.#head;
    const { size } = this;
    this.restart();
    if (head === undefined) return limited(bytes, this.#maxBytes);
    const newline = bytes[bytes.length - 1] === newlineByte ? 1 : 0;
    const tail = bytes.subarray(0, bytes.length - newline);
    return oversize(head, tail, { sizeBytes: size - newline, maxBytes: this.#maxBytes });
  }

  restart(): void {
    this.#chunks = [];
    this.#chunksBytes = 0;
    this.size = 0;
    this.#head = undefined;
  }

  #copySmall(part: Buffer): void {
    if (this.#blockEnd + part.length > this.#block.length) {
      this.#seal();
      this.#block = Buffer.allocUnsafeSlow(messageLimits.partBlockBytes);
      this.#blockStart = 0;
      this.#blockEnd = 0;
    }
    part.copy(this.#block, this.#blockEnd);
    this.#blockEnd += part.length;
  }

  /** Makes a part of what was copied since the last one; the block stays in use. */
  #seal(): void {
    if (this.#blockEnd === this.#blockStart) return;
    this.#chunks.push(this.#block.subarray(this.#blockStart, this.#blockEnd));
    this.#blockStart = this.#blockEnd;
  }

  #overflow(): void {
    this.#seal();
    this.#head = Buffer.concat(this.#chunks, keptBytes(this.#maxBytes));
  }

  /** Keeps one to three lengths of the tail: each byte is copied a bounded number of times. */
  #trimTail(): void {
    const keep = keptBytes(this.#maxBytes) + 1;
    if (this.#chunksBytes < 3 * keep) return;
    this.#seal();
    this.#chunks = [Buffer.from(lastBytes(Buffer.concat(this.#chunks), keep))];
    this.#chunksBytes = keep;
  }
}

/** `bytes` if its content (without the newline) is within the limit, otherwise its two ends. */
export function limited(bytes: Buffer, maxBytes: number): Buffer | OversizeItem {
  const newline = bytes[bytes.length - 1] === newlineByte ? 1 : 0;
  const size = bytes.length - newline;
  if (size <= maxBytes) return bytes;
  const head = Buffer.from(bytes.subarray(0, keptBytes(maxBytes)));
  return oversize(head, bytes.subarray(0, size), { sizeBytes: size, maxBytes });
}

/** Never more than is surely there when a line becomes too long. */
function keptBytes(maxBytes: number): number {
  return Math.min(messageLimits.oversizeKeepBytes, maxBytes);
}

function oversize(
  head: Buffer,
  tail: Buffer,
  { sizeBytes, maxBytes }: { sizeBytes: number; maxBytes: number },
): OversizeItem {
  return {
    type: 'oversize',
    head,
    tail: Buffer.from(lastBytes(tail, keptBytes(maxBytes))),
    sizeBytes,
  };
}

function lastBytes(bytes: Buffer, count: number): Buffer {
  return bytes.subarray(Math.max(0, bytes.length - count));
}
