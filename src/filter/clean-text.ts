/**
 * Whether a line is UTF-8 without CR, asked once for all lines of a chunk: for short lines the
 * question costs more than its answer. Knows memory, not messages.
 */

const newlineByte = 0x0a;

export class CleanText {
  readonly #isUtf8: (bytes: Buffer) => boolean;
  #memory: ArrayBufferLike | undefined;
  #start = 0;
  #end = 0;

  constructor(isUtf8: (bytes: Buffer) => boolean) {
    this.#isUtf8 = isUtf8;
  }

  /** Looks at the part of `chunk` that can hold whole lines; it must not be changed. */
  look(chunk: Buffer): void {
    this.#memory = undefined;
    const first = chunk.indexOf(newlineByte) + 1;
    const end = chunk.lastIndexOf(newlineByte) + 1;
    // One line is looked at as itself.
    if (first === end) return;
    const lines = chunk.subarray(first, end);
    if (lines.includes(0x0d) || !this.#isUtf8(lines)) return;
    this.#memory = lines.buffer;
    this.#start = lines.byteOffset;
    this.#end = lines.byteOffset + lines.length;
  }

  /** True: `line` is clean. False: it has to be looked at. */
  has(line: Buffer): boolean {
    if (line.buffer !== this.#memory || line.byteOffset < this.#start) return false;
    if (line.byteOffset + line.length > this.#end) return false;
    // A piece of clean text is clean if it neither begins nor ends inside a character.
    const first = line[0] as number;
    return (first & 0xc0) !== 0x80 && line[line.length - 1] === newlineByte;
  }
}

/** Whether the pieces, one after the other, are UTF-8; a character may go over their borders. */
export function isUtf8InPieces(
  pieces: readonly Buffer[],
  isUtf8: (bytes: Buffer) => boolean,
): boolean {
  let cut: Buffer = Buffer.alloc(0);
  for (const piece of pieces) {
    const missing = cut.length === 0 ? 0 : characterBytes(cut[0] as number) - cut.length;
    if (piece.length < missing) return isUtf8(Buffer.concat(pieces));
    if (missing > 0 && !isUtf8(Buffer.concat([cut, piece.subarray(0, missing)]))) return false;
    const end = piece.length - cutBytes(piece);
    if (!isUtf8(piece.subarray(missing, end))) return false;
    cut = piece.subarray(end);
  }
  return cut.length === 0;
}

/** How many bytes at the end of `piece` begin a character that goes on behind it. */
function cutBytes(piece: Buffer): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = piece[piece.length - back] as number;
    if ((byte & 0xc0) !== 0x80) return characterBytes(byte) > back ? back : 0;
  }
  return 0;
}

/** By its first byte. */
function characterBytes(first: number): number {
  if (first >= 0xf0) return 4;
  if (first >= 0xe0) return 3;
  return first >= 0xc0 ? 2 : 1;
}
