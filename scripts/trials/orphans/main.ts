/**
 * Ends many sessions, in every way and every phase and in the first moments of a life, and looks
 * for what is left of each.
 *
 *   npm run orphans -- [--sessions 1000] [--moments 1000]
 */
import { parseArgs } from 'node:util';
import { endAtMoment, momentOf } from './moments.ts';
import { cases, endOne } from './session.ts';

const count = (by: string) => ({ type: 'string', default: by }) as const;
const { values } = parseArgs({ options: { sessions: count('1000'), moments: count('1000') } });
/** Most of a session is waiting for processes to start. */
const atATime = 4;

/** How many processes are left in all. Each index is ended once, whatever comes of the others. */
async function endAll(total: number, one: (index: number) => Promise<[object, number]>) {
  let next = 0;
  let left = 0;
  const endOn = async (): Promise<void> => {
    while (next < total) {
      const [what, itsLeft] = await one(next++);
      left += itsLeft;
      if (itsLeft > 0) console.error(`${itsLeft} processes left: ${JSON.stringify(what)}`);
    }
  };
  await Promise.all(Array.from({ length: atATime }, endOn));
  if (left > 0) process.exitCode = 1;
  return left;
}

async function main(): Promise<void> {
  const sessions = Number(values.sessions);
  let slowestMs = 0;
  const left = await endAll(sessions, async (index) => {
    const one = cases[index % cases.length];
    if (one === undefined) return [{}, 0];
    const outcome = await endOne(one);
    slowestMs = Math.max(slowestMs, outcome.goneMs);
    return [one, outcome.left];
  });
  const kinds = Math.min(sessions, cases.length);
  console.log(
    `${sessions} sessions ended in ${kinds} ways, ${left} processes left, ` +
      `the slowest was gone after ${Math.round(slowestMs)} ms`,
  );
  const moments = Number(values.moments);
  const orphans = await endAll(moments, async (index) => {
    const moment = momentOf(index);
    return [moment, await endAtMoment(moment)];
  });
  console.log(`${moments} sessions killed in the first moments of a life, ${orphans} left`);
}

void main();
