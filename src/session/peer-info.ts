/**
 * Who talks to whom, as both ends introduce themselves. For people who look at a running shield;
 * nothing is decided by it.
 */

import { sessionLimits } from '../base/limits.ts';
import { memberAt, pathAt } from '../protocol/member.ts';
import type { Request, Response, Span } from '../protocol/message.ts';
import { metaKeys } from '../protocol/revisions.ts';

/** A program, by its own words. */
export interface PeerInfo {
  readonly name: string;
  readonly version: string | undefined;
}

export interface Peers {
  readonly client: PeerInfo | undefined;
  readonly server: PeerInfo | undefined;
  /** The revision that both speak; undefined before they have agreed. */
  readonly protocol: string | undefined;
}

/** From `initialize`, or from the envelope of a modern request. */
export function clientOf({ bytes, params }: Request): PeerInfo | undefined {
  if (params === undefined) return undefined;
  const legacy = memberAt(bytes, params, 'clientInfo');
  return peerAt(bytes, legacy ?? pathAt(bytes, params, '_meta', metaKeys.clientInfo));
}

/** From the answer to `initialize`, or from any answer of a modern server. */
export function serverOf({ bytes, outcome, isError }: Response): PeerInfo | undefined {
  if (isError || bytes[outcome.start] !== 0x7b) return undefined;
  const legacy = memberAt(bytes, outcome, 'serverInfo');
  return peerAt(bytes, legacy ?? pathAt(bytes, outcome, '_meta', metaKeys.serverInfo));
}

function peerAt(bytes: Buffer, span: Span | undefined): PeerInfo | undefined {
  if (span === undefined) return undefined;
  const info = JSON.parse(bytes.toString('utf8', span.start, span.end)) as unknown;
  const { name, version } = (info ?? {}) as { name?: unknown; version?: unknown };
  if (typeof name !== 'string') return undefined;
  const shown =
    typeof version === 'string' ? version.slice(0, sessionLimits.peerNameCharsMax) : undefined;
  return { name: name.slice(0, sessionLimits.peerNameCharsMax), version: shown };
}
