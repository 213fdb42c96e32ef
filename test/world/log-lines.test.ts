/**
 * Every line that the core writes into its log in some hundred worlds has an event of the table,
 * and fields that the schema of a line tells of.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logEvents } from '../../src/base/log-events.ts';
import { Outbox } from '../../src/shield/outbox.ts';
import { problemsOf } from '../schemas/schema-check.ts';
import { live } from './world.ts';

const worldsCount = 200;
const log = vi.spyOn(Outbox.prototype, 'log');
let lines: Parameters<Outbox['log']>[] = [];

beforeAll(() => {
  for (let seed = 0; seed < worldsCount; seed += 1) live(seed);
  lines = log.mock.calls;
});
afterAll(() => log.mockRestore());

it('lines have the form of the schema', () => {
  const problems = lines.flatMap(([level, event, msg, fields]) => {
    const line = { level, time: new Date(0).toISOString(), event, pid: 1, msg };
    const whole = fields === undefined ? line : { ...line, fields };
    return problemsOf('log-line', JSON.parse(JSON.stringify(whole)), 'strict');
  });
  expect([...new Set(problems)]).toEqual([]);
});

it('many events come, and all stand in the table', () => {
  const events = new Set(lines.map(([, event]) => event));
  expect([...events].filter((event) => !(event in logEvents))).toEqual([]);
  expect(events.size).toBeGreaterThan(20);
});
