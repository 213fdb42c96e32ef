/**
 * The token under which a request wants to hear of its progress. Reads it, and nothing else.
 */
import { idAt, memberAt } from '../protocol/member.ts';
import type { Id, Request } from '../protocol/message.ts';
import { isShortId } from './ids.ts';

/** Undefined: it has none, or one too long to be remembered. */
export function tokenOf(request: Request): Id | undefined {
  // Native search first: most requests have no token, and some are long.
  if (!request.mayHaveMeta || request.params === undefined) return undefined;
  if (request.bytes.indexOf('"progressToken"') < 0) return undefined;
  const meta = memberAt(request.bytes, request.params, '_meta');
  const token = meta && memberAt(request.bytes, meta, 'progressToken');
  const id = token && idAt(request.bytes, token);
  return id !== undefined && isShortId(id) ? id : undefined;
}
