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

export interface Request {
  readonly kind: 'request';
  /** The wire form: the whole message with exactly one newline at its end. */
  readonly bytes: Buffer;
  readonly id: Id;
  readonly idSpan: Span;
  readonly method: string;
  readonly params: Span | undefined;
}

export interface Notification {
  readonly kind: 'notification';
  readonly bytes: Buffer;
  readonly method: string;
  readonly params: Span | undefined;
}

export interface Response {
  readonly kind: 'response';
  readonly bytes: Buffer;
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

/** What can be written to an end: bytes, or a message as it came. */
export type Outgoing = Buffer | Message;

export function bytesOf(out: Outgoing): Buffer {
  return Buffer.isBuffer(out) ? out : out.bytes;
}
