/**
 * The members of one JSON object and the elements of one array, as offsets. Everything deeper is
 * skipped, not read. Outcomes are those of json-bytes.ts; knows nothing of messages.
 */
import { incomplete, invalidAt, skipSpace, skipString } from './json-bytes.ts';
import { skipValue } from './json-scan.ts';

/** Where a key (with its quotes) and its value stand; `valueEnd` < 0: the value broke off. */
export interface JsonMember {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/** Calls `visit` for each member of the object whose brace stands at `start`, in order. */
export function walkMembers(
  bytes: Buffer,
  span: { start: number; end: number },
  visit: (member: JsonMember) => void,
): number {
  const { start, end } = span;
  if (bytes[start] !== 0x7b) return invalidAt(start);
  let at = skipSpace(bytes, start + 1, end);
  if (at < end && bytes[at] === 0x7d) return at + 1;
  for (;;) {
    if (at >= end) return incomplete;
    const keyStart = at;
    const keyEnd = skipString(bytes, at, end);
    if (keyEnd < 0) return keyEnd;
    at = skipSpace(bytes, keyEnd, end);
    if (at >= end) return incomplete;
    if (bytes[at] !== 0x3a) return invalidAt(at);
    const valueStart = skipSpace(bytes, at + 1, end);
    const valueEnd = skipValue(bytes, valueStart, end);
    visit({ keyStart, keyEnd, valueStart, valueEnd });
    if (valueEnd < 0) return valueEnd;
    at = skipSpace(bytes, valueEnd, end);
    if (at >= end) return incomplete;
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return invalidAt(at);
    at = skipSpace(bytes, at + 1, end);
  }
}

/**
 * Calls `visit` for each element of the array whose bracket stands at `start`, in order, until it
 * returns false: then what follows is not read, and the outcome is `incomplete`.
 */
export function walkElements(
  bytes: Buffer,
  span: { start: number; end: number },
  visit: (start: number, end: number) => boolean,
): number {
  const { start, end } = span;
  if (bytes[start] !== 0x5b) return invalidAt(start);
  let at = skipSpace(bytes, start + 1, end);
  if (at < end && bytes[at] === 0x5d) return at + 1;
  for (;;) {
    const valueEnd = skipValue(bytes, at, end);
    if (valueEnd < 0) return valueEnd;
    if (!visit(skipSpace(bytes, at, end), valueEnd)) return incomplete;
    at = skipSpace(bytes, valueEnd, end);
    if (at >= end) return incomplete;
    if (bytes[at] === 0x5d) return at + 1;
    if (bytes[at] !== 0x2c) return invalidAt(at);
    at += 1;
  }
}

/** Whether the JSON string at `start`…`end` (with quotes) spells `name` (ASCII), decoded. */
export function spells(bytes: Buffer, span: { start: number; end: number }, name: string): boolean {
  const { start, end } = span;
  if (end - start - 2 < name.length) return false;
  if (end - start - 2 === name.length) return spellsPlainly(bytes, start + 1, name);
  // Each escape is longer than what it stands for, so only a longer text can hold one.
  if (end - start - 2 > name.length * 6) return false;
  const raw = bytes.toString('utf8', start, end);
  return raw.includes('\\') && JSON.parse(raw) === name;
}

function spellsPlainly(bytes: Buffer, start: number, name: string): boolean {
  for (let index = 0; index < name.length; index += 1) {
    if (bytes[start + index] !== name.charCodeAt(index)) return false;
  }
  return true;
}
