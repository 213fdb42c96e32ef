/**
 * The unfinished line alone: whole up to the limit however it came, and beyond it two ends, with
 * memory and copying that a server cannot drive up.
 */
import { describe, expect, it, vi } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import type { OversizeItem } from '../../src/filter/item.ts';
import { limited, PartialLine } from '../../src/filter/partial-line.ts';

const { oversizeKeepBytes, partBlockBytes, smallPartBytes } = messageLimits;
const letters = (count: number): Buffer => Buffer.alloc(count, 'abcdefghijklmnopqrstuvwxyz');
const ends = (line: Buffer | OversizeItem): string =>
  Buffer.isBuffer(line)
    ? line.toString('latin1')
    : `${line.sizeBytes}:${line.head.toString()}…${line.tail.toString()}`;

/** A line of `bytes` that came in parts of `size`. */
function inParts(bytes: Buffer, size: number, maxBytes: number): PartialLine {
  const line = new PartialLine(maxBytes);
  for (let at = 0; at < bytes.length; at += size) line.add(bytes.subarray(at, at + size));
  return line;
}

describe('an unfinished line', () => {
  it.each([1_000, smallPartBytes - 1, smallPartBytes, 70_000, 500_000])(
    'is whole far beyond what is kept of a longer one, in parts of %i',
    (size) => {
      const bytes = letters(4 * oversizeKeepBytes);
      const line = inParts(bytes, size, bytes.length);
      expect(line.size).toBe(bytes.length);
      expect(line.lastByte).toBe(bytes.at(-1));
      expect(Buffer.concat([...(line.pieces ?? [])]).equals(bytes)).toBe(true);
      const whole = line.drain();
      expect(Buffer.isBuffer(whole) && whole.equals(bytes)).toBe(true);
      expect([line.size, line.pieces]).toEqual([0, []]);
    },
  );

  it('is no copy if it came as one part', () => {
    const line = new PartialLine(1_000_000);
    const bytes = letters(smallPartBytes);
    line.add(bytes);
    expect(line.drain()).toBe(bytes);
  });

  it('copies small parts into few blocks, filled to the last byte', () => {
    const bytes = letters(2 * partBlockBytes + 32);
    const pieces = inParts(bytes, 64, bytes.length).pieces ?? [];
    expect(pieces.map(({ length }) => length)).toEqual([partBlockBytes, partBlockBytes, 32]);
    expect(pieces.every(({ byteOffset }) => byteOffset === 0)).toBe(true);
  });

  it('tells its last byte, wherever that lies', () => {
    const line = new PartialLine(1_000_000);
    expect(line.lastByte).toBeUndefined();
    line.add(Buffer.from('ab'));
    expect(line.lastByte).toBe(0x62);
    line.add(Buffer.concat([letters(smallPartBytes), Buffer.from('!')]));
    expect(line.lastByte).toBe(0x21);
    line.add(Buffer.from('c'));
    expect(line.lastByte).toBe(0x63);
    line.restart();
    line.add(Buffer.from('d'));
    expect(line.lastByte).toBe(0x64);
  });
});

describe('a line beyond the limit', () => {
  it.each([1, 2, 9, 10, 11, 12, 1_000])('is its two ends, in parts of %i', (size) => {
    for (const length of [10, 11, 12, 33, 34, 35, 100]) {
      const bytes = letters(length);
      const text = bytes.toString();
      const expected = length <= 10 ? text : `${length}:${text.slice(0, 10)}…${text.slice(-10)}`;
      expect(ends(inParts(bytes, size, 10).drain())).toBe(expected);
      const withNewline = inParts(Buffer.concat([bytes, Buffer.from('\n')]), size, 10);
      expect(ends(withNewline.drain())).toBe(length <= 10 ? `${text}\n` : expected);
    }
  });

  it('is kept of up to a bound, whatever the limit is', () => {
    const bytes = letters(oversizeKeepBytes + 1_000);
    const item = inParts(bytes, 5_000, oversizeKeepBytes + 500).drain();
    if (Buffer.isBuffer(item)) throw new Error('not too long');
    expect(item.sizeBytes).toBe(bytes.length);
    expect(item.head.equals(bytes.subarray(0, oversizeKeepBytes))).toBe(true);
    expect(item.tail.equals(bytes.subarray(-oversizeKeepBytes))).toBe(true);
  });

  it('is not kept whole while it grows, and each byte is copied a few times only', () => {
    const concat = vi.spyOn(Buffer, 'concat');
    const line = inParts(letters(3_000), 1, 100);
    const parts = concat.mock.results.length;
    const item = line.drain();
    const lengths = concat.mock.results.map(({ value }) => value.length);
    concat.mockRestore();
    expect(ends(item)).toMatch(/^3000:/);
    expect(lengths.slice(0, parts).reduce((sum, length) => sum + length)).toBeLessThan(2 * 3_000);
    expect(Math.max(0, ...lengths.slice(parts))).toBeLessThanOrEqual(3 * 101);
  });

  it('leaves nothing to the next one', () => {
    const line = new PartialLine(10);
    line.add(letters(200));
    line.drain();
    expect([line.size, line.pieces]).toEqual([0, []]);
    line.add(Buffer.from('next'));
    expect(ends(line.drain())).toBe('next');
    line.add(letters(200));
    line.restart();
    line.add(letters(11));
    expect(ends(line.drain())).toBe('11:abcdefghij…bcdefghijk');
  });

  it.each([
    ['12345\n', '12345\n'],
    ['12345', '12345'],
    ['123456', '6:12345…23456'],
    ['123456\n', '6:12345…23456'],
    ['\n', '\n'],
  ])('%j is %j of five bytes, where it lies in one chunk', (text, expected) => {
    expect(ends(limited(Buffer.from(text), 5))).toBe(expected);
  });

  it('shares no memory with the chunk', () => {
    const chunk = Buffer.alloc(1_000_000, 'x');
    const item = limited(chunk, 1_000);
    if (Buffer.isBuffer(item)) throw new Error('not too long');
    for (const end of [item.head, item.tail]) expect(end.buffer).not.toBe(chunk.buffer);
  });
});
