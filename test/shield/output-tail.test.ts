import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceLimits, logLimits } from '../../src/base/limits.ts';
import { lastLines, Tail } from '../../src/shield/output-tail.ts';

const decode = (bytes: Buffer): string => bytes.toString('latin1');

describe('the tail of an output', () => {
  it('is its last whole lines, however they came', () => {
    const chunk = fc.string({
      minLength: 0,
      maxLength: 3 * evidenceLimits.tailBytes,
      unit: 'binary-ascii',
    });
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 8 }), (chunks) => {
        const tail = new Tail();
        for (const text of chunks) tail.add(Buffer.from(text, 'latin1'));
        const all = chunks.join('');
        const kept = all.slice(-evidenceLimits.tailBytes);
        const lines = all === kept ? kept : kept.replace(/^[^\n\r]*[\n\r]/, '');
        if (/[\n\r][\s\S]/.test(kept)) expect(tail.text(decode)).toBe(lines);
        else expect(kept.endsWith(tail.text(decode))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('gives up so much of one long line that no half of a secret is left', () => {
    const tail = new Tail();
    tail.add(Buffer.from(`${'s'.repeat(100_000)} the end`));
    expect(tail.text(decode)).toHaveLength(evidenceLimits.tailBytes - logLimits.redactCutChars);
    expect(tail.text(decode)).toMatch(/ the end$/);
  });

  it('does not change with the buffer that it was given', () => {
    const tail = new Tail();
    const chunk = Buffer.from('before');
    tail.add(chunk);
    chunk.fill('x');
    expect(tail.text(decode)).toBe('before');
  });
});

describe('the last lines', () => {
  it('leave out blank ones and carriage returns', () => {
    expect(lastLines('a\r\n\n  \nb\n')).toEqual(['a', 'b']);
  });

  it('are bounded in count and length', () => {
    const many = Array.from({ length: 100 }, (_, index) => `${index}`).join('\n');
    expect(lastLines(many)).toHaveLength(evidenceLimits.tailLinesInError);
    expect(lastLines(many).at(-1)).toBe('99');
    expect(lastLines('x'.repeat(10_000))[0]).toHaveLength(evidenceLimits.tailLineCharsMax);
  });
});

describe('what came before the last answer', () => {
  const race = evidenceLimits.answerRaceMs;
  const said = (tail: Tail, text: string): void => tail.add(Buffer.from(text, 'latin1'));

  it('is history, in characters', () => {
    const tail = new Tail();
    said(tail, 'four');
    expect(tail.history(decode, 0)).toBe(0);
    tail.answered(1_000);
    said(tail, 'words');
    expect(tail.history(decode, 1_000 + race)).toBe(4);
    expect(tail.history((bytes) => `${decode(bytes)}!`, 1_000 + race)).toBe(5);
  });

  it('is none around an answer that came just now, but for what an earlier one left behind', () => {
    const tail = new Tail();
    said(tail, 'one');
    tail.answered(1_000);
    expect(tail.history(decode, 1_000 + race - 1)).toBe(0);
    said(tail, 'two');
    tail.answered(1_000 + race);
    said(tail, 'three');
    expect(tail.history(decode, 1_000 + race)).toBe(3);
    expect(tail.history(decode, 999 + 2 * race)).toBe(3);
    expect(tail.history(decode, 1_000 + 2 * race)).toBe(6);
  });

  it('counts answers that come close together as one', () => {
    const tail = new Tail();
    said(tail, 'one');
    tail.answered(1_000);
    said(tail, 'two');
    tail.answered(999 + race);
    expect(tail.history(decode, 999 + race)).toBe(0);
  });

  it('is what is still kept of it', () => {
    const tail = new Tail();
    const { tailBytes } = evidenceLimits;
    said(tail, 'old line\n'.repeat(tailBytes / 8));
    tail.answered(0);
    const news = `${'n'.repeat(99)}\n`;
    said(tail, news);
    const kept = tail.text(decode).length;
    expect(tail.history(decode, race)).toBe(kept - news.length);
    for (let more = 0; more < tailBytes; more += news.length) said(tail, news);
    expect(tail.history(decode, 2 * race)).toBe(0);
  });
});

describe('the first line that is kept', () => {
  const { tailBytes } = evidenceLimits;

  it.each(['\n', '\r'])('begins behind %j, if something came before', (end) => {
    const tail = new Tail();
    tail.add(Buffer.from(`cut${end}whole`));
    expect(tail.text(decode)).toBe(`cut${end}whole`);
    tail.add(Buffer.from(`${end}${'x'.repeat(tailBytes - 4)}`));
    expect(tail.text(decode)).toBe('x'.repeat(tailBytes - 4));
  });

  it('is whole as long as all is kept, to the last byte', () => {
    const tail = new Tail();
    tail.add(Buffer.from(`a\n${'x'.repeat(tailBytes - 3)}`));
    expect(tail.text(decode)).toHaveLength(tailBytes - 1);
    tail.add(Buffer.from('y'));
    expect(tail.text(decode)).toHaveLength(tailBytes);
    tail.add(Buffer.from('z'));
    expect(tail.text(decode)).toBe(`${'x'.repeat(tailBytes - 3)}yz`);
  });

  it('is found in what many small pieces left', () => {
    const tail = new Tail();
    const lines = Array.from({ length: tailBytes }, (_, at) => `${at}\n`);
    for (const line of lines) tail.add(Buffer.from(line));
    const text = tail.text(decode);
    expect(text.length).toBeLessThanOrEqual(tailBytes);
    expect(text.length).toBeGreaterThan(tailBytes - 10);
    expect(lines.join('').endsWith(text)).toBe(true);
    expect(text).toMatch(/^\d{5}\n/);
  });
});
