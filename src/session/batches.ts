/**
 * A batch that was taken apart: whether it may travel as the bytes it came in. Knows no session.
 */

import { type Batch, bytesOf, type Outgoing } from '../protocol/message.ts';

/** Each member may go as it came; one that was held meanwhile comes as its bytes. */
export function isUnchanged({ members }: Batch, pieces: readonly Outgoing[]): boolean {
  const same = (piece: Outgoing, index: number) => bytesOf(piece) === members[index]?.bytes;
  return pieces.length === members.length && pieces.every(same);
}
