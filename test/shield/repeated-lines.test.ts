/** Nonsense of a client or a server does not push everything else out of a log. */
import { expect, it } from 'vitest';
import { Outbox } from '../../src/shield/outbox.ts';
import { RepeatedLines } from '../../src/shield/repeated-lines.ts';
import { createShield } from '../../src/shield/step.ts';
import { defaultOptions } from '../world/default-options.ts';
import { surroundings } from '../world/surroundings.ts';

it.each([
  '{}\n',
  'nonsense\n',
  '[1]\n',
  `{"jsonrpc":"2.0","method":"a","id":1${'x'.repeat(2_000)}\n`,
])('%.10j of a client, 10,000 times, is told at each tenfold', (line) => {
  const shield = createShield({ ...defaultOptions, maxMessageBytes: 1_024 }, surroundings);
  shield.step({ type: 'started' }, 0);
  const chunk = Buffer.from(line.repeat(100));
  const lines = Array.from({ length: 100 }, () => shield.step({ type: 'client-sent', chunk }, 0))
    .flat()
    .filter(({ type }) => type === 'log');
  expect(lines.map((it) => (it.type === 'log' ? it.fields?.['count'] : 0))).toEqual([
    undefined,
    10,
    100,
    1_000,
    10_000,
  ]);
});

it('counts what is said alike by its kind, and tells the rest of it at each tenfold', () => {
  const outbox = new Outbox();
  const repeated = new RepeatedLines(outbox);
  const told = () =>
    outbox.drain().map((effect) => (effect.type === 'log' ? effect.fields : undefined));
  repeated.log('warn', 'noise', 'said');
  repeated.log('warn', 'noise', 'said', { kind: 'a', more: 1 });
  repeated.log('warn', 'noise', 'said', { kind: 'b' });
  repeated.log('warn', 'noise', 'said, too');
  expect(told()).toEqual([{}, { kind: 'a', more: 1 }, { kind: 'b' }, {}]);
  for (let time = 2; time < 10; time += 1) repeated.log('warn', 'noise', 'said', { kind: 'a' });
  expect(told()).toEqual([]);
  repeated.log('warn', 'noise', 'said', { kind: 'a', more: 2 });
  repeated.log('warn', 'noise', 'said');
  expect(told()).toEqual([{ kind: 'a', more: 2, count: 10 }]);
});
