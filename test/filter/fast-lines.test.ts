import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { openLineReader } from '../../src/protocol/line-scan/line-reader.ts';
import { Scanned } from '../../src/protocol/line-scan/scanned.ts';
import { cut } from '../protocol/line-scan/scanned.ts';
import { answer } from './filtering.ts';
import {
  atOnce,
  type Case,
  fastFrom,
  filterItems,
  filterSays,
  slowly,
  splitterSays,
  type Way,
} from './readings.ts';
import { busyStream, longStream, one } from './streams.ts';

const sizesUpTo = (max: number) =>
  fc.oneof(
    fc.array(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 12 }),
    fc.constantFrom([1], [Number.POSITIVE_INFINITY]),
  );
const busyCase: fc.Arbitrary<Case> = fc.record({
  bytes: busyStream,
  sizes: sizesUpTo(90),
  maxMessageBytes: fc.constantFrom(60, 120, 400, 100_000),
});
const longCase: fc.Arbitrary<Case> = fc.record({
  bytes: longStream,
  // Not hundreds of thousands of chunks.
  sizes: sizesUpTo(80_000).filter((sizes) => (sizes.at(-1) ?? 0) > 500),
  maxMessageBytes: fc.constantFrom(5_000, 70_000, 10_000_000),
});

describe.each([
  ['the server filter', filterSays],
  ['the client splitter', splitterSays],
])('%s, the fast way', (_name, read) => {
  /** Returns how many of the messages came fast. */
  function expectSame(testCase: Case, way: Way): number {
    const { said, fast } = read(testCase, way);
    expect(said).toEqual(read(testCase, slowly).said);
    return fast;
  }

  it('says the same', () => {
    const counts = { cases: 0, fast: 0 };
    fc.assert(
      fc.property(busyCase, (testCase) => {
        counts.cases += 1;
        counts.fast += expectSame(testCase, atOnce);
      }),
      { numRuns: 2_500 },
    );
    // Did all go the slow way, the two would have been one.
    expect(counts.fast).toBeGreaterThan(counts.cases);
  });

  it('says the same when it opens in the middle of a line', () => {
    const counts = { cases: 0, fast: 0 };
    fc.assert(
      fc.property(busyCase, fc.integer({ min: 1, max: 300 }), (testCase, bytes) => {
        counts.cases += 1;
        counts.fast += expectSame(testCase, fastFrom(bytes));
      }),
      { numRuns: 2_000 },
    );
    expect(counts.fast).toBeGreaterThan(counts.cases / 2);
  });

  it('says the same of long lines and of many', () => {
    let fast = 0;
    fc.assert(
      fc.property(longCase, fc.nat({ max: 100_000 }), (testCase, bytes) => {
        fast += expectSame(testCase, atOnce);
        expectSame(testCase, fastFrom(bytes));
      }),
      { numRuns: 60 },
    );
    expect(fast).toBeGreaterThan(20);
  });

  it('says the same wherever a message is cut, and wherever it opens', () => {
    const bytes = Buffer.from(`noise\n${answer('é', '日本😀')}\n${one}\n`);
    for (let at = 1; at < bytes.length; at += 1) {
      const testCase = { bytes, sizes: [at, bytes.length], maxMessageBytes: 1_000 };
      expect(expectSame(testCase, atOnce)).toBe(2);
      expectSame(testCase, fastFrom(at));
      expectSame(testCase, fastFrom(at + 1));
    }
  });

  it('holds each message to the limit, newline apart', () => {
    const bytes = Buffer.from(`${one}\n${one}\n`);
    const length = Buffer.byteLength(one);
    for (const sizes of [[1], [length], [length + 1], [500]]) {
      const limited = (maxMessageBytes: number): Case => ({ bytes, sizes, maxMessageBytes });
      expect(expectSame(limited(length), atOnce)).toBe(2);
      expect(expectSame(limited(length - 1), atOnce)).toBe(0);
    }
  });

  it('opens once the stream has carried so much', () => {
    const line = `${answer(1, 'x'.repeat(963))}\n`;
    expect(line).toHaveLength(1_000);
    const fastOf = (count: number, way: Way): number => {
      const bytes = Buffer.from(line.repeat(count));
      return expectSame({ bytes, sizes: [1_000], maxMessageBytes: 10_000 }, way);
    };
    expect(fastOf(9, fastFrom(10_000))).toBe(0);
    expect(fastOf(15, fastFrom(10_000))).toBe(6);
    const usual = Math.ceil(messageLimits.fastAfterBytes / 1_000);
    expect(fastOf(usual + 9, { openReader: openLineReader })).toBe(10);
    expect(fastOf(usual - 1, { openReader: openLineReader })).toBe(0);
  });

  it('goes slowly where no reader can be opened, and asks for one once', () => {
    let asked = 0;
    const openReader = () => {
      asked += 1;
      return undefined;
    };
    const bytes = Buffer.from(`${one}\nnoise\n`.repeat(50));
    const testCase = { bytes, sizes: [7], maxMessageBytes: 1_000 };
    expect(expectSame(testCase, { openReader, fastAfterBytes: 100 })).toBe(0);
    expect(asked).toBe(1);
    expectSame(testCase, { openReader, fastAfterBytes: bytes.length + 1 });
    expect(asked).toBe(1);
  });

  it('does not open inside a line that is too long, but behind it', () => {
    let asked = 0;
    const openReader = () => {
      asked += 1;
      return openLineReader();
    };
    const expectFast = (text: string): number => {
      const testCase = { bytes: Buffer.from(text), sizes: [250, 250, 3], maxMessageBytes: 100 };
      return expectSame(testCase, { openReader, fastAfterBytes: 300 });
    };
    const long = 'x'.repeat(500);
    expect(expectFast(long)).toBe(0);
    expect(expectFast(`${long}\n${one[0]}`)).toBe(0);
    expect(asked).toBe(0);
    expect(expectFast(`${long}\n${one}\n${one}\n`)).toBe(2);
    expect(asked).toBe(1);
  });
});

describe('a message that came fast', () => {
  const messages = (chunks: readonly Buffer[]): Scanned[] => {
    const { items } = filterItems(chunks, 1_000_000, atOnce);
    return items.flat().map((item) => {
      const message = item.type === 'message' ? item.message : undefined;
      if (!(message instanceof Scanned)) throw new Error('not a message that came fast');
      return message;
    });
  };

  it('is a slice of its chunk', () => {
    const chunk = Buffer.from(`${one}\n${one}\n`);
    const [first, second] = messages([chunk]);
    expect(first?.bytes.buffer).toBe(chunk.buffer);
    expect(first?.bytes.byteOffset).toBe(chunk.byteOffset);
    expect(second?.bytes.byteOffset).toBe(chunk.byteOffset + Buffer.byteLength(one) + 1);
  });

  it('keeps the chunks it came in, and is put together only when asked', () => {
    const line = Buffer.from(`${answer(1, 'long '.repeat(4_000))}\n`);
    const chunks = cut(line, [5_000, 6_000, 30_000]).map((piece) => Buffer.from(piece));
    const [message] = messages(chunks);
    expect(message?.before?.map(({ buffer }) => buffer)).toEqual(
      chunks.slice(0, -1).map(({ buffer }) => buffer),
    );
    expect(message?.chunk).toBe(chunks.at(-1));
    expect(message?.byteLength).toBe(line.length);
    expect(message?.bytes).toEqual(line);
    expect(message?.bytes).toBe(message?.bytes);
  });

  it('stays what it is when more comes', () => {
    const lines = Array.from({ length: 3_000 }, (_, id) => `${answer(id, `é${id}`)}\n`);
    const chunks = cut(Buffer.from(lines.join('')), [37]).map((piece) => Buffer.from(piece));
    expect(messages(chunks).map(({ bytes }) => bytes.toString())).toEqual(lines);
  });
});

describe('a stream with frames', () => {
  const frame = `Content-Length: ${Buffer.byteLength(one)}\r\n\r\n${one}`;

  it('goes on fast where a line came first, for what looks like a frame is text then', () => {
    for (const header of [frame, 'Content-Length: of a text\n']) {
      const bytes = Buffer.from(`${one}\n${header}${one}\n`.repeat(3));
      for (const sizes of [[1], [9], [bytes.length / 3], [bytes.length]]) {
        const testCase = { bytes, sizes, maxMessageBytes: 1_000 };
        const { said, fast } = filterSays(testCase, atOnce);
        expect(said).toEqual(filterSays(testCase, slowly).said);
        expect(fast).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('does not open inside a frame', () => {
    const bytes = Buffer.from(`${frame}${one}\n`);
    for (let after = 1; after < frame.length; after += 1) {
      const testCase = { bytes, sizes: [5], maxMessageBytes: 1_000 };
      expect(filterSays(testCase, fastFrom(after)).said).toEqual(filterSays(testCase, slowly).said);
    }
  });
});
