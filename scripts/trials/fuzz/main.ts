/**
 * Mutates inputs for each target until the time or the number of inputs is up, then doubles sizes
 * to find what is not linear.
 *
 *   npm run fuzz -- [--seconds 60] [--inputs n] [--target name] [--seed s]
 *
 * Time and number are for each target. Fails if anything was broken, and shows the smallest input.
 */
import { parseArgs } from 'node:util';
import { findSlow } from './doubling.ts';
import { hunt } from './hunt.ts';
import { targets } from './targets.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    inputs: { type: 'string', default: '1000000000' },
    target: { type: 'string' },
    seed: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const chosen = targets.filter(({ name }) => name === (values.target ?? name));
let total = 0;
let broken = chosen.length === 0 ? 1 : 0;

for (const target of chosen) {
  const start = performance.now();
  const until = start + Number(values.seconds) * 1_000;
  const { inputs, ways, prey } = hunt(target, { seed, inputs: Number(values.inputs), until });
  const perSecond = Math.round(inputs / ((performance.now() - start) / 1_000));
  total += inputs;
  console.log(`${target.name}: ${inputs} inputs, ${perSecond} a second, ${ways} ways`);
  if (prey === undefined) continue;
  broken += 1;
  console.error(`${target.name} is broken: ${prey.error}`);
  console.error(`  ${JSON.stringify(prey.input.toString('latin1'))}`);
  console.error(`  base64 ${prey.input.toString('base64')}`);
}

const slow = chosen.filter(({ isOnlyHunted }) => !isOnlyHunted).flatMap(findSlow);
for (const sentence of slow) console.error(`not linear: ${sentence}`);
broken += slow.length;
console.log(`${total} inputs from seed ${seed}, ${broken} broken`);
process.exitCode = broken > 0 ? 1 : 0;
