/**
 * Repairs of one piece of text that would be a message but for its encoding: BOM, CR, NUL,
 * escape sequences, broken UTF-8, NaN. Each either returns a copy or the very same bytes.
 */
import { JsonScanner } from '../base/json-scan.ts';

const escapeByte = 0x1b;

export function hasBom(bytes: Buffer, at = 0): boolean {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;
}

/** Without white space, NULs and BOMs at both ends (a slice, not a copy). */
export function trimmed(bytes: Buffer): Buffer {
  let start = 0;
  let end = bytes.length;
  for (;;) {
    if (hasBom(bytes, start)) start += 3;
    else if (isPadding(bytes[start] as number)) start += 1;
    else break;
  }
  while (end > start && isPadding(bytes[end - 1] as number)) end -= 1;
  return bytes.subarray(start, end);
}

function isPadding(byte: number): boolean {
  return byte === 0x20 || byte === 0x00 || (byte >= 0x09 && byte <= 0x0d);
}

/**
 * Without CR and LF between the tokens of JSON, where they are space. Inside a string JSON allows
 * none: there they are escaped, so that the text keeps them.
 */
export function withoutBreaks(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (isBreak(bytes[end - 1] as number)) end -= 1;
  const text = bytes.subarray(0, end);
  if (!text.includes(0x0d) && !text.includes(0x0a)) return text;
  return escapedInStrings(text);
}

/** Into one buffer: there may be as many breaks as bytes, and each needs two in a string. */
function escapedInStrings(text: Buffer): Buffer {
  const out = Buffer.allocUnsafe(2 * text.length);
  let length = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at] as number;
    if (isBreak(byte)) {
      if (!inString) continue;
      out[length] = 0x5c;
      out[length + 1] = byte === 0x0d ? 0x72 : 0x6e;
      length += 2;
      continue;
    }
    out[length] = byte;
    length += 1;
    if (byte === 0x22) inString = !inString;
    else if (byte === 0x5c && inString && at + 1 < text.length) {
      at += 1;
      out[length] = text[at] as number;
      length += 1;
    }
  }
  return out.subarray(0, length);
}

function isBreak(byte: number): boolean {
  return byte === 0x0d || byte === 0x0a;
}

/**
 * CSI (`ESC [ … letter`), OSC (`ESC ] … BEL` or `ESC \`) and the short sequences. A payload ends
 * at the next ESC, so that unfinished ones cost nothing twice.
 */
const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-Z\\^-~])/g;

/** Without terminal escape sequences: a raw ESC can never be part of JSON. */
export function withoutEscapes(bytes: Buffer): Buffer {
  if (!bytes.includes(escapeByte)) return bytes;
  return Buffer.from(bytes.toString('latin1').replace(sequences, ''), 'latin1');
}

/** Invalid UTF-8 becomes U+FFFD: as it is it ends the transport of Python clients. */
export function asUtf8(bytes: Buffer, isUtf8: (bytes: Buffer) => boolean): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
}

/** `NaN`, `Infinity` and `-Infinity` (as Python writes them) become `null`. */
export function withoutNonFinite(bytes: Buffer): Buffer {
  const starts: number[] = [];
  const end = new JsonScanner(starts).scan(bytes, 0, bytes.length);
  if (end < 0 || starts.length === 0) return bytes;
  // Into one buffer: no object for each of millions of words.
  const out = Buffer.allocUnsafe(bytes.length + starts.length);
  let length = 0;
  let at = 0;
  for (const start of starts) {
    // Mostly a comma: a call would cost more than the loop.
    for (; at < start; at += 1, length += 1) out[length] = bytes[at] as number;
    out[length] = 0x6e;
    out[length + 1] = 0x75;
    out[length + 2] = 0x6c;
    out[length + 3] = 0x6c;
    length += 4;
    at = start + wordLengths(bytes[start] as number);
  }
  length += bytes.copy(out, length, at);
  return out.subarray(0, length);
}

function wordLengths(first: number): number {
  if (first === 0x4e) return 'NaN'.length;
  return first === 0x49 ? 'Infinity'.length : '-Infinity'.length;
}
