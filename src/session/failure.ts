/**
 * Why a request cannot be answered by the server, and the JSON-RPC error that says so.
 * Owns the sentences and the `data` of errors; does not know how a cause is found.
 */

import { errorCodes, errorResponse } from '../protocol/compose.ts';
import type { Id } from '../protocol/message.ts';

/** What is known of a fall, ready to be shown. */
export interface Failure {
  /** A slug: of the cause where one is known, else of the shield's own state. */
  readonly reason: string;
  /** What happened and why; without a full stop at its end where text may follow. */
  readonly message: string;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
  /** Last lines of the server's output, redacted. */
  readonly stderr?: readonly string[];
  readonly advice?: readonly string[];
  /** What the server itself reported last. */
  readonly cause?: ServerError;
  /** The page about the reason. */
  readonly docs?: string;
}

/** As the server reported it, redacted and bounded. */
interface ServerError {
  /** The class of an exception. */
  readonly type?: string;
  readonly code?: string;
  readonly message: string;
}

/** What the one request adds to the failure that all share. */
export interface ErrorAnswer {
  /** `null`: the answer to something whose id could not be read. */
  readonly id: Id | null;
  readonly failure: Failure;
  readonly mayHaveRun?: boolean;
  /** `internal` unless JSON-RPC asks for another one. */
  readonly code?: number;
}

/**
 * The wire form of every error that is the shield's own: `data` always names its source and a
 * reason, and `message` is one sentence a person or a model can act on.
 */
export function errorAnswer({ id, failure, mayHaveRun, code }: ErrorAnswer): Buffer {
  const { reason, message, exitCode, signal, stderr, advice, cause, docs } = failure;
  // What is not known is undefined, which JSON leaves out.
  const known = { exitCode, signal, stderr, mayHaveRun, advice, cause, docs };
  const data = { source: 'mcp-shield', reason, ...known };
  return errorResponse({ id, code: code ?? errorCodes.internal, message, data });
}

/** A server that dies on `server/discover` is a legacy server: the client falls back on this. */
export function probeAnswer(id: Id): Buffer {
  const failure = { reason: 'server-restarted', message: 'Method not found' };
  return errorAnswer({ id, code: errorCodes.methodNotFound, failure });
}

/** The call reached a server that died: it may have had its effect. */
export function interrupted(failure: Failure): Failure {
  return {
    ...failure,
    reason: 'server-restarted',
    message: `${failure.message}; this call may have run, check before you repeat it.`,
  };
}

/** Two servers died with this request in flight: it is not tried a third time. */
export function poison(failure: Failure): Failure {
  return {
    ...failure,
    reason: 'request-refused',
    message: `This request was in flight at two deaths of the server and is not sent again: ${failure.message}.`,
  };
}

export function restarted(failure: Failure): Failure {
  return {
    ...failure,
    reason: 'server-restarted',
    message: `${failure.message}; this request was not sent again, repeat it if you need it.`,
  };
}

export const failures = {
  asleep: {
    reason: 'server-unavailable',
    message: 'The MCP server ended while nobody needed it; the next request starts it again.',
  },
  holdFull: {
    reason: 'request-refused',
    message: 'The MCP server is restarting and too many requests are waiting for it; try later.',
  },
  heldTooLong: {
    reason: 'server-unavailable',
    message: 'The MCP server did not come back in time; try again later.',
  },
  timeout: {
    reason: 'request-timeout',
    message: 'The MCP server did not answer within --request-timeout; the request was cancelled.',
  },
  idInUse: {
    reason: 'request-refused',
    message: 'This request has the id of another one that is not answered yet; use a new id.',
  },
  idTooLong: {
    reason: 'request-refused',
    message: 'The id of this request is too long to be remembered; use a shorter one.',
  },
  tooManyServerRequests: {
    reason: 'request-refused',
    message:
      'The client has too many questions of this server to answer, or their ids are too long.',
  },
  tooManyStreams: {
    reason: 'request-refused',
    message: 'Too many subscriptions are open; end one before you open another.',
  },
  tooManyOpen: {
    reason: 'request-refused',
    message: 'Too many requests are waiting for an answer from the MCP server; try later.',
  },
} as const satisfies Record<string, Failure>;
