/** Whatever a text holds, on a terminal it is one line of what it says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible, visibleLines } from '../../src/base/visible.ts';

const misleading = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, at) => 0x7f + at),
  ...[0xad, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff, 0x061c, 0x180e],
  ...[0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
  ...[0xd800, 0xdfff, 0xe0001, 0xe0041],
].map((code) => String.fromCodePoint(code));

describe('visible', () => {
  it.each(misleading)('%j', (character) => {
    const shown = visible(`a${character}b`);
    expect(shown).toMatch(/^a\\[\\\w]+b$/);
    // A text of JSON means what it meant.
    expect(JSON.parse(`"${shown}"`)).toBe(`a${character}b`);
    expect(visible(shown)).toBe(shown);
  });

  it('leaves what people write', () => {
    const text = 'Grüße, 世界 🎉 é ñ ש ع ß “quotes” – dashes … \\n "x" 1\u00a0000';
    expect(visible(text)).toBe(text);
  });

  it('is one line of well-formed text, whatever came in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]/);
        expect(shown).toBe(Buffer.from(shown).toString());
        const lines = visibleLines(text).split('\n');
        expect(lines.map((line) => visible(line).replaceAll('\\t', '\t'))).toEqual(
          lines.map((line) => line.replaceAll('\\t', '\t')),
        );
      }),
    );
  });
});
