/**
 * The fast way through a busy stream: an injected reader says of whole chunks which of their lines
 * are clean messages, and only the other lines are looked at. Opened when a stream proves busy,
 * because opening costs time and memory; without a reader everything goes the slow way. Owns which
 * of the two ways is taken; what a message is it does not know.
 */
import { messageLimits } from '../base/limits.ts';
import { CleanText, isUtf8InPieces } from './clean-text.ts';
import type { OversizeItem } from './item.ts';
import type { LineBuffer } from './line-buffer.ts';

/** What reads lines; `index` counts those that the last scan ended. */
export interface LineReader<M> {
  /** How many lines end in `chunk` from `from` to `scannedTo`; goes on with an unfinished one. */
  scan(chunk: Buffer, from: number): number;
  readonly scannedTo: number;
  /** Just behind the newline, in the chunk. */
  lineEnd(index: number): number;
  /** False: it may be one, others have to look. */
  isMessage(index: number): boolean;
  /** Whether it has bytes that may not be UTF-8. */
  hasHighBytes(index: number): boolean;
  message(index: number, start: number, before: readonly Buffer[] | undefined): M;
}

export interface FastLinesOptions<M> {
  /** Without it, or where it finds none, every line is looked at. */
  readonly openReader?: () => LineReader<M> | undefined;
  /** Opened by the chunk that reaches so much; `messageLimits.fastAfterBytes` if undefined. */
  readonly fastAfterBytes?: number | undefined;
  readonly isUtf8: (bytes: Buffer) => boolean;
  readonly maxMessageBytes: number;
}

/** Called in stream order. */
export interface LineSink<M> {
  /** Also a clean message is to come as a line: it may be a copy. */
  readonly wantsLines: boolean;
  message(message: M): void;
  /** A line that may be no message. False: what follows is not to be read as lines. */
  line(piece: Buffer | OversizeItem): boolean;
}

export class FastLines<M> {
  readonly #use: FastLinesOptions<M>;
  readonly #lineBuffer: LineBuffer;
  readonly #clean: CleanText;
  #reader: LineReader<M> | undefined;
  #isClosed = false;
  #seenBytes = 0;
  /** The chunk that `clean` has been asked about. */
  #looked: Buffer | undefined;

  constructor(use: FastLinesOptions<M>, lineBuffer: LineBuffer) {
    this.#use = use;
    this.#lineBuffer = lineBuffer;
    this.#clean = new CleanText(use.isUtf8);
  }

  /** Never again: the stream is not one of lines. */
  close(): void {
    this.#isClosed = true;
    this.#reader = undefined;
  }

  /** Reads `chunk` and returns how much of it: nothing while the fast way is not open. */
  read(chunk: Buffer, sink: LineSink<M>): number {
    const reader = this.#reader ?? this.#open(chunk);
    if (reader === undefined) return 0;
    let start = 0;
    for (let from = 0; from < chunk.length; from = reader.scannedTo) {
      const count = reader.scan(chunk, from);
      for (let index = 0; index < count; index += 1) {
        const end = reader.lineEnd(index);
        if (!sink.wantsLines && this.#isMessage(reader, { index, chunk, start, end })) {
          sink.message(reader.message(index, start, this.#lineBuffer.pass(end - start)));
        } else if (!sink.line(this.#lineBuffer.finish(chunk.subarray(start, end)))) {
          this.close();
          return end;
        }
        start = end;
      }
    }
    if (start < chunk.length) this.#lineBuffer.keep(chunk.subarray(start));
    return chunk.length;
  }

  #open(chunk: Buffer): LineReader<M> | undefined {
    const { openReader, fastAfterBytes = messageLimits.fastAfterBytes } = this.#use;
    this.#seenBytes += chunk.length;
    if (this.#isClosed || this.#seenBytes < fastAfterBytes) return undefined;
    const pieces = this.#lineBuffer.pendingPieces;
    // Too long to be a message: the line after it may begin the fast way.
    if (pieces === undefined) return undefined;
    const reader = openReader?.();
    if (reader === undefined) this.close();
    else for (const piece of pieces) scanAll(reader, piece);
    this.#reader = reader;
    return reader;
  }

  #isMessage(
    reader: LineReader<M>,
    { index, chunk, start, end }: { index: number; chunk: Buffer; start: number; end: number },
  ): boolean {
    if (!reader.isMessage(index)) return false;
    const { pendingBytes } = this.#lineBuffer;
    if (pendingBytes + end - start - 1 > this.#use.maxMessageBytes) return false;
    if (!reader.hasHighBytes(index)) return true;
    const last = chunk.subarray(start, end);
    if (pendingBytes > 0) {
      return isUtf8InPieces([...(this.#lineBuffer.pendingPieces ?? []), last], this.#use.isUtf8);
    }
    if (this.#looked !== chunk) this.#clean.look(chunk);
    this.#looked = chunk;
    return this.#clean.has(last) || this.#use.isUtf8(last);
  }
}

function scanAll<M>(reader: LineReader<M>, piece: Buffer): void {
  for (let from = 0; from < piece.length; from = reader.scannedTo) reader.scan(piece, from);
}
