/**
 * What a client says of itself, as one text: another client, version or capability may be answered
 * otherwise by the same server. Knows no answer and no file.
 */

import { memoryLimits } from '../base/limits.ts';
import { memberAt } from '../protocol/member.ts';
import type { Request, Span } from '../protocol/message.ts';
import { canonical } from './lists.ts';
import type { State } from './state.ts';

/** Members of `_meta` that differ from request to request of one client. */
const varying = new Set(['progressToken', 'traceparent', 'tracestate', 'baggage']);

/** The client that greets now; undefined before it has said anything, or if that is too long. */
export function clientKey({ handshake, envelope }: State): string | undefined {
  if (handshake.kind === 'none') return envelope === undefined ? undefined : metaKey(envelope);
  const { bytes, params } = handshake.request;
  const said = params && objectAt(bytes, params);
  if (said === undefined) return undefined;
  const { _meta, ...own } = said;
  return `initialize ${canonical(own)}`;
}

/** The client by a request of the modern era. */
export function requestKey({ bytes, params }: Request): string | undefined {
  const span = params && memberAt(bytes, params, '_meta');
  return span && metaKey(bytes.toString('utf8', span.start, span.end));
}

function metaKey(text: string): string | undefined {
  if (!text.startsWith('{') || text.length > memoryLimits.clientCharsMax) return undefined;
  const members = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `_meta ${canonical(Object.fromEntries(members.filter(([key]) => !varying.has(key))))}`;
}

/** What a list was asked for with; undefined if by more than a cursor. */
export function listAsked({ bytes, params }: Request): { cursor: string | undefined } | undefined {
  if (params === undefined) return { cursor: undefined };
  const said = objectAt(bytes, params);
  if (said === undefined) return undefined;
  const { cursor, _meta, ...more } = said;
  if (Object.keys(more).length > 0) return undefined;
  return cursor === undefined || typeof cursor === 'string' ? { cursor } : undefined;
}

function objectAt(bytes: Buffer, { start, end }: Span): Record<string, unknown> | undefined {
  if (bytes[start] !== 0x7b || end - start > memoryLimits.clientCharsMax) return undefined;
  return JSON.parse(bytes.toString('utf8', start, end)) as Record<string, unknown>;
}
