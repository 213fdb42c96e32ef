/**
 * Decides whether a wire form is a JSON-RPC 2.0 message, and which. Works on the bytes: a message
 * is never built as a value. Knows nothing of MCP methods, lines or noise.
 */
import { skipSpace } from '../base/json-bytes.ts';
import { spells, walkElements } from '../base/json-members.ts';
import { messageLimits } from '../base/limits.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { idAt, memberAt, numberAt, textAt } from './member.ts';
import type { Batch, Message, Single, Span } from './message.ts';

const newline = Buffer.from('\n');
/** Nobody has looked. */
const mayHaveMeta = true;

/**
 * The message that `bytes` (a wire form: one line with its newline) is, or undefined. The
 * message keeps `bytes`. That they are UTF-8 is the caller's to check: here bytes >= 0x80 inside
 * strings are taken as they are. Agrees with JSON.parse on everything else, double keys included.
 */
export function classify(bytes: Buffer): Message | undefined {
  const start = skipSpace(bytes, 0, bytes.length);
  if (bytes[start] === 0x5b) return batch(bytes, start);
  if (bytes[start] !== 0x7b) return undefined;
  const envelope = readEnvelope(bytes, start, bytes.length);
  if (envelope.end < 0 || skipSpace(bytes, envelope.end, bytes.length) < bytes.length) {
    return undefined;
  }
  return judge(bytes, envelope);
}

function batch(bytes: Buffer, start: number): Batch | undefined {
  const spans: Span[] = [];
  const end = walkElements(bytes, { start, end: bytes.length }, (from, to) => {
    spans.push({ start: from, end: to });
    return spans.length <= messageLimits.batchMembersMax;
  });
  if (end < 0 || skipSpace(bytes, end, bytes.length) < bytes.length) return undefined;
  const members: Single[] = [];
  for (const span of spans) {
    const member = bytes[span.start] === 0x7b ? classify(lineOf(bytes, span)) : undefined;
    if (member === undefined || member.kind === 'batch') return undefined;
    members.push(member);
  }
  return members.length > 0 ? { kind: 'batch', bytes, members } : undefined;
}

/** The value at `span` as a wire form of its own. */
export function lineOf(bytes: Buffer, span: Span): Buffer {
  return Buffer.concat([bytes.subarray(span.start, span.end), newline]);
}

function judge(bytes: Buffer, envelope: Envelope): Single | undefined {
  const { jsonrpc, method } = envelope;
  if (jsonrpc === undefined || !isVersion(bytes, jsonrpc)) return undefined;
  return method === undefined ? response(bytes, envelope) : call(bytes, envelope, method);
}

function isVersion(bytes: Buffer, span: Span): boolean {
  return bytes[span.start] === 0x22 && spells(bytes, span, '2.0');
}

function call(bytes: Buffer, envelope: Envelope, methodSpan: Span): Single | undefined {
  const { id: idSpan, params } = envelope;
  const method = textAt(bytes, methodSpan);
  if (method === undefined || !isStructured(bytes, params)) return undefined;
  const byteLength = bytes.length;
  if (idSpan === undefined)
    return { kind: 'notification', bytes, byteLength, mayHaveMeta, method, params };
  const id = idAt(bytes, idSpan);
  if (id === undefined) return undefined;
  return { kind: 'request', bytes, byteLength, mayHaveMeta, id, idSpan, method, params };
}

function isStructured(bytes: Buffer, params: Span | undefined): boolean {
  if (params === undefined) return true;
  const first = bytes[params.start];
  return first === 0x7b || first === 0x5b;
}

function response(bytes: Buffer, envelope: Envelope): Single | undefined {
  const { id: idSpan, result, error } = envelope;
  const outcome = result ?? error;
  if (outcome === undefined || (result !== undefined && error !== undefined)) return undefined;
  const isError = error !== undefined;
  if (isError && !isErrorObject(bytes, outcome)) return undefined;
  const id = idSpan === undefined ? undefined : idAt(bytes, idSpan);
  const byteLength = bytes.length;
  if (id !== undefined)
    return { kind: 'response', bytes, byteLength, mayHaveMeta, id, idSpan, isError, outcome };
  // Without an id, or with null, only an error is an answer: to something unreadable.
  const nameless = idSpan === undefined || bytes[idSpan.start] === 0x6e;
  if (!isError || !nameless) return undefined;
  return { kind: 'response', bytes, byteLength, mayHaveMeta, id: null, idSpan, isError, outcome };
}

/** An object with an integer `code` and a string `message`. */
export function isErrorObject(bytes: Buffer, error: Span): boolean {
  const code = memberAt(bytes, error, 'code');
  const message = memberAt(bytes, error, 'message');
  if (code === undefined || message === undefined) return false;
  return Number.isInteger(numberAt(bytes, code)) && bytes[message.start] === 0x22;
}
