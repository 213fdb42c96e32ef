import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeNeighbours, writeBuffers } from '../../src/process/write-buffers.ts';

describe('mergeNeighbours', () => {
  it('joins the lines of one chunk into one slice of the same memory', () => {
    const chunk = Buffer.from('one\ntwo\nthree\n');
    const merged = mergeNeighbours([chunk.subarray(0, 4), chunk.subarray(4, 8), chunk.subarray(8)]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.buffer).toBe(chunk.buffer);
    expect(merged[0]).toEqual(chunk);
  });

  it('keeps apart what only follows in time', () => {
    const chunk = Buffer.from('one\ntwo\nthree\n');
    const buffers = [chunk.subarray(8), chunk.subarray(0, 4), Buffer.from('alien\n')];
    expect(mergeNeighbours(buffers)).toEqual(buffers);
  });

  it('never changes the bytes', () => {
    const cuts = fc.array(fc.tuple(fc.nat(64), fc.nat(64)), { maxLength: 20 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), cuts, (bytes, spans) => {
        const chunk = Buffer.from(bytes);
        const buffers = spans.map(([a, b]) => chunk.subarray(Math.min(a, b), Math.max(a, b)));
        expect(Buffer.concat(mergeNeighbours(buffers))).toEqual(Buffer.concat(buffers));
      }),
    );
  });
});

describe('writeParts', () => {
  it('makes one system call of parts that lie apart', () => {
    const calls: number[] = [];
    const stream = new Writable({
      write: (_chunk, _encoding, done) => done(),
      writev(chunks, done) {
        calls.push(chunks.length);
        done();
      },
    });
    writeBuffers(stream, [Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]);
    expect(calls).toEqual([3]);
  });

  it('tells a stream that took everything at once from one that is stalled', () => {
    const fast = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done() });
    expect(writeBuffers(fast, [Buffer.from('large')])).toBe(true);
    const stalled = new PassThrough({ highWaterMark: 1 });
    stalled.write('first');
    expect(writeBuffers(stalled, [Buffer.from('large')])).toBe(false);
  });
});
