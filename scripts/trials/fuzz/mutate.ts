/**
 * New inputs from old ones: bytes flipped, cut, doubled, spliced, and words of a dictionary put in
 * where they hurt. Draws from one seeded source; knows no format.
 */
import type { Random } from '../../../test/world/random.ts';

export interface Larder {
  readonly pool: readonly Buffer[];
  /** Words that mean something to the target. */
  readonly words: readonly Buffer[];
}

/** Longer inputs are for `doubling.ts`; short ones are tried more often. */
const bytesMax = 1_024;

export function mutate(random: Random, larder: Larder): Buffer {
  let bytes = random.one(larder.pool) ?? Buffer.alloc(0);
  for (let count = random.int(1, 5); count > 0; count -= 1) {
    const change = random.pick(changes);
    bytes = change(bytes, random, larder);
  }
  return bytes.length > bytesMax ? bytes.subarray(0, bytesMax) : bytes;
}

type Change = (bytes: Buffer, random: Random, larder: Larder) => Buffer;

const changes: readonly [Change, ...Change[]] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[random.int(0, copy.length - 1)] = random.int(0, 255);
    return copy;
  },
  (bytes, random) => {
    const { start, end } = range(bytes, random);
    return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
  },
  (bytes, random) => {
    const { start, end } = range(bytes, random);
    const times = random.int(2, 6);
    const part = bytes.subarray(start, end);
    const repeated = Array.from({ length: times }, () => part);
    return Buffer.concat([bytes.subarray(0, start), ...repeated, bytes.subarray(end)]);
  },
  (bytes, random, { words }) => insert(bytes, random, random.one(words)),
  (bytes, random, { words }) => insert(bytes, random, random.one(words)),
  (bytes, random, { pool }) => {
    const other = random.one(pool) ?? bytes;
    const { start, end } = range(other, random);
    return insert(bytes, random, other.subarray(start, end));
  },
  (bytes, random, { pool }) => Buffer.concat([bytes, random.one(pool) ?? bytes]),
];

function range(bytes: Buffer, random: Random): { start: number; end: number } {
  const start = random.int(0, bytes.length);
  const end = Math.min(bytes.length, start + (random.chance(0.8) ? random.int(0, 16) : 1_000));
  return { start, end };
}

function insert(bytes: Buffer, random: Random, part: Buffer = Buffer.alloc(0)): Buffer {
  const at = random.int(0, bytes.length);
  return Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
}
