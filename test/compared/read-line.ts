/**
 * What a line of a server's output is to a client without an SDK: strictly by JSON-RPC 2.0, or
 * leniently. Knows nothing of what is waited for.
 */
import type { Answered } from './act.ts';

export type Reading =
  | { readonly kind: 'junk' }
  | { readonly kind: 'notification'; readonly text: string }
  | { readonly kind: 'request'; readonly id: unknown; readonly method: string }
  | { readonly kind: 'response'; readonly id: unknown; readonly answered: Answered };

type Members = Readonly<Record<string, unknown>>;

const junk: readonly Reading[] = [{ kind: 'junk' }];

export function readStrict(line: string): readonly Reading[] {
  if (line.trim() === '') return [];
  const message = parsed(line);
  if (!isObject(message) || message['jsonrpc'] !== '2.0') return junk;
  if (typeof message['method'] === 'string') return [called(message, message['method'])];
  const { id, result, error } = message;
  if (typeof id !== 'number' && typeof id !== 'string') return junk;
  if ('result' in message === 'error' in message) return junk;
  if (!('error' in message))
    return [{ kind: 'response', id, answered: { kind: 'result', value: result } }];
  if (!isObject(error)) return junk;
  const { code, message: text } = error;
  if (!Number.isInteger(code) || typeof text !== 'string') return junk;
  return [{ kind: 'response', id, answered: { kind: 'error', code, message: text, own: false } }];
}

/** Also without `jsonrpc`, in batches, and with an `error` of any form. */
export function readLenient(line: string): readonly Reading[] {
  if (line.trim() === '') return [];
  const message = parsed(line.replace(/^\uFEFF/, ''));
  const all = Array.isArray(message) ? message : [message];
  return all.flatMap((one) => (isObject(one) ? lenient(one) : junk));
}

function lenient(message: Members): readonly Reading[] {
  if (typeof message['method'] === 'string') return [called(message, message['method'])];
  const { id, result, error } = message;
  if (id === undefined || id === null) return junk;
  if (error !== undefined && error !== null) {
    const { code, message: text } = isObject(error) ? error : { code: undefined, message: error };
    const shown = typeof text === 'string' ? text : JSON.stringify(text ?? error);
    return [
      { kind: 'response', id, answered: { kind: 'error', code, message: shown, own: false } },
    ];
  }
  if (!('result' in message)) return junk;
  return [{ kind: 'response', id, answered: { kind: 'result', value: result } }];
}

function called(message: Members, method: string): Reading {
  const { id, params } = message;
  if (id !== undefined) return { kind: 'request', id, method };
  return { kind: 'notification', text: `${method} ${JSON.stringify(params ?? {})}` };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
