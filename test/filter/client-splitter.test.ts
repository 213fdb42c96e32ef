import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClientSplitter } from '../../src/filter/client-splitter.ts';

function split(input: string, size: number, maxBytes = 1_000): string[] {
  const splitter = createClientSplitter<Buffer>({ maxMessageBytes: maxBytes, isUtf8 });
  const bytes = Buffer.from(input);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push(...splitter.push(bytes.subarray(at, at + size)));
  }
  pieces.push(...splitter.end());
  return pieces.map((piece) => {
    if (piece.type === 'message') return piece.message.toString();
    if (piece.type === 'line') return piece.bytes.toString();
    return `${piece.sizeBytes}:${piece.head.toString()}…${piece.tail.toString()}`;
  });
}

describe('what a client writes', () => {
  it.each<[string, string[]]>([
    ['a\nb\n', ['a\n', 'b\n']],
    ['a\r\nb\r\n', ['a\n', 'b\n']],
    ['\ufeffa\n', ['a\n']],
    ['\n\r\n', ['\n', '\n']],
    ['last', ['last\n']],
    ['last\r', ['last\n']],
    ['', []],
  ])('%j', (input, lines) => {
    expect(split(input, 1)).toEqual(lines);
    expect(split(input, 100)).toEqual(lines);
  });

  it('keeps the ends of a line that is too long', () => {
    const long = `start${'-'.repeat(20)}end`;
    for (const size of [1, 4, 100]) {
      expect(split(`${long}\nb\n`, size, 5)).toEqual([`${long.length}:start…--end`, 'b\n']);
    }
  });

  it('is the same however it is cut', () => {
    const text = fc.array(fc.constantFrom('a', 'é', '\n', '\r\n', '\ufeff', 'long'.repeat(9)));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        const input = parts.join('');
        expect(split(input, size, 20)).toEqual(split(input, 10_000, 20));
      }),
    );
  });
});
