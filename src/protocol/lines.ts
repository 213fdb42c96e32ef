/**
 * The lines of what is written to an end, for those who only look on: what is written is in pieces
 * as they suit the writer. Knows nothing of messages.
 */

const newlineByte = 0x0a;

/** Each with its newline. A header of a `Content-Length` frame is a line too. */
export function linesOf(pieces: readonly Buffer[]): Buffer[] {
  const bytes = Buffer.concat(pieces);
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(newlineByte, start);
    const end = newline < 0 ? bytes.length : newline + 1;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}
