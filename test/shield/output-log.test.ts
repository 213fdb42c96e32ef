/** Output of a server in the log: all of a banner, a trickle of a flood, the count of the rest. */
import { describe, expect, it } from 'vitest';
import { logLimits, messageLimits, outputLogLimits } from '../../src/base/limits.ts';
import { Outbox } from '../../src/shield/outbox.ts';
import { OutputLog } from '../../src/shield/output-log.ts';

interface Line {
  readonly text?: string;
  readonly leftOut?: number;
}

function build(source: 'noise' | 'stderr' = 'noise') {
  const outbox = new Outbox();
  const log = new OutputLog(source, (bytes) => bytes.toString(), outbox);
  const add = (text: string, now: number): void => log.add(Buffer.from(`${text}\n`), now);
  const push = (text: string, now: number): void => log.push(Buffer.from(text), now);
  const told = () => outbox.drain().flatMap((effect) => (effect.type === 'log' ? [effect] : []));
  const lines = (): Line[] => told().map(({ fields }) => (fields ?? {}) as Line);
  const events = (): string[] => told().map(({ event }) => event);
  return { log, add, push, lines, events };
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
  const { log, add, lines } = build();
  for (let n = 0; n < 100_000; n += 1) add('Loading', 1_000 + n / 100);
  log.end(2_000);
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

describe('stderr, which comes in chunks', () => {
  it('becomes lines, and the last one has no newline', () => {
    const { push, log, lines } = build('stderr');
    push('one\ntw', 1_000);
    push('o\r\n\n\r\nthree', 1_001);
    expect(lines().map(({ text }) => text)).toEqual(['one', 'two']);
    log.end(1_002);
    expect(lines().map(({ text }) => text)).toEqual(['three']);
  });

  it('a line without end is bounded, and what may be half a secret is left out', () => {
    const { push, lines } = build('stderr');
    for (let n = 0; n < 100; n += 1) push('x'.repeat(10_000), 1_000);
    push('\n', 1_000);
    const [{ text } = {}] = lines();
    expect(text).toBe('x'.repeat(messageLimits.oversizeKeepBytes - logLimits.redactCutChars));
  });

  it('has events of its own', () => {
    const { push, log, events } = build('stderr');
    for (let n = 0; n <= burstLines; n += 1) push('Loading\n', 1_000);
    log.end(1_000);
    expect([...new Set(events())]).toEqual(['stderr', 'stderr-left-out']);
  });
});
