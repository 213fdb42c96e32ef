/** What a recorder keeps and writes of streams that mean it harm. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStep } from '../../src/shield/recording/format.ts';
import { Recorder } from '../../src/shield/recording/recorder.ts';
import { UnfinishedLine } from '../../src/shield/recording/unfinished-line.ts';

const masking = {
  contents: true,
  redact: (text: string) => text,
  hash: (text: string) => String(text.length),
  isSecretName: () => false,
};
const limits = { startedAt: 0, maxMessageBytes: 1_000 };

function textsOf(recorder: Recorder, type: 'server-sent' | 'server-complained', said: string[]) {
  return said.flatMap((text) => {
    const chunk = Buffer.from(text);
    const line = recorder.record({ event: { type, generation: 1, chunk }, effects: [], now: 0 });
    return JSON.parse(line).event.text as string;
  });
}

describe('an unfinished line', () => {
  const chunks = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', '\r', '\n'), maxLength: 40 }),
  );

  it('is kept with both its ends, and no more', () => {
    fc.assert(
      fc.property(chunks, fc.boolean(), (texts, endsAtReturn) => {
        const options = { headBytes: 10, tailBytes: 5, endsAtReturn };
        const unfinished = new UnfinishedLine(options);
        const whole = texts.map((text) => unfinished.complete(Buffer.from(text)).toString());
        const rest = unfinished.drain().toString();
        const all = texts.join('');
        const lines = all.match(endsAtReturn ? /[^\n\r]*[\n\r]|[^\n\r]+$/g : /[^\n]*\n|[^\n]+$/g);
        const last = lines?.at(-1) ?? '';
        const open = /[\n\r]$/.test(endsAtReturn ? last : last.replace(/\r/g, '')) ? '' : last;
        expect(rest).toBe(open.length <= 15 ? open : open.slice(0, 10) + open.slice(-5));
        if (all.length <= 15) expect(whole.join('') + rest).toBe(all);
      }),
    );
  });
});

describe('a recorder', () => {
  it('keeps little of progress that never ends its line', () => {
    const recorder = new Recorder(masking, limits);
    const before = process.memoryUsage().rss;
    const chunk = Buffer.alloc(65_536, 'x');
    for (let time = 0; time < 4_000; time += 1) {
      const event = { type: 'server-complained', generation: 1, chunk } as const;
      recorder.record({ event, effects: [], now: 0 });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
    expect(textsOf(recorder, 'server-complained', ['50%\r', '60%'])[0]).toMatch(
      /^x+50%\r$|^x+\r?$/,
    );
  });

  it.each([5_000, 200_000])('survives a message nested %i deep', (depth) => {
    const deep = `{"jsonrpc":"2.0","id":1,"result":${'[{"a":'.repeat(depth)}1${'}]'.repeat(depth)}}\n`;
    for (const contents of [true, false]) {
      const recorder = new Recorder({ ...masking, contents }, { ...limits, maxMessageBytes: 1e7 });
      expect(textsOf(recorder, 'server-sent', [deep])[0]).toMatch(/^\{"jsonrpc":"2.0","id":1/);
    }
  });

  it.each(['server-sent', 'server-complained'] as const)('hides a key line by line: %s', (type) => {
    const body = Array.from({ length: 24 }, (_, at) => `${at}a+/`.repeat(20).slice(0, 64));
    const lines = ['-----BEGIN PRIVATE KEY-----', ...body, '-----END PRIVATE KEY-----', 'ready'];
    const recorder = new Recorder(masking, limits);
    const texts = textsOf(
      recorder,
      type,
      lines.map((line) => `${line}\n`),
    ).join('');
    for (const line of body) expect(texts).not.toContain(line);
    expect(texts).toContain('ready\n');
  });
});

describe('a step of a recording', () => {
  it('is read only if it can be played', () => {
    const good = { t: 1, decided: [], event: { type: 'server-spawned', generation: 1, pid: 2 } };
    expect(readStep(JSON.stringify(good))).toBeDefined();
    const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('toString', '__proto__', 'woke'));
    fc.assert(
      fc.property(anything, anything, anything, (t, decided, type) => {
        const forged = { t, decided, event: { type, generation: t, chunk: decided } };
        const step = readStep(JSON.stringify(forged));
        if (step !== undefined) expect(['started', 'woke']).toContain(step.event.type);
      }),
    );
  });
});
