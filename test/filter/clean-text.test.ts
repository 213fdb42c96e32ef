import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CleanText } from '../../src/filter/clean-text.ts';

const clean = (line: Buffer): boolean => !line.includes(0x0d) && isUtf8(line);

describe('clean text', () => {
  it('never calls a piece clean that is not', () => {
    const words = fc.constantFrom('a', '\n', '\n', 'é', '語', '😀', '\r', '\xff');
    const texts = fc
      .array(words, { maxLength: 30 })
      .map((parts) =>
        Buffer.concat(parts.map((part) => Buffer.from(part, part === '\xff' ? 'latin1' : 'utf8'))),
      );
    fc.assert(
      fc.property(texts, fc.nat(60), fc.nat(60), (chunk, one, other) => {
        const text = new CleanText(isUtf8);
        text.look(chunk);
        const piece = chunk.subarray(Math.min(one, other), Math.max(one, other));
        if (text.has(piece)) expect(clean(piece)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('knows the lines of a clean chunk, but for the first, which may have begun before', () => {
    const text = new CleanText(isUtf8);
    const chunk = Buffer.from('end\nöne\ntwo\nthr');
    text.look(chunk);
    const line = (start: number, end: number) => text.has(chunk.subarray(start, end));
    expect([line(0, 4), line(4, 9), line(9, 13), line(13, 16)]).toEqual([false, true, true, false]);
  });

  it('knows nothing of other memory, or of the chunk before', () => {
    const text = new CleanText(isUtf8);
    const chunk = Buffer.from(new Uint8Array(Buffer.from('one\ntwo\nthree\n')).buffer);
    text.look(chunk);
    expect(text.has(chunk.subarray(4, 8))).toBe(true);
    expect(text.has(Buffer.from(new Uint8Array(chunk).buffer).subarray(4, 8))).toBe(false);
    text.look(Buffer.from('a\nb\nc\n'));
    expect(text.has(chunk.subarray(4, 8))).toBe(false);
  });
});
