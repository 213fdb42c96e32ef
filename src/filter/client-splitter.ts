/**
 * Cuts what a client writes into wire forms: one line each, with its newline and without BOM and
 * CR. Judges nothing: a client is answered, not filtered.
 */
import { Intake } from './intake.ts';
import type { OversizeItem } from './item.ts';
import { hasBom } from './repair.ts';

export type ClientPiece = { readonly type: 'line'; readonly bytes: Buffer } | OversizeItem;

export interface ClientSplitter {
  /** The lines that `chunk` completes. */
  push(chunk: Buffer): ClientPiece[];
  /** The last line, if the stream ended without a newline. */
  end(): ClientPiece[];
}

const newline = Buffer.from('\n');

/** @param maxBytes a longer line (without its newline) comes as `oversize` */
export function createClientSplitter(maxBytes: number): ClientSplitter {
  const intake = new Intake(maxBytes);
  return {
    push(chunk) {
      intake.push(chunk);
      const pieces: ClientPiece[] = [];
      for (let line = intake.take(); line !== undefined; line = intake.take()) {
        pieces.push(pieceOf(line));
      }
      return pieces;
    },
    end() {
      const rest = intake.rest();
      if (rest === undefined) return [];
      return [pieceOf(Buffer.isBuffer(rest) ? Buffer.concat([rest, newline]) : rest)];
    },
  };
}

function pieceOf(line: Buffer | OversizeItem): ClientPiece {
  if (!Buffer.isBuffer(line)) return line;
  const bytes = hasBom(line) ? line.subarray(3) : line;
  if (bytes[bytes.length - 2] !== 0x0d) return { type: 'line', bytes };
  return { type: 'line', bytes: Buffer.concat([bytes.subarray(0, -2), newline]) };
}
