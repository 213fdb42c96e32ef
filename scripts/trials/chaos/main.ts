/**
 * Chaos with real processes: one world after the other, a few at a time, until the time is up.
 *
 *   npm run chaos -- [--minutes 10] [--worlds n] [--seed s]
 *
 * A seed alone lives that one world again and shows what it was. Fails if a promise was broken.
 */
import { parseArgs } from 'node:util';
import { planOf } from './plan.ts';
import { live, type Report } from './world.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string' }, worlds: { type: 'string' }, seed: { type: 'string' } },
});
const alone =
  values.seed !== undefined && values.minutes === undefined && values.worlds === undefined;
const worldsMax = alone ? 1 : Number(values.worlds ?? Number.POSITIVE_INFINITY);
const until = performance.now() + Number(values.minutes ?? 10) * 60_000;
/** Most of a world is waiting. */
const atATime = 4;
const reports: Report[] = [];
let next = Number(values.seed ?? Date.now() % 1_000_000);
const first = next;

async function liveOn(): Promise<void> {
  while (performance.now() < until && next - first < worldsMax) {
    const seed = next;
    next += 1;
    const report = await live(seed);
    reports.push(report);
    if (report.tookMs > 8000)
      console.error('slow', seed, Math.round(report.tookMs), report.stderrTail.slice(-700));
    if (report.broken.length > 0) tell(report);
  }
}

function tell({ seed, broken, stderrTail }: Report): void {
  console.error(`\nworld ${seed} broke: ${broken.join('; ')}`);
  console.error(JSON.stringify(planOf(seed)));
  console.error(stderrTail.replace(/^/gm, '    | '));
}

async function main(): Promise<void> {
  await Promise.all(Array.from({ length: atATime }, liveOn));
  if (alone) console.log(JSON.stringify({ plan: planOf(first), report: reports[0] }, undefined, 2));
  const sum = (of: (report: Report) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const most = (of: (report: Report) => number): number => Math.max(...reports.map(of));
  const brokenSeeds = reports.filter(({ broken }) => broken.length > 0).map(({ seed }) => seed);
  console.log(
    [
      `${reports.length} worlds from seed ${first}`,
      `${sum(({ lives }) => lives)} lives`,
      `${sum(({ requests }) => requests)} requests`,
      `${sum(({ ownAnswers }) => ownAnswers)} answered by errors`,
      `peak memory ${Math.round(most(({ peakMb }) => peakMb))} MB`,
      `slowest end ${Math.round(most(({ endMs }) => endMs))} ms`,
      `${brokenSeeds.length} broken${brokenSeeds.length > 0 ? `: seeds ${brokenSeeds.join(' ')}` : ''}`,
    ].join(', '),
  );
  process.exitCode = brokenSeeds.length > 0 || reports.length === 0 ? 1 : 0;
}

void main();
