/**
 * Lives simulated worlds, one after the other, and says in one line which promise was broken first.
 * Arguments: the first seed, and how many. Ends with 1 if one was broken.
 */

import { live } from '../../../test/world/world.ts';

const [first = 1, count = 1] = process.argv.slice(2).map(Number);

for (let seed = first; seed < first + count; seed += 1) {
  try {
    live(seed);
  } catch (error) {
    const [line = ''] = error instanceof Error ? error.message.split('\n') : [String(error)];
    console.log(line);
    process.exit(1);
  }
}
