/**
 * `Content-Length` framing as language servers use it: headers, an empty line, counted bytes.
 * Reads and writes the headers; when they count is decided by server-filter.ts.
 */
import { messageLimits } from '../base/limits.ts';

const headerStart = /^content-(?:length|type)[ \t]*:/i;
/** The base protocol of language servers has these two headers only; HTTP has others as well. */
const headerLine = /^content-(?:length|type)[ \t]*:[^\r\n]*\r?\n?$/i;
const lengthHeader = /^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?\n?$/i;

/** Whether a block of headers may begin with `line`. */
export function beginsHeaders(line: Buffer): boolean {
  const first = line[0];
  if ((first !== 0x43 && first !== 0x63) || line.length > messageLimits.headerBytesMax)
    return false;
  return headerStart.test(line.toString('latin1'));
}

/** Whether `line` may stand between headers. */
export function isHeader(line: Buffer): boolean {
  return line.length <= messageLimits.headerBytesMax && headerLine.test(line.toString('latin1'));
}

/** The length that these headers announce; undefined if none does. */
export function bodyBytesOf(headers: readonly Buffer[]): number | undefined {
  for (const line of headers) {
    const digits = lengthHeader.exec(line.toString('latin1'))?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
}

/**
 * A wire form as a framed server reads it. The newline is counted as part of the body: it is
 * white space to a framed reader, and a reader of lines finds the JSON on a line of its own.
 */
export function frame(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
}
