import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incomplete, invalidAt, skipString } from '../../src/base/json-bytes.ts';

/** One byte after the other, as RFC 8259 says. */
function slowly(bytes: Buffer, start: number, end: number): number {
  if (bytes[start] !== 0x22) return invalidAt(start);
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === 0x22) return at + 1;
    if (byte < 0x20) return invalidAt(at);
    if (byte !== 0x5c) continue;
    at += 1;
    if (at >= end) return incomplete;
    if (!'"\\/bfnrtu'.includes(String.fromCharCode(bytes[at] as number))) return invalidAt(at);
    const digits = bytes[at] === 0x75 ? 4 : 0;
    for (let left = digits; left > 0; left -= 1) {
      at += 1;
      if (at >= end) return incomplete;
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(bytes[at] as number))) return invalidAt(at);
    }
  }
  return incomplete;
}

describe('skipString', () => {
  const runs = fc
    .integer({ min: 1, max: 90 })
    .map((length) => 'plain text, '.repeat(8).slice(0, length));
  const oddities = fc.constantFrom(
    '\\n',
    '\\"',
    '\\\\',
    '\\u00e9',
    '\\u0x',
    '\\x',
    'é',
    '\xff',
    '!',
    '#',
    '[',
    ']',
    '\x1f',
    '\x7f',
    '\n',
    '"',
  );
  const texts = fc.array(fc.oneof({ weight: 2, arbitrary: runs }, oddities), { maxLength: 12 });

  it('skips four bytes at a time as one at a time, wherever the text lies in memory', () => {
    fc.assert(
      fc.property(texts, fc.nat(9), fc.nat(6), fc.nat(400), (parts, before, after, cut) => {
        const text = Buffer.from(`"${parts.join('')}"`, 'latin1');
        const memory = Buffer.alloc(before + text.length + after, 'z');
        text.copy(memory, before);
        const bytes = memory.subarray(before);
        const end = Math.min(text.length, Math.max(1, cut));
        expect(skipString(bytes, 0, end)).toBe(slowly(bytes, 0, end));
      }),
      { numRuns: 5_000 },
    );
  });

  it('does so in a long text, too', () => {
    const long = Buffer.from(`"${'a longer text \\" '.repeat(40_000)}"`);
    expect(skipString(long, 0, long.length)).toBe(long.length);
    long[500_001] = 0x0a;
    expect(skipString(long, 0, long.length)).toBe(slowly(long, 0, long.length));
    expect(skipString(long, 0, 300_000)).toBe(incomplete);
  });
});
