/** Noise in the log: all of a banner, a trickle of a flood, and the count of the rest. */
import { expect, it } from 'vitest';
import { outputLogLimits } from '../../src/base/limits.ts';
import { Outbox } from '../../src/shield/outbox.ts';
import { OutputLog } from '../../src/shield/output-log.ts';

interface Line {
  readonly text?: string;
  readonly leftOut?: number;
}

function build() {
  const outbox = new Outbox();
  const noise = new OutputLog('stdout', (bytes) => bytes.toString(), outbox);
  const add = (text: string, now: number): void => noise.add(Buffer.from(`${text}\n`), now);
  const lines = (): Line[] =>
    outbox
      .drain()
      .flatMap((effect) => (effect.type === 'log' ? [(effect.fields ?? {}) as Line] : []));
  return { noise, add, lines };
}

const { burstLines, linesPerSecond } = outputLogLimits;

it('writes every line of a burst', () => {
  const { add, lines } = build();
  for (let n = 0; n < burstLines; n += 1) add(`line ${n}`, 1_000);
  expect(lines().map(({ text }) => text)).toEqual(
    Array.from({ length: burstLines }, (_, n) => `line ${n}`),
  );
});

it('writes a trickle of a flood, and counts what it leaves out', () => {
  const { noise, add, lines } = build();
  for (let n = 0; n < 100_000; n += 1) add('Loading', 1_000 + n / 100);
  noise.end(2_000);
  const told = lines();
  const written = told.filter(({ text }) => text !== undefined).length;
  expect(written).toBe(burstLines + linesPerSecond - 1);
  expect(written + told.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0)).toBe(100_000);
});

it('says what was left out before the next line', () => {
  const { add, lines } = build();
  for (let n = 0; n < burstLines + 7; n += 1) add('Loading', 1_000);
  lines();
  add('done', 2_000);
  expect(lines()).toEqual([{ leftOut: 7 }, { text: 'done' }]);
});

it('hides a key whose first line was left out', () => {
  const { add, lines } = build();
  for (let n = 0; n < burstLines; n += 1) add('Loading', 1_000);
  add('-----BEGIN RSA PRIVATE KEY-----', 1_000);
  lines();
  add('MIIEpAIBAAKCAQEA7bq1', 2_000);
  expect(JSON.stringify(lines())).not.toContain('MIIEpAIBAAKCAQEA7bq1');
});

it('puts lines together from pieces, and ends one that does not', () => {
  const { noise, lines } = build();
  for (const piece of ['one\ntw', 'o', '\n\nthr', 'ee']) noise.addChunk(Buffer.from(piece), 1_000);
  expect(lines().map(({ text }) => text)).toEqual(['one', 'two', '']);
  noise.end(1_000);
  expect(lines().map(({ text }) => text)).toEqual(['three']);
  noise.addChunk(Buffer.alloc(outputLogLimits.lineBytesMax + 1, 'x'), 1_000);
  expect(lines()).toHaveLength(1);
});
