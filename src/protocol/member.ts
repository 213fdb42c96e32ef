/**
 * Reads single values out of a message by their place, so that nobody parses all of it.
 * Spans are offsets of valid JSON inside `bytes`; knows nothing of what a message means.
 */

import { skipSpace } from '../base/json-bytes.ts';
import { spells, walkMembers } from '../base/json-members.ts';
import { jsonLimits } from '../base/limits.ts';
import type { Id, Span } from './message.ts';

/**
 * The value of the last member called `key` (ASCII) of the object at `span`; undefined if it is
 * no object or has no such member.
 */
export function memberAt(bytes: Buffer, span: Span, key: string): Span | undefined {
  let found: Span | undefined;
  walkMembers(bytes, span, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    if (valueEnd < 0 || !spells(bytes, { start: keyStart, end: keyEnd }, key)) return;
    found = { start: valueStart, end: valueEnd };
  });
  return found;
}

/** Follows `keys` from member to member, from the top of a whole message when `span` is none. */
export function pathAt(
  bytes: Buffer,
  span: Span | undefined,
  ...keys: readonly string[]
): Span | undefined {
  let at = span ?? { start: skipSpace(bytes, 0, bytes.length), end: bytes.length };
  for (const key of keys) {
    const next = memberAt(bytes, at, key);
    if (next === undefined) return undefined;
    at = next;
  }
  return at;
}

/** The text of the JSON string at `span`, or undefined if it is another kind of value. */
export function textAt(bytes: Buffer, span: Span): string | undefined {
  if (bytes[span.start] !== 0x22) return undefined;
  if (!hasEscape(bytes, span)) return bytes.toString('utf8', span.start + 1, span.end - 1);
  return JSON.parse(bytes.toString('utf8', span.start, span.end)) as string;
}

/** Names and ids are short: a call out of JavaScript would cost more than it finds. */
function hasEscape(bytes: Buffer, { start, end }: Span): boolean {
  if (end - start > jsonLimits.shortTextBytes) return bytes.subarray(start, end).includes(0x5c);
  for (let at = start; at < end; at += 1) if (bytes[at] === 0x5c) return true;
  return false;
}

/** The number at `span` as JavaScript reads it, or undefined if it is another kind of value. */
export function numberAt(bytes: Buffer, span: Span): number | undefined {
  const first = bytes[span.start] as number;
  if (first !== 0x2d && (first < 0x30 || first > 0x39)) return undefined;
  return Number(bytes.toString('latin1', span.start, span.end));
}

/** The id at `span` (see `Id`): undefined unless it is a string or a number. */
export function idAt(bytes: Buffer, span: Span): Id | undefined {
  const text = textAt(bytes, span);
  // Written anew, so that "1" and "\u0031" are one id: servers escape as they like.
  if (text !== undefined) return JSON.stringify(text);
  const value = numberAt(bytes, span);
  if (value === undefined) return undefined;
  if (!Number.isSafeInteger(value)) return bytes.toString('latin1', span.start, span.end);
  return value === 0 ? 0 : value;
}

/** A copy of `bytes` with `text` in the place of `span`. */
export function replaceSpan(bytes: Buffer, span: Span, text: string): Buffer {
  return Buffer.concat([
    bytes.subarray(0, span.start),
    Buffer.from(text),
    bytes.subarray(span.end),
  ]);
}
