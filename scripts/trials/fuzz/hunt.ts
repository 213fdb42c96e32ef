/**
 * Runs one target on mutated inputs and reduces whatever breaks it to something small. The same
 * seed tries the same inputs.
 */
import { Random } from '../../../test/world/random.ts';
import { type Larder, mutate } from './mutate.ts';
import type { Target } from './target.ts';

export interface Prey {
  readonly input: Buffer;
  readonly error: string;
}

export interface Hunt {
  readonly inputs: number;
  readonly ways: number;
  readonly prey: Prey | undefined;
}

export interface Bounds {
  readonly seed: number;
  readonly inputs: number;
  /** A wall clock in ms, as `performance.now()`. */
  readonly until: number;
}

const poolMax = 4_000;
/** Asking the clock costs as much as a short input. */
const clockEvery = 256;

/** Ends at the first input that breaks the target. */
export function hunt(target: Target, { seed, inputs, until }: Bounds): Hunt {
  const random = new Random(seed);
  const pool: Buffer[] = target.seeds.map((text) => Buffer.from(text));
  const larder: Larder = { pool, words: target.words.map((word) => Buffer.from(word)) };
  const ways = new Set<string>();
  let tried = 0;
  for (const input of [...pool]) {
    const prey = attempt(target, input, ways);
    tried += 1;
    if (typeof prey !== 'boolean') return { inputs: tried, ways: ways.size, prey };
  }
  while (tried < inputs) {
    if (tried % clockEvery === 0 && performance.now() > until) break;
    const input = mutate(random, larder);
    tried += 1;
    const found = attempt(target, input, ways);
    if (typeof found !== 'boolean') return { inputs: tried, ways: ways.size, prey: found };
    if (!found) continue;
    if (pool.length < poolMax) pool.push(input);
    else pool[random.int(0, poolMax - 1)] = input;
  }
  return { inputs: tried, ways: ways.size, prey: undefined };
}

/** True: it went a way that is new. */
function attempt(target: Target, input: Buffer, ways: Set<string>): boolean | Prey {
  try {
    const before = ways.size;
    ways.add(target.run(input));
    return ways.size > before;
  } catch (error) {
    return reduced(target, { input, error: String(error) });
  }
}

/** Leaves out ever smaller pieces as long as something still breaks. */
function reduced(target: Target, prey: Prey): Prey {
  let best = prey;
  for (let size = best.input.length >> 1; size > 0; size >>= 1) {
    for (let at = 0; at + size <= best.input.length; ) {
      const { input } = best;
      const less = Buffer.concat([input.subarray(0, at), input.subarray(at + size)]);
      const error = errorOf(target, less);
      if (error === undefined) at += size;
      else best = { input: less, error };
    }
  }
  return best;
}

function errorOf(target: Target, input: Buffer): string | undefined {
  try {
    target.run(input);
    return undefined;
  } catch (error) {
    return String(error);
  }
}
