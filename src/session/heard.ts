/**
 * An answer of a server, kept as the line it was, so that it can be given once more under another
 * id; and its form as text. Does not know when that may be done.
 */

import { isListOf, isText } from '../base/shape.ts';
import { classify } from '../protocol/classify.ts';
import { replaceSpan } from '../protocol/member.ts';
import type { Id, Response, Span } from '../protocol/message.ts';

export interface HeardAnswer {
  /** With its newline. */
  readonly line: Buffer;
  readonly idSpan: Span;
  /** Of the result, or of the error. */
  readonly outcome: Span;
  readonly isError: boolean;
}

/** What stands before the id, and behind it. */
export type HeardText = readonly [before: string, after: string];

/** A copy; undefined for an answer without an id. */
export function heardOf({ bytes, idSpan, outcome, isError }: Response): HeardAnswer | undefined {
  return idSpan && { line: Buffer.from(bytes), idSpan, outcome, isError };
}

export function underId({ line, idSpan }: HeardAnswer, id: Id): Buffer {
  return replaceSpan(line, idSpan, String(id));
}

export function asResponse(heard: HeardAnswer, id: Id): Response {
  const { line: bytes, idSpan, outcome, isError } = heard;
  const byteLength = bytes.length;
  return { kind: 'response', bytes, byteLength, mayHaveMeta: true, id, idSpan, isError, outcome };
}

/** JSON text of the result, or of the error. */
export function outcomeText({ line, outcome }: HeardAnswer): string {
  return line.toString('utf8', outcome.start, outcome.end);
}

export function textOf({ line, idSpan }: HeardAnswer): HeardText {
  return [line.toString('utf8', 0, idSpan.start), line.toString('utf8', idSpan.end)];
}

/** Undefined: it is no answer. A file may hold anything. */
export function readHeard(value: unknown): HeardAnswer | undefined {
  if (!isListOf(isText)(value)) return undefined;
  const [before, after, ...more] = value as readonly string[];
  if (before === undefined || after === undefined || more.length > 0) return undefined;
  const line = Buffer.from(`${before}1${after}`);
  if (line.indexOf(0x0a) !== line.length - 1) return undefined;
  const message = classify(line);
  if (message?.kind !== 'response' || message.id !== 1) return undefined;
  return message.idSpan?.start === Buffer.byteLength(before) ? heardOf(message) : undefined;
}
