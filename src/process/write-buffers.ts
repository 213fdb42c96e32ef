/**
 * Turns the parts of one step into as few writes as possible. Parts are usually neighbouring
 * subarrays of one chunk that was read, so most of the time one slice is left, and no copy is made.
 * Knows bytes only.
 */
import type { Writable } from 'node:stream';

/** Joins parts that lie side by side in the same memory; nothing is copied. */
export function mergeNeighbours(buffers: readonly Buffer[]): readonly Buffer[] {
  const merged: Buffer[] = [];
  let first: Buffer | undefined;
  let end = 0;
  // One object for each run: a chunk of small messages has hundreds of parts.
  const push = (run: Buffer): void => {
    const isWhole = end === endOf(run);
    merged.push(isWhole ? run : Buffer.from(run.buffer, run.byteOffset, end - run.byteOffset));
  };
  for (const part of buffers) {
    if (part.length === 0) continue;
    if (first === undefined || first.buffer !== part.buffer || end !== part.byteOffset) {
      if (first !== undefined) push(first);
      first = part;
    }
    end = endOf(part);
  }
  if (first !== undefined) push(first);
  return merged;
}

/**
 * Writes all parts with one system call where the stream can. Returns whether the other end keeps
 * up; if not, `drain` will be emitted. `write` itself answers false for every large chunk, also
 * for one the kernel took at once; asking for what is left over avoids that needless pause.
 */
export function writeBuffers(stream: Writable, buffers: readonly Buffer[]): boolean {
  const merged = mergeNeighbours(buffers);
  if (merged.length > 1) stream.cork();
  for (const part of merged) stream.write(part);
  if (merged.length > 1) stream.uncork();
  return !(stream.writableNeedDrain && stream.writableLength > 0);
}

function endOf(part: Buffer): number {
  return part.byteOffset + part.length;
}
