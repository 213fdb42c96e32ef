/**
 * Writes messages: values in, wire forms out. Knows JSON-RPC 2.0 and nothing of why a message is
 * written.
 */
import type { Id } from './message.ts';

/**
 * JSON-RPC's own codes; the shield makes no other. The specification keeps -32000…-32019 from new
 * use and -32020…-32099 for itself, so a failure of its own is an `internal` error.
 */
export const errorCodes = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
} as const;

interface ErrorParts {
  /** `null`: the answer to something whose id could not be read. */
  readonly id: Id | null;
  readonly code: number;
  /** One sentence for a person. */
  readonly message: string;
  readonly data?: unknown;
}

export function errorResponse({ id, code, message, data }: ErrorParts): Buffer {
  // An Id is its own JSON text (message.ts), and so is null.
  const error = JSON.stringify({ code, message, data });
  return Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":${error}}\n`);
}

/** `resultJson` is JSON text on one line. */
export function resultResponse(id: Id, resultJson: string): Buffer {
  return Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":${resultJson}}\n`);
}

/** `params`, if given, must be an object or an array. */
export function notification(method: string, params?: object): Buffer {
  return Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`);
}

/** `paramsJson` is the JSON text of an object or an array on one line. */
export function request(id: Id, method: string, paramsJson?: string): Buffer {
  const params = paramsJson === undefined ? '' : `,"params":${paramsJson}`;
  return Buffer.from(`{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)}${params}}\n`);
}
