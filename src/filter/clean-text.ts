/**
 * Whether a line is UTF-8 without CR, asked once for all lines of a chunk: for short lines the
 * question costs more than its answer. Knows memory, not messages.
 */

const newlineByte = 0x0a;

export class CleanText {
  private readonly isUtf8: (bytes: Buffer) => boolean;
  private memory: ArrayBufferLike | undefined;
  private start = 0;
  private end = 0;

  constructor(isUtf8: (bytes: Buffer) => boolean) {
    this.isUtf8 = isUtf8;
  }

  /** Looks at the part of `chunk` that can hold whole lines; it must not be changed. */
  look(chunk: Buffer): void {
    this.memory = undefined;
    const first = chunk.indexOf(newlineByte) + 1;
    const end = chunk.lastIndexOf(newlineByte) + 1;
    // One line is looked at as itself.
    if (first === end) return;
    const lines = chunk.subarray(first, end);
    if (lines.includes(0x0d) || !this.isUtf8(lines)) return;
    this.memory = lines.buffer;
    this.start = lines.byteOffset;
    this.end = lines.byteOffset + lines.length;
  }

  /** True: `line` is clean. False: it has to be looked at. */
  has(line: Buffer): boolean {
    if (line.buffer !== this.memory || line.byteOffset < this.start) return false;
    if (line.byteOffset + line.length > this.end) return false;
    // A piece of clean text is clean if it neither begins nor ends inside a character.
    const first = line[0] as number;
    return (first & 0xc0) !== 0x80 && line[line.length - 1] === newlineByte;
  }
}
