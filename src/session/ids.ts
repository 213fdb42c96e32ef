/**
 * What can be said of an id by itself: how it looks as the other type, and whether it is short
 * enough to be remembered. Knows no request.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id } from '../protocol/message.ts';

const numeral = /^"(0|-?[1-9]\d{0,14})"$/;

/** The same id as another type or in another spelling: `7` and `"7"`, `7.0` and `7`. */
export function otherType(id: Id): Id | undefined {
  if (typeof id === 'number') return `"${id}"`;
  if (numeral.test(id)) return Number(id.slice(1, -1));
  return undefined;
}

/** Short enough to be remembered for as long as the other end likes. */
export function isShortId(id: Id): boolean {
  return typeof id === 'number' || id.length <= sessionLimits.idCharsMax;
}
