import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CleanText, isUtf8InPieces } from '../../src/filter/clean-text.ts';
import { cut } from '../protocol/line-scan/scanned.ts';

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

  it.each([
    ['CR', 'one\ntwo\r\nthree\n', 'utf8'],
    ['bytes that are no UTF-8', 'one\ntwo\xff\nthree\n', 'latin1'],
  ] as const)('knows no line of a chunk with %s', (_what, chunkText, encoding) => {
    const text = new CleanText(isUtf8);
    const chunk = Buffer.from(chunkText, encoding);
    text.look(chunk);
    const lines = [chunk.subarray(4, chunk.indexOf(10, 4) + 1), chunk.subarray(-6)];
    expect(lines.map((line) => text.has(line))).toEqual([false, false]);
  });

  it('knows no piece that begins or ends inside a character, or before the end of a line', () => {
    const text = new CleanText(isUtf8);
    const chunk = Buffer.from('a\né\né\nb\n');
    text.look(chunk);
    const piece = (start: number, end: number) => text.has(chunk.subarray(start, end));
    expect([piece(2, 5), piece(3, 5), piece(2, 3), piece(2, 4)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('knows the lines behind one that begins inside a character', () => {
    const text = new CleanText(isUtf8);
    const chunk = Buffer.from('é\none\ntwo\n').subarray(1);
    text.look(chunk);
    expect([text.has(chunk.subarray(2, 6)), text.has(chunk.subarray(0, 2))]).toEqual([true, false]);
  });

  it('asks nothing where there are no lines to be asked about', () => {
    const asked: number[] = [];
    const text = new CleanText((bytes) => asked.push(bytes.length) > 0);
    for (const chunk of ['', 'é', 'é\n', 'é\nmore', '\n']) text.look(Buffer.from(chunk));
    expect(asked).toEqual([]);
    text.look(Buffer.from('é\nö\n'));
    expect(asked).toEqual([3]);
  });

  it('knows nothing of memory behind the chunk', () => {
    const text = new CleanText(isUtf8);
    const memory = Buffer.from(new Uint8Array(Buffer.from('one\ntwo\n\xff\n', 'latin1')).buffer);
    text.look(memory.subarray(0, 8));
    expect(text.has(memory.subarray(4, 8))).toBe(true);
    expect(text.has(memory.subarray(4, 10))).toBe(false);
    expect(text.has(memory.subarray(8, 10))).toBe(false);
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

describe('text in pieces', () => {
  const inPieces = (pieces: readonly Buffer[]): boolean => isUtf8InPieces(pieces, isUtf8);
  /** Of every length, their parts, and bytes that no UTF-8 has. */
  const units = ['a', 'é', '語', '😀', '\u0800', '\uffff', '\u{10ffff}'].map((text) =>
    Buffer.from(text),
  );
  const parts = ['80', 'bf', 'c3', 'e8aa', 'f09f98', 'c0af', 'eda080', 'f4908080', 'ff', 'e8aac3'];
  const damage = parts.map((hex) => Buffer.from(hex, 'hex'));

  it('is UTF-8 if all of it is, cut anywhere', () => {
    const texts = fc
      .array(
        fc.oneof(
          { weight: 12, arbitrary: fc.constantFrom(...units) },
          { weight: 1, arbitrary: fc.constantFrom(...damage) },
        ),
        { maxLength: 30 },
      )
      .map((all) => Buffer.concat(all));
    const sizes = fc.oneof(
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 8, max: 40 }), { minLength: 1 }),
    );
    const seen = { true: 0, false: 0 };
    fc.assert(
      fc.property(texts, sizes, fc.boolean(), (text, lengths, withEmpty) => {
        const pieces = cut(text, lengths);
        if (withEmpty) pieces.splice(pieces.length >> 1, 0, Buffer.alloc(0));
        expect(inPieces(pieces)).toBe(isUtf8(text));
        seen[`${isUtf8(text)}`] += 1;
      }),
      { numRuns: 5_000 },
    );
    expect(Math.min(seen.true, seen.false)).toBeGreaterThan((seen.true + seen.false) / 10);
  });

  it('is judged at each border like in the middle, whichever bytes stand there', () => {
    // The lowest and the highest of each range that the standard knows.
    const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf];
    const firsts = [...edges, 0xe0, 0xe1, 0xec, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff];
    const air = Buffer.from('12345678');
    for (const one of firsts) {
      for (const two of firsts) {
        for (const three of edges) {
          for (const four of edges) {
            const text = Buffer.concat([air, Buffer.from([one, two, three, four]), air]);
            const expected = isUtf8(text);
            for (let at = 8; at <= 12; at += 1) {
              const same = inPieces([text.subarray(0, at), text.subarray(at)]) === expected;
              // Without a message for each of some 200,000 times that it is right.
              if (!same) expect(text.subarray(8, 12).toString('hex'), `cut at ${at}`).toBe('');
            }
          }
        }
      }
    }
    expect(inPieces([])).toBe(true);
  });

  it('is none if a character is broken at a border', () => {
    expect(inPieces([Buffer.from([0x61, 0xc3]), Buffer.from('a')])).toBe(false);
  });

  it('is looked at once, apart from its borders', () => {
    let bytes = 0;
    let longest = 0;
    const counted = (text: Buffer): boolean => {
      bytes += text.length;
      longest = Math.max(longest, text.length);
      return isUtf8(text);
    };
    const text = Buffer.from('語'.repeat(100_000));
    expect(isUtf8InPieces(cut(text, [65_536]), counted)).toBe(true);
    expect(bytes).toBe(text.length);
    // No copy of all of it is made for that.
    expect(longest).toBeLessThanOrEqual(65_536);
  });
});
