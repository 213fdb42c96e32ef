/**
 * Several pieces of work at once, but not all. Knows nothing of what they are.
 */
import { availableParallelism } from 'node:os';
import { examineLimits } from '../base/limits.ts';

/** The results in the order of `items`. Rejects with the first error. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  const { atOnceMin, atOnceMax } = examineLimits;
  const atOnce = Math.min(Math.max(availableParallelism(), atOnceMin), atOnceMax);
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
