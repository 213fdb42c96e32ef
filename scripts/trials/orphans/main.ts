/**
 * Ends many sessions, in every way and every phase, and looks for what is left of each.
 *
 *   npm run orphans -- [--sessions 1000]
 */
import { parseArgs } from 'node:util';
import { type Case, cases, endOne } from './session.ts';

const { values } = parseArgs({ options: { sessions: { type: 'string', default: '1000' } } });
const sessions = Number(values.sessions);
/** Most of a session is waiting for processes to start. */
const atATime = 4;
let next = 0;
let left = 0;
let slowestMs = 0;
const broken: Case[] = [];

async function endOn(): Promise<void> {
  while (next < sessions) {
    const one = cases[next % cases.length];
    next += 1;
    if (one === undefined) return;
    const outcome = await endOne(one);
    left += outcome.left;
    slowestMs = Math.max(slowestMs, outcome.goneMs);
    if (outcome.left === 0) continue;
    broken.push(one);
    console.error(`${outcome.left} processes left: ${JSON.stringify(one)}`);
  }
}

async function main(): Promise<void> {
  await Promise.all(Array.from({ length: atATime }, endOn));
  const kinds = Math.min(sessions, cases.length);
  console.log(
    `${sessions} sessions ended in ${kinds} ways, ${left} processes left, ` +
      `the slowest was gone after ${Math.round(slowestMs)} ms`,
  );
  process.exitCode = broken.length > 0 ? 1 : 0;
}

void main();
