/**
 * Cuts a stream of chunks into lines or counted bytes, without looking at a byte twice. A line
 * within one chunk is a slice of it, not a copy. Knows nothing of what a line says.
 */

import type { OversizeItem } from './item.ts';
import { limited, PartialLine } from './partial-line.ts';

interface Wanted {
  /** At most so many bytes. */
  readonly limit: number;
  /** Stop after a newline as well. */
  readonly lines: boolean;
}

const aLine: Wanted = { limit: Number.POSITIVE_INFINITY, lines: true };

export class LineBuffer {
  /** Bytes handed out so far: the place in the stream. */
  position = 0;
  #queue: Buffer[] = [];
  #offset = 0;
  readonly #maxBytes: number;
  readonly #pending: PartialLine;

  /** @param maxBytes content (without newline) longer than this comes as its two ends */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#pending = new PartialLine(maxBytes);
  }

  push(chunk: Buffer): void {
    this.#queue.push(chunk);
  }

  /** Takes `bytes` back: they come again, before everything not yet handed out. */
  unread(bytes: Buffer): void {
    const current = this.#queue[0];
    if (current !== undefined) this.#queue[0] = current.subarray(this.#offset);
    this.#offset = 0;
    this.#queue.unshift(bytes);
    this.position -= bytes.length;
  }

  /** The next line with its newline (or counted bytes); undefined until it is complete. */
  next(wanted: Wanted = aLine): Buffer | OversizeItem | undefined {
    for (let chunk = this.#queue[0]; chunk !== undefined; chunk = this.#queue[0]) {
      const start = this.#offset;
      const room = start + wanted.limit - this.#pending.size;
      const newline = wanted.lines ? chunk.indexOf(0x0a, start) : -1;
      const end = Math.min(newline < 0 ? chunk.length : newline + 1, room);
      this.#advance(chunk, end);
      const part = chunk.subarray(start, end);
      if (newline >= 0 || end === room) return this.finish(part);
      this.#pending.add(part);
    }
    return undefined;
  }

  /** For whoever cuts the stream himself: bytes of the unfinished line. */
  get pendingBytes(): number {
    return this.#pending.size;
  }

  /** The byte that came last, if a line is unfinished. */
  get lastPendingByte(): number | undefined {
    return this.#pending.lastByte;
  }

  /** The unfinished line; undefined if it is too long to be kept. */
  get pendingPieces(): readonly Buffer[] | undefined {
    return this.#pending.pieces;
  }

  /** `part` goes on with the unfinished line. */
  keep(part: Buffer): void {
    this.#pending.add(part);
  }

  /** The unfinished line ended `bytes` later: its pieces so far, undefined if there are none. */
  pass(bytes: number): readonly Buffer[] | undefined {
    this.position += this.#pending.size + bytes;
    if (this.#pending.size === 0) return undefined;
    const { pieces } = this.#pending;
    this.#pending.restart();
    return pieces;
  }

  /** The unfinished line ends with `part`. */
  finish(part: Buffer): Buffer | OversizeItem {
    this.position += this.#pending.size + part.length;
    if (this.#pending.size === 0) return limited(part, this.#maxBytes);
    this.#pending.add(part);
    return this.#pending.drain();
  }

  /** At the end of the stream: what is left of an unfinished line, without newline. */
  rest(): Buffer | OversizeItem | undefined {
    if (this.#pending.size === 0) return undefined;
    this.position += this.#pending.size;
    return this.#pending.drain();
  }

  #advance(chunk: Buffer, end: number): void {
    this.#offset = end;
    if (end < chunk.length) return;
    this.#queue.shift();
    this.#offset = 0;
  }
}
