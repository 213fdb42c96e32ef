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
