/**
 * The line scanner (AssemblyScript): one pass over a stream of lines that proves of a line that
 * it is a single clean JSON-RPC 2.0 message and notes where its members stand. What it is not
 * sure of gets kind 0. It must never say more than src/protocol/classify.ts would; the record of
 * a line is described in src/protocol/line-scan/record.ts. Knows bytes; nothing of MCP.
 *
 * Three ideas carry it:
 * - A newline stands after the input. No token contains one, so nothing in the hot path asks
 *   whether the input has ended: a token that breaks does so at its first impossible byte, and if
 *   that byte is the one at `end`, the rest is still to come.
 * - A chunk may end anywhere. Long strings go on where they stopped. Every other token is short
 *   (`tokenMax`): it is carried in front of the next input and read again from its first byte.
 * - Texts are passed 16 bytes at a time. Signed, a byte >= 0x80 is below 0x20 like a control
 *   character, so one comparison finds both; plain ASCII pays for neither.
 */

// Memory, two pages: closers | records | carried bytes, input, newline, 16 bytes to read beyond.
const closersAt: u32 = 64;
const depthMax: u32 = 256;
export const tableAt: u32 = 1024;
export const rowsMax: u32 = 1024;
const rowBytes: u32 = 48;
export const inputAt: u32 = 50432;
export const inputMax: u32 = 65536;

/** An id string of 200 bytes with its quotes; longer keys, methods and numbers are kind 0 too. */
const tokenMax: u32 = 202;
/** Offsets within a line are signed 32 bit. Some input below that, so that nothing wraps. */
const lineMax: u32 = 0x7fff0000 - 2 * inputMax;

// Fields of a record, as byte offsets.
const endField: usize = 0;
const kindField: usize = 4;
const flagsField: usize = 8;
const lengthField: usize = 12;
const idStart: usize = 16;
const idEnd: usize = 20;
const idValue: usize = 24;
const methodStart: usize = 28;
const methodEnd: usize = 32;
const methodHash: usize = 36;
const payloadStart: usize = 40;
const payloadEnd: usize = 44;

const hasHighBytes: u32 = 1;
const mayHaveMeta: u32 = 2;
const idIsInteger: u32 = 4;

// What is expected next.
const SKIP: u32 = 0; // the newline of a line that is no message
const LINE: u32 = 1;
const FIRST_KEY: u32 = 2; // or a brace
const KEY: u32 = 3;
const COLON: u32 = 4;
const VALUE: u32 = 5;
const FIRST_ITEM: u32 = 6; // or a bracket
const NEXT: u32 = 7; // comma, or the end of the container
const NEWLINE: u32 = 8;
const TEXT: u32 = 9; // inside a string value
const KEY_TEXT: u32 = 10; // inside a key that means nothing here

// Members of the message, as bits.
const OTHER: u32 = 0;
const JSONRPC: u32 = 1;
const ID: u32 = 2;
const METHOD: u32 = 4;
const PARAMS: u32 = 8;
const RESULT: u32 = 16;
const UNWANTED: u32 = 32; // an error, or a key twice

// State of the unfinished line. `phase` is what is expected at the next byte.
let phase: u32 = LINE;
let depth: u32 = 0;
let member: u32 = OTHER;
let seen: u32 = 0;
let flags: u32 = 0;
let row: u32 = tableAt;
/** Where the line starts; may lie before the memory begins (modulo 2^32). */
let lineAt: u32 = 0;
/** Bytes before the input that are read again. */
let carried: u32 = 0;

// Why a token or the line broke: its first impossible byte, and where to go on if that is `end`.
let brokeAt: u32 = 0;
let resumeAt: u32 = 0;

/** Scans `length` bytes of input, which stand at `from` of the chunk: how many lines ended. */
export function scan(length: u32, from: u32): u32 {
  const end = inputAt + length;
  store<u8>(end, 0x0a);
  if (row != tableAt) memory.copy(tableAt, row, rowBytes);
  row = tableAt;
  let at = inputAt - carried;
  let count: u32 = 0;
  while (true) {
    if (phase == LINE) {
      if (at == end) return pause(end, end, count);
      begin(at);
    }
    if (phase != SKIP) {
      at = walk(at, end);
      if (at == 0) {
        if (brokeAt == end) return pause(resumeAt, end, count);
        phase = SKIP;
        at = brokeAt;
      }
    }
    if (phase == SKIP) {
      at = newlineFrom(at);
      if (at == end) return pause(end, end, count);
    }
    at++;
    finish(at, from);
    count++;
    row += rowBytes;
    if (count == rowsMax) {
      row = tableAt;
      carried = 0;
      return count;
    }
  }
}

/** The next byte begins a line, whatever came before. */
export function restart(): void {
  phase = LINE;
  carried = 0;
}

/** The input ended inside the line: from `at` on it is read again. */
function pause(at: u32, end: u32, count: u32): u32 {
  carried = end - at;
  if (carried > tokenMax) {
    phase = SKIP;
    carried = 0;
  }
  // A line too long stays just too long, however much follows.
  if (end - lineAt > lineMax) lineAt = end - lineMax - 1;
  if (carried > 0) memory.copy(inputAt - carried, at, carried);
  lineAt -= end - inputAt;
  return count;
}

function begin(at: u32): void {
  lineAt = at;
  depth = 0;
  seen = 0;
  flags = 0;
  clear();
}

@inline function clear(): void {
  const zero = i8x16.splat(0);
  v128.store(row, zero);
  v128.store(row, zero, 16);
  v128.store(row, zero, 32);
}

/** `after` is where the next line begins. */
function finish(after: u32, from: u32): void {
  const length = after - lineAt;
  const kind = length > lineMax || phase == SKIP ? 0 : kindOf(seen);
  if (kind == 0) clear();
  else {
    store<u32>(row, kind, kindField);
    store<u32>(row, flags, flagsField);
  }
  store<u32>(row, after - inputAt + from, endField);
  store<u32>(row, length, lengthField);
  phase = LINE;
}

@inline function kindOf(members: u32): u32 {
  const named = members & ~PARAMS;
  if (named == (JSONRPC | METHOD)) return 2;
  if (named == (JSONRPC | METHOD | ID)) return 1;
  return members == (JSONRPC | ID | RESULT) ? 3 : 0;
}

/** Goes on with the line from `phase`: where its newline is, or 0 (see `brokeAt`). */
function walk(start: u32, end: u32): u32 {
  let at = start;
  let level = depth;
  let closer: u32 = load<u8>(closersAt + level);
  let next = phase;
  let token: u32;
  let byte: u32;
  while (true) {
    switch (next) {
      case LINE:
        if (load<u8>(at) != 0x7b) return halt(at, at, LINE, 0);
        at++;
        level = 1;
        closer = 0x7d;
        store<u8>(closersAt + 1, 0x7d);
      // falls through
      case FIRST_KEY:
        at = skipSpace(at);
        if (load<u8>(at) == 0x7d) {
          next = NEXT;
          continue;
        }
        if (at == end) return halt(at, at, FIRST_KEY, level);
      // falls through
      case KEY:
        at = skipSpace(at);
        if (load<u8>(at) != 0x22) return halt(at, at, KEY, level);
        if (level == 1) {
          token = shortText(at);
          if (token == 0) return halt(brokeAt, at, KEY, 1);
          member = memberOf(at + 1, token - at - 1);
          if ((seen | UNWANTED) & member) return halt(at, at, KEY, 1);
          seen |= member;
          at = token + 1;
        } else if (level == 2 && member == PARAMS) {
          token = paramsKey(at);
          if (token == 0) return halt(brokeAt, at, KEY, 2);
          at = token + 1;
        } else {
          token = textEnd(at + 1);
          if (token == 0) return halt(brokeAt, resumeAt, KEY_TEXT, level);
          at = token + 1;
        }
      // falls through
      case COLON:
        at = skipSpace(at);
        if (load<u8>(at) != 0x3a) return halt(at, at, COLON, level);
        at++;
      // falls through
      case VALUE:
        at = skipSpace(at);
        byte = load<u8>(at);
        if (level == 1 && member != OTHER) {
          if (member < PARAMS) {
            token = member == JSONRPC ? version(at) : member == METHOD ? method(at) : id(at);
            if (token == 0) return halt(brokeAt, at, VALUE, 1);
            at = token;
            next = NEXT;
            continue;
          }
          if (member == PARAMS && (byte | 0x20) != 0x7b) return halt(at, at, VALUE, 1);
          store<u32>(row, at - lineAt, payloadStart);
        }
        if (byte == 0x22) {
          token = textEnd(at + 1);
          if (token == 0) return halt(brokeAt, resumeAt, TEXT, level);
          at = token + 1;
        } else if ((byte | 0x20) == 0x7b) {
          if (level == depthMax) return halt(at, at, VALUE, level);
          at++;
          level++;
          closer = byte + 2;
          store<u8>(closersAt + level, closer);
          next = byte == 0x7b ? FIRST_KEY : FIRST_ITEM;
          continue;
        } else {
          token = byte < 0x3a ? number(at, end) : word(at, byte);
          if (token == 0) return halt(brokeAt, at, VALUE, level);
          at = token;
        }
        if (level == 1 && member == RESULT) store<u32>(row, at - lineAt, payloadEnd);
      // falls through
      case NEXT:
        at = skipSpace(at);
        byte = load<u8>(at);
        if (byte == 0x2c) {
          at++;
          next = closer == 0x7d ? KEY : VALUE;
          continue;
        }
        if (byte != closer) return halt(at, at, NEXT, level);
        at++;
        level--;
        closer = load<u8>(closersAt + level);
        next = NEXT;
        if (level > 1) continue;
        if (level == 1) {
          if (member >= PARAMS) store<u32>(row, at - lineAt, payloadEnd);
          continue;
        }
      // falls through
      case NEWLINE:
        if (load<u8>(at) != 0x0a || at == end) return halt(at, at, NEWLINE, 0);
        phase = NEWLINE;
        return at;
      case FIRST_ITEM:
        at = skipSpace(at);
        if (at == end) return halt(at, at, FIRST_ITEM, level);
        next = load<u8>(at) == 0x5d ? NEXT : VALUE;
        continue;
      default:
        token = longTextEnd(at);
        if (token == 0) return halt(brokeAt, resumeAt, next, level);
        at = token + 1;
        if (next == KEY_TEXT) {
          next = COLON;
          continue;
        }
        if (level == 1 && member == RESULT) store<u32>(row, at - lineAt, payloadEnd);
        next = NEXT;
    }
  }
}

/** The line breaks at `at`; if that is the end of the input, it goes on at `resume`. */
function halt(at: u32, resume: u32, expected: u32, level: u32): u32 {
  brokeAt = at;
  resumeAt = resume;
  phase = expected;
  depth = level;
  return 0;
}

/** A token cannot have the byte at `at`. */
@inline function broken(at: u32): u32 {
  brokeAt = at;
  return 0;
}

/** Space and tab: a CR is not for every client's reader of lines. */
@inline function skipSpace(at: u32): u32 {
  return load<u8>(at) > 0x20 ? at : spaceEnd(at);
}

function spaceEnd(start: u32): u32 {
  let at = start;
  while (load<u8>(at) == 0x20 || load<u8>(at) == 0x09) at++;
  return at;
}

// Texts ---------------------------------------------------------------------------------------

/** A bit for each of 16 bytes that is a quote, a backslash, a control character or >= 0x80. */
@inline function stops(at: u32): u32 {
  const bytes = v128.load(at);
  const marks = v128.or(
    i8x16.eq(bytes, i8x16.splat(0x22)),
    i8x16.eq(bytes, i8x16.splat(0x5c)),
  );
  return i8x16.bitmask(v128.or(marks, i8x16.lt_s(bytes, i8x16.splat(0x20))));
}

/** The same without bytes >= 0x80. */
@inline function stopsBesidesHigh(at: u32): u32 {
  const bytes = v128.load(at);
  const marks = v128.or(
    i8x16.eq(bytes, i8x16.splat(0x22)),
    i8x16.eq(bytes, i8x16.splat(0x5c)),
  );
  return i8x16.bitmask(v128.or(marks, i8x16.lt_u(bytes, i8x16.splat(0x20))));
}

/** Where the quote is that ends the text, or 0: then `resumeAt` says where to go on. */
@inline function textEnd(at: u32): u32 {
  const mask = stops(at);
  if (mask == 0) return longTextEnd(at + 16);
  const stop = at + ctz(mask);
  return load<u8>(stop) == 0x22 ? stop : longTextEnd(at);
}

function longTextEnd(start: u32): u32 {
  let at = start;
  while (true) {
    let mask: u32;
    while ((mask = stops(at)) == 0) at += 16;
    let stop = at;
    // Escapes of two bytes are struck out of the mask: texts of code and JSON are full of them.
    while (true) {
      if (mask == 0) {
        at += 16;
        break;
      }
      const index = ctz(mask);
      stop = at + index;
      const byte: u32 = load<u8>(stop);
      if (byte == 0x22) return stop;
      if (byte != 0x5c) {
        if (byte < 0x80) {
          resumeAt = stop;
          return broken(stop);
        }
        flags |= hasHighBytes;
        at = highTextEnd(stop);
        break;
      }
      if (isShortEscape(load<u8>(stop, 1))) {
        if (index == 15) {
          at += 17;
          break;
        }
        mask &= ~(3 << index);
      } else {
        at = unicodeEscape(stop);
        if (at == 0) {
          resumeAt = stop;
          return 0;
        }
        break;
      }
    }
  }
}

/** The first quote, backslash or control character. */
function highTextEnd(start: u32): u32 {
  let at = start;
  let mask: u32;
  while ((mask = stopsBesidesHigh(at)) == 0) at += 16;
  return at + ctz(mask);
}

/** One of " / \ b f n r t: those from the backslash on are bits of a word. */
@inline function isShortEscape(byte: u32): bool {
  const offset = byte - 0x5c;
  if (offset < 32) return ((0x01440441 >> offset) & 1) != 0;
  return byte == 0x22 || byte == 0x2f;
}

/** Behind the \uXXXX at `start`, or 0. */
function unicodeEscape(start: u32): u32 {
  if (load<u8>(start, 1) != 0x75) return broken(start + 1);
  for (let at = start + 2; at < start + 6; at++) {
    const byte: u32 = load<u8>(at);
    if (byte - 0x30 > 9 && (byte | 0x20) - 0x61 > 5) return broken(at);
  }
  return start + 6;
}

/** The closing quote of a string without backslash whose opening quote is at `start`, or 0. */
@inline function shortText(start: u32): u32 {
  const at = start + 1;
  const mask = stops(at);
  const stop = at + ctz(mask);
  return mask != 0 && load<u8>(stop) == 0x22 ? stop : shortTextEnd(start);
}

function shortTextEnd(start: u32): u32 {
  let at = start + 1;
  let mask: u32;
  while ((mask = stops(at)) == 0) at += 16;
  at += ctz(mask);
  if (load<u8>(at) >= 0x80) {
    flags |= hasHighBytes;
    at = highTextEnd(at);
  }
  if (load<u8>(at) != 0x22) return broken(at);
  // Broken at its start means: not to be waited for.
  return at - start >= tokenMax ? broken(start) : at;
}

/** A key of `params`, likewise, escapes allowed. */
@inline function paramsKey(start: u32): u32 {
  // "_meta" with its quotes.
  if ((load<u64>(start) & 0x00ffffffffffffff) == 0x226174656d5f22) flags |= mayHaveMeta;
  const mask = stops(start + 1);
  const stop = start + 1 + ctz(mask);
  return mask != 0 && load<u8>(stop) == 0x22 ? stop : longParamsKey(start);
}

function longParamsKey(start: u32): u32 {
  const close = longTextEnd(start + 1);
  if (close == 0) return 0;
  for (let at = start; at < close; at++) {
    if (load<u8>(at) == 0x5c) flags |= mayHaveMeta;
  }
  return close - start >= tokenMax ? broken(start) : close;
}

// Members -------------------------------------------------------------------------------------

function memberOf(at: u32, length: u32): u32 {
  const name = load<u64>(at);
  if (length == 7) return (name & 0x00ffffffffffffff) == 0x6370726e6f736a ? JSONRPC : OTHER;
  if (length == 2) return (name & 0xffff) == 0x6469 ? ID : OTHER;
  if (length == 5) return (name & 0xffffffffff) == 0x726f727265 ? UNWANTED : OTHER;
  if (length != 6) return OTHER;
  const six = name & 0xffffffffffff;
  if (six == 0x646f6874656d) return METHOD;
  if (six == 0x736d61726170) return PARAMS;
  return six == 0x746c75736572 ? RESULT : OTHER;
}

/** Behind `"2.0"`, or 0. */
@inline function version(at: u32): u32 {
  return match(at, 0x22302e3222, 5);
}

/** Behind the `length` bytes at `at` if they are those of `expected`, or 0. */
@inline function match(at: u32, expected: u64, length: u32): u32 {
  const difference = (load<u64>(at) ^ expected) << (64 - 8 * length);
  if (difference == 0) return at + length;
  return broken(at + length - 8 + (<u32>ctz(difference) >> 3));
}

function method(start: u32): u32 {
  if (load<u8>(start) != 0x22) return broken(start);
  const close = shortTextEnd(start);
  if (close == 0) return 0;
  const at = start + 1;
  store<u32>(row, at - lineAt, methodStart);
  store<u32>(row, close - lineAt, methodEnd);
  store<u32>(row, hash(at, close), methodHash);
  return close + 1;
}

/** Eight bytes at a time; the last ones with zeros, which no text contains. */
function hash(start: u32, end: u32): u32 {
  let sum: u64 = 0;
  let at = start;
  while (at + 8 < end) {
    sum = mix(sum ^ load<u64>(at));
    at += 8;
  }
  const rest = (end - at) << 3;
  if (rest > 0) sum = mix(sum ^ (load<u64>(at) << (64 - rest)));
  return <u32>(sum >> 32);
}

@inline function mix(sum: u64): u64 {
  const product = sum * 0x9e3779b97f4a7c15;
  return product ^ (product >> 32);
}

/** A plain string, or an integer of at most nine digits. */
function id(start: u32): u32 {
  const after = load<u8>(start) == 0x22 ? idText(start) : idNumber(start);
  store<u32>(row, start - lineAt, idStart);
  store<u32>(row, after - lineAt, idEnd);
  return after;
}

@inline function idText(start: u32): u32 {
  const close = shortTextEnd(start);
  return close == 0 ? 0 : close + 1;
}

@inline function idNumber(start: u32): u32 {
  const isNegative = load<u8>(start) == 0x2d;
  const first = start + u32(isNegative);
  let value: u32 = load<u8>(first) - 0x30;
  let at = first + 1;
  if (value > 9) return broken(first);
  // The number behind 0 must be over; so must the one that begins with -0, which no id is.
  if (value == 0) return isNegative ? broken(start) : idEnds(at, 0);
  for (let digit = <u32>load<u8>(at) - 0x30; digit <= 9; digit = <u32>load<u8>(at) - 0x30) {
    value = value * 10 + digit;
    at++;
    if (at - first > 9) return broken(start);
  }
  return idEnds(at, isNegative ? 0 - value : value);
}

/** Whether the number goes on is not known before the byte behind it. */
@inline function idEnds(at: u32, value: u32): u32 {
  if (load<u8>(at) == 0x0a) return broken(at);
  flags |= idIsInteger;
  store<u32>(row, value, idValue);
  return at;
}

// Numbers and words ---------------------------------------------------------------------------

/** Behind the number at `start`, or 0. At the end of the input it may go on. */
function number(start: u32, end: u32): u32 {
  let at = start;
  if (load<u8>(at) == 0x2d) at++;
  if (load<u8>(at) == 0x30) at++;
  else at = digits(at);
  if (at == 0) return 0;
  if (load<u8>(at) == 0x2e) {
    at = digits(at + 1);
    if (at == 0) return 0;
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++;
    if (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d) at++;
    at = digits(at);
    if (at == 0) return 0;
  }
  if (at == end) return broken(end);
  return at - start > tokenMax ? broken(start) : at;
}

/** At least one. */
@inline function digits(start: u32): u32 {
  let at = start;
  while (<u32>load<u8>(at) - 0x30 <= 9) at++;
  return at > start ? at : broken(at);
}

function word(at: u32, first: u32): u32 {
  let expected: u64 = 0x65757274; // true
  let length: u32 = 4;
  if (first == 0x66) {
    expected = 0x65736c6166; // false
    length = 5;
  } else if (first == 0x6e) expected = 0x6c6c756e; // null
  return match(at, expected, length);
}

// Lines ---------------------------------------------------------------------------------------

function newlineFrom(start: u32): u32 {
  let at = start;
  let mask: u32;
  while ((mask = newlines(at)) == 0) at += 16;
  return at + ctz(mask);
}

@inline function newlines(at: u32): u32 {
  return i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(0x0a)));
}
