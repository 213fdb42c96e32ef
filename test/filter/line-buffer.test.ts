import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import type { OversizeItem } from '../../src/filter/item.ts';
import { LineBuffer } from '../../src/filter/line-buffer.ts';
import { cut } from '../protocol/line-scan/scanned.ts';

const text = (line: Buffer | OversizeItem | undefined): string => {
  if (line === undefined || Buffer.isBuffer(line)) return String(line);
  return `${line.sizeBytes}:${line.head}…${line.tail}`;
};
const texts = (pieces: readonly Buffer[] | undefined): string[] | undefined => pieces?.map(String);
const { smallPartBytes } = messageLimits;

describe('an intake whose owner cuts the stream himself', () => {
  it('finishes a line that lies within one chunk without a copy', () => {
    const intake = new LineBuffer(100);
    const chunk = Buffer.from('a line\n');
    expect(intake.finish(chunk)).toBe(chunk);
    expect(intake.position).toBe(7);
  });

  it('keeps what is unfinished until the line ends', () => {
    const intake = new LineBuffer(100);
    intake.keep(Buffer.from('a '));
    intake.keep(Buffer.from('long '));
    expect(intake.pendingBytes).toBe(7);
    expect(texts(intake.pendingPieces)).toEqual(['a long ']);
    expect(intake.position).toBe(0);
    expect(text(intake.finish(Buffer.from('line\n')))).toBe('a long line\n');
    expect(intake.position).toBe(12);
    expect(intake.pendingBytes).toBe(0);
    expect(intake.pendingPieces).toEqual([]);
    expect(intake.rest()).toBeUndefined();
  });

  it('passes a line whose bytes nobody needs, with what it has kept of it', () => {
    const intake = new LineBuffer(100);
    expect(intake.pass(5)).toBeUndefined();
    intake.keep(Buffer.from('be'));
    intake.keep(Buffer.from('gun'));
    expect(texts(intake.pass(4))).toEqual(['begun']);
    expect(intake.position).toBe(5 + 5 + 4);
    expect(intake.pendingBytes).toBe(0);
    expect(intake.pass(3)).toBeUndefined();
  });

  it('copies small parts together and leaves long ones where they are', () => {
    const intake = new LineBuffer(1_000_000);
    const long = Buffer.alloc(smallPartBytes, 'x');
    for (const part of [Buffer.from('a'), Buffer.from('b'), long, long, Buffer.from('c')]) {
      intake.keep(part);
    }
    const pieces = intake.pass(1);
    expect(pieces?.map(({ length }) => length)).toEqual([2, smallPartBytes, smallPartBytes, 1]);
    expect(pieces?.[1]).toBe(long);
  });

  it('never writes over the pieces that it gave away', () => {
    const intake = new LineBuffer(100);
    const given: (readonly Buffer[] | undefined)[] = [];
    for (let line = 0; line < 2_000; line += 1) {
      // One that is looked at in between, as the judge of UTF-8 does.
      intake.keep(Buffer.from(`begin ${line}`));
      expect(intake.pendingPieces).toHaveLength(1);
      intake.keep(Buffer.from(' and more of a line that goes on and on'));
      given.push(intake.pass(1));
    }
    const whole = given.map((pieces) => Buffer.concat(pieces ?? []).toString());
    expect(whole).toEqual(
      given.map((_, line) => `begin ${line} and more of a line that goes on and on`),
    );
  });

  it('keeps only the ends of a line that is too long', () => {
    const intake = new LineBuffer(4);
    intake.keep(Buffer.from('first '));
    expect(intake.pendingPieces).toBeUndefined();
    intake.keep(Buffer.from('second '));
    expect(intake.pendingBytes).toBe(13);
    expect(text(intake.finish(Buffer.from('third\n')))).toBe('18:firs…hird');
    expect(intake.position).toBe(19);
    expect(intake.pendingPieces).toEqual([]);
    expect(text(intake.finish(Buffer.from('12345\n')))).toBe('5:1234…2345');
    expect(text(intake.finish(Buffer.from('1234\n')))).toBe('1234\n');
  });

  it('goes on with a line that it began to cut itself, and the other way round', () => {
    const intake = new LineBuffer(100);
    intake.push(Buffer.from('one\nbegun by it'));
    expect(text(intake.next())).toBe('one\n');
    expect(intake.next()).toBeUndefined();
    expect(text(intake.finish(Buffer.from(', ended outside\n')))).toBe(
      'begun by it, ended outside\n',
    );
    intake.keep(Buffer.from('begun outside'));
    intake.push(Buffer.from(', ended by it\nrest'));
    expect(text(intake.next())).toBe('begun outside, ended by it\n');
    expect(intake.next()).toBeUndefined();
    expect(text(intake.rest())).toBe('rest');
  });

  it('counts bytes over the borders of chunks, and tells where it stands', () => {
    const intake = new LineBuffer(100);
    const places: unknown[] = [];
    for (const chunk of ['ab', '', 'c\nd', 'efg', 'h']) {
      intake.push(Buffer.from(chunk));
      const part = intake.next({ limit: 5, lines: false });
      if (part !== undefined) places.push(text(part), intake.position);
    }
    expect(places).toEqual(['abc\nd', 5]);
    expect([text(intake.rest()), intake.position]).toEqual(['efgh', 9]);
  });

  it('takes bytes back, in front of what has not been handed out', () => {
    const intake = new LineBuffer(100);
    intake.push(Buffer.from('one\ntwo\nthr'));
    intake.push(Buffer.from('ee\n'));
    expect(text(intake.next())).toBe('one\n');
    intake.unread(Buffer.from('e\n'));
    expect(intake.position).toBe(2);
    const lines = [intake.next(), intake.next(), intake.next(), intake.next()];
    expect(lines.map(text)).toEqual(['e\n', 'two\n', 'three\n', 'undefined']);
    expect(intake.position).toBe(14);
    intake.unread(Buffer.from('again\n'));
    expect([text(intake.next()), intake.position]).toEqual(['again\n', 14]);
  });

  it('gives the same lines at the same places as when it cuts itself', () => {
    const word = fc.constantFrom('a', 'é', '\n', '\n', 'some more', 'x'.repeat(30));
    const stream = fc.array(word).map((all) => Buffer.from(all.join('')));
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    fc.assert(
      fc.property(stream, sizes, fc.integer({ min: 1, max: 50 }), (bytes, lengths, maxBytes) => {
        const chunks = cut(bytes, lengths);
        expect(cutOutside(chunks, new LineBuffer(maxBytes))).toEqual(
          cutByItself(chunks, new LineBuffer(maxBytes)),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Each line behind the place in the stream where it ends. */
function cutByItself(chunks: readonly Buffer[], intake: LineBuffer): string[] {
  const lines: string[] = [];
  for (const chunk of chunks) {
    intake.push(chunk);
    for (let line = intake.next(); line !== undefined; line = intake.next()) {
      lines.push(`${intake.position} ${text(line)}`);
    }
  }
  return [...lines, `${text(intake.rest())} ${intake.position}`];
}

function cutOutside(chunks: readonly Buffer[], intake: LineBuffer): string[] {
  const lines: string[] = [];
  for (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(10) + 1; end > 0; end = chunk.indexOf(10, start) + 1) {
      const line = intake.finish(chunk.subarray(start, end));
      lines.push(`${intake.position} ${text(line)}`);
      start = end;
    }
    if (start < chunk.length) intake.keep(chunk.subarray(start));
  }
  return [...lines, `${text(intake.rest())} ${intake.position}`];
}
