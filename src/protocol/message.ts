/**
 * What a line can be: a request, a notification, a response or a batch of them (2025-03-26).
 * Knows bytes and JSON-RPC 2.0; nothing of sessions, servers or MCP methods.
 */

/**
 * A JSON-RPC id as a map key that is also its JSON text (`String(id)`): a safe integer is a
 * number, a string is its JSON text with quotes (`"1"`), any other number is its literal text.
 * So 1 and "1" stay apart.
 */
export type Id = number | string;

/** Start and end (exclusive) of a value inside `bytes`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What every message is on the wire. */
interface Wire {
  /** The wire form: the whole message with exactly one newline at its end. */
  readonly bytes: Buffer;
  /** That of `bytes`, which need not be put together for it. */
  readonly byteLength: number;
  /** False: there is no `_meta` in its params, so nobody need look. */
  readonly mayHaveMeta: boolean;
}

export interface Request extends Wire {
  readonly kind: 'request';
  readonly id: Id;
  readonly idSpan: Span;
  readonly method: string;
  readonly params: Span | undefined;
}

export interface Notification extends Wire {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: Span | undefined;
}

export interface Response extends Wire {
  readonly kind: 'response';
  /** `null` only for an error: the answer to something unreadable. */
  readonly id: Id | null;
  readonly idSpan: Span | undefined;
  readonly isError: boolean;
  /** The value of `result` or `error`. */
  readonly outcome: Span;
}

export type Single = Request | Notification | Response;

export interface Batch {
  readonly kind: 'batch';
  readonly bytes: Buffer;
  /** Each with its own wire form (a copy with a newline). */
  readonly members: readonly Single[];
}

export type Message = Single | Batch;

/** Whether it is an answer, or a batch of nothing else. */
export function isAnswer(message: Message): boolean {
  if (message.kind === 'batch') return message.members.every(({ kind }) => kind === 'response');
  return message.kind === 'response';
}

/** What can be written to an end: bytes, or a message as it came. */
export type Outgoing = Buffer | Message;

export function bytesOf(out: Outgoing): Buffer {
  return Buffer.isBuffer(out) ? out : out.bytes;
}

/** A copy to keep for the session: a slice would keep the whole chunk it came in alive. */
export function kept(request: Request): Request {
  const { kind, byteLength, mayHaveMeta, id, idSpan, method, params } = request;
  const bytes = Buffer.from(request.bytes);
  return { kind, bytes, byteLength, mayHaveMeta, id, idSpan, method, params };
}
