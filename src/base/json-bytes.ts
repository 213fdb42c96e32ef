/**
 * The tokens of JSON on bytes: space, strings, numbers, literals. Each skips one token and says
 * where it ended or why not, without building a value. Knows nothing of objects or messages.
 *
 * An outcome is one number, so that nothing is allocated per token: an end offset when it is not
 * negative, `incomplete` when the input ended first, otherwise `invalidAt(offset)`.
 */
import { jsonLimits } from './limits.ts';

/** The input ended inside the token or the value. */
export const incomplete = -1;

/** The outcome that says: the byte at `offset` cannot be there. `invalidAt` undoes itself. */
export function invalidAt(offset: number): number {
  return -2 - offset;
}

const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const digitZero = 0x30;
const digitNine = 0x39;

/** The offset of the first byte that is not JSON white space, or `end`. */
export function skipSpace(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte > space || (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
    at += 1;
  }
  return at;
}

/** Skips the string whose opening quote stands at `start`. */
export function skipString(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== quote) return invalidAt(start);
  let at = start + 1;
  let words: Int32Array | undefined;
  const isLong = bytes.length > jsonLimits.keptViewBytesMax;
  const wordsFrom = at + (isLong ? jsonLimits.shortStringBytesOfLong : jsonLimits.shortStringBytes);
  while (at < end) {
    const byte = bytes[at] as number;
    if (byte === quote) return at + 1;
    if (byte < space) return invalidAt(at);
    if (byte === backslash) {
      at = skipEscape(bytes, at, end);
      if (at < 0) return at;
    } else at += 1;
    if (at >= wordsFrom) {
      words ??= wordsOf(bytes);
      at = skipPlain(bytes, words, { start: at, end });
    }
  }
  return incomplete;
}

/** The memory around the last text, as words: the lines of one chunk share it. */
let kept = new Int32Array(0);

function wordsOf({ buffer }: Buffer): Int32Array {
  if (kept.buffer === buffer) return kept;
  const words = new Int32Array(buffer, 0, buffer.byteLength >> 2);
  // A long message is not held back from being freed.
  if (buffer.byteLength <= jsonLimits.keptViewBytesMax) kept = words as Int32Array<ArrayBuffer>;
  return words;
}

/**
 * Skips bytes that are neither quote, backslash nor control, four at a time; may stop early, never
 * late. In `(word ^ 0x02…) - 0x21…` a byte borrows into its top bit if it was < 0x20 or a quote;
 * a borrow from the byte below makes it stop early at worst.
 */
function skipPlain(
  bytes: Buffer,
  words: Int32Array,
  { start, end }: { start: number; end: number },
): number {
  const offset = bytes.byteOffset;
  let at = start;
  while (((offset + at) & 3) !== 0) {
    if (at >= end) return at;
    const byte = bytes[at] as number;
    if (byte < space || byte === quote || byte === backslash) return at;
    at += 1;
  }
  const first = (offset + at) >> 2;
  const last = (offset + end) >> 2;
  let index = first;
  while (index < last) {
    const word = words[index] as number;
    const slash = word ^ 0x5c5c5c5c;
    const low = ((word ^ 0x02020202) - 0x21212121) & ~word;
    const hit = low | ((slash - 0x01010101) & ~slash);
    if ((hit & 0x80808080) !== 0) break;
    index += 1;
  }
  return at + (index - first) * 4;
}

function skipEscape(bytes: Buffer, start: number, end: number): number {
  if (start + 1 >= end) return incomplete;
  switch (bytes[start + 1]) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return start + 2;
    case 0x75: // u
      break;
    default:
      return invalidAt(start + 1);
  }
  for (let at = start + 2; at < start + 6; at += 1) {
    if (at >= end) return incomplete;
    if (!isHex(bytes[at] as number)) return invalidAt(at);
  }
  return start + 6;
}

function isHex(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

function isDigit(byte: number): boolean {
  return byte >= digitZero && byte <= digitNine;
}

/** Skips the number that starts at `start`; it may end with the input. */
export function skipNumber(bytes: Buffer, start: number, end: number): number {
  let at = bytes[start] === minus ? start + 1 : start;
  if (at < end && bytes[at] === digitZero) at += 1;
  else at = skipDigits(bytes, at, end);
  if (at < 0) return at;
  if (at < end && bytes[at] === 0x2e) at = skipDigits(bytes, at + 1, end);
  if (at < 0 || at >= end || ((bytes[at] as number) | 0x20) !== 0x65) return at;
  const sign = bytes[at + 1];
  const signed = at + 1 < end && (sign === 0x2b || sign === minus);
  return skipDigits(bytes, at + (signed ? 2 : 1), end);
}

/** At least one digit. */
function skipDigits(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] as number)) at += 1;
  if (at > start) return at;
  return at >= end ? incomplete : invalidAt(at);
}

/** Skips `word` (ASCII) at `start`. */
export function skipWord(
  bytes: Buffer,
  span: { start: number; end: number },
  word: string,
): number {
  for (let index = 0; index < word.length; index += 1) {
    const at = span.start + index;
    if (at >= span.end) return incomplete;
    if (bytes[at] !== word.charCodeAt(index)) return invalidAt(at);
  }
  return span.start + word.length;
}
