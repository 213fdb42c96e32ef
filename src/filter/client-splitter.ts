/**
 * Cuts what a client writes into wire forms: one line each, with its newline and without BOM and
 * CR. Judges nothing: a client is answered, not filtered.
 */
import { FastLines, type FastLinesOptions } from './fast-lines.ts';
import type { OversizeItem } from './item.ts';
import { LineBuffer } from './line-buffer.ts';
import { hasBom } from './repair.ts';

export type ClientPiece<M> =
  | { readonly type: 'line'; readonly bytes: Buffer }
  /** A line that needs no judge. */
  | { readonly type: 'message'; readonly message: M }
  | OversizeItem;

export interface ClientSplitter<M> {
  /** The lines that `chunk` completes. */
  push(chunk: Buffer): ClientPiece<M>[];
  /** The last line, if the stream ended without a newline. */
  end(): ClientPiece<M>[];
}

const newline = Buffer.from('\n');

/** A line longer than `maxMessageBytes` (without its newline) comes as `oversize`. */
export function createClientSplitter<M>(use: FastLinesOptions<M>): ClientSplitter<M> {
  const lineBuffer = new LineBuffer(use.maxMessageBytes);
  const fast = new FastLines(use, lineBuffer);
  return {
    push(chunk) {
      const pieces: ClientPiece<M>[] = [];
      const sink = {
        wantsLines: false,
        message: (message: M) => void pieces.push({ type: 'message', message }),
        line: (piece: Buffer | OversizeItem) => {
          pieces.push(pieceOf(piece));
          return true;
        },
      };
      if (fast.read(chunk, sink) === chunk.length) return pieces;
      lineBuffer.push(chunk);
      for (let line = lineBuffer.next(); line !== undefined; line = lineBuffer.next()) {
        pieces.push(pieceOf(line));
      }
      return pieces;
    },
    end() {
      const rest = lineBuffer.rest();
      if (rest === undefined) return [];
      return [pieceOf(Buffer.isBuffer(rest) ? Buffer.concat([rest, newline]) : rest)];
    },
  };
}

function pieceOf(line: Buffer | OversizeItem): ClientPiece<never> {
  if (!Buffer.isBuffer(line)) return line;
  const bytes = hasBom(line) ? line.subarray(3) : line;
  if (bytes[bytes.length - 2] !== 0x0d) return { type: 'line', bytes };
  return { type: 'line', bytes: Buffer.concat([bytes.subarray(0, -2), newline]) };
}
