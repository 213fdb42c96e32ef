/**
 * Answers as servers write them by hand: readable, but not JSON-RPC 2.0. What the client is to
 * read of them is the packet itself.
 */

import type { OddForm } from './habits.ts';
import type { Packet } from './packet.ts';

/** The line, and whether it calls itself JSON-RPC; undefined: this form does not touch it. */
export interface OddLine {
  readonly line: string;
  readonly isNamed: boolean;
}

export function oddLine(form: OddForm, packet: Packet): OddLine | undefined {
  const { id, result, error } = packet;
  const named = (value: object): OddLine => ({ line: lineOf(value), isNamed: true });
  const bare = (value: object): OddLine => ({ line: lineOf(value), isNamed: false });
  switch (form) {
    case 'error is a text':
      return error && named({ jsonrpc: '2.0', id, error: error.message });
    case 'code is a word':
      return error && named({ jsonrpc: '2.0', id, error: { ...error, code: 'EFAIL' } });
    case 'code is missing':
      return error && named({ jsonrpc: '2.0', id, error: { message: error.message } });
    case 'version 1.0':
      return named({ ...packet, jsonrpc: '1.0' });
    case 'version is a number':
      return named({ ...packet, jsonrpc: 2 });
    case 'null beside':
      return named(error ? { ...packet, result: null } : { ...packet, error: null });
    case 'no version':
      return bare(error ? { id, error } : { id, result });
    case 'JSON-RPC 1.0':
      return bare({ id, result: result ?? null, error: error ?? null });
  }
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
