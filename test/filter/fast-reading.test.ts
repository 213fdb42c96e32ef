/**
 * The fast way by itself, chunk by chunk: which lines it takes for messages and which it hands on,
 * how often it asks for UTF-8, and that a few streams of each kind read as they do slowly.
 */
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { FastLines } from '../../src/filter/fast-lines.ts';
import { LineBuffer } from '../../src/filter/line-buffer.ts';
import { openLineReader } from '../../src/protocol/line-scan/line-reader.ts';
import type { Message } from '../../src/protocol/message.ts';
import { answer } from './filtering.ts';
import { atOnce, fastFrom, filterSays, slowly } from './readings.ts';

const one = answer(1);
const two = answer(2, 'é');
const framed = (text: string): string =>
  `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;

/** What comes of `chunks`, the places behind each and how much of it was asked about UTF-8. */
function readFast(chunks: readonly Buffer[], maxMessageBytes = 1_000) {
  const lineBuffer = new LineBuffer(maxMessageBytes);
  const asked: number[] = [];
  const counted = (bytes: Buffer): boolean => {
    asked.push(bytes.length);
    return isUtf8(bytes);
  };
  const use = { openReader: openLineReader, fastAfterBytes: 0, isUtf8: counted, maxMessageBytes };
  const fast = new FastLines<Message>(use, lineBuffer);
  const said: string[] = [];
  const sink = {
    wantsLines: false,
    message: ({ bytes }: Message) => void said.push(`message ${bytes.toString('latin1')}`),
    line: (piece: object) => said.push(Buffer.isBuffer(piece) ? `line ${piece}` : 'oversize') > 0,
  };
  for (const chunk of chunks) expect(fast.read(chunk, sink)).toBe(chunk.length);
  return { said, asked, position: lineBuffer.position, pending: lineBuffer.pendingBytes };
}

describe('lines with bytes that may be no UTF-8', () => {
  const wire = Buffer.from(`${two}\n`);
  const broken = Buffer.from(`${answer(2, '\xff')}\n`, 'latin1');
  const message = `message ${wire.toString('latin1')}`;
  const handedOn = `line ${broken}`;

  it('are messages if they are UTF-8, each by itself', () => {
    const { said } = readFast([Buffer.concat([wire, wire, broken, wire]), wire, broken, wire]);
    expect(said).toEqual([message, message, handedOn, message, message, handedOn, message]);
  });

  it('are asked about once for all lines of a chunk', () => {
    const { said, asked } = readFast([Buffer.concat(Array<Buffer>(50).fill(wire))]);
    expect(said).toHaveLength(50);
    // The first may have begun before: it is asked about alone.
    expect(asked).toEqual([49 * wire.length, wire.length]);
  });

  it('are not asked about where there are none', () => {
    const { said, asked } = readFast([
      Buffer.from(`${one}\n${one.slice(0, 9)}`),
      Buffer.from(`${one.slice(9)}\n`),
    ]);
    expect([said.length, asked]).toEqual([2, []]);
  });

  it('are judged by all of their pieces, wherever they are cut', () => {
    for (const [line, expected] of [
      [wire, message],
      [broken, handedOn],
    ] as const) {
      for (let at = 1; at < line.length; at += 1) {
        const { said } = readFast([line.subarray(0, at), line.subarray(at)]);
        expect([at, said]).toEqual([at, [expected]]);
      }
    }
  });
});

it('knows its place in the stream, and what it has kept', () => {
  const line = `${one}\n`;
  const chunks = [`noise\n${line}${line.slice(0, 5)}`, line.slice(5), line, 'rest'];
  const { said, position, pending } = readFast(chunks.map((text) => Buffer.from(text)));
  expect(said).toEqual(['line noise\n', ...Array(3).fill(`message ${line}`)]);
  expect([position, pending]).toEqual([6 + 3 * line.length, 4]);
});

it('hands on what is longer than a message may be', () => {
  const line = Buffer.from(`${one}\n`);
  for (const chunks of [[line], [line.subarray(0, 9), line.subarray(9)]]) {
    expect(readFast(chunks, one.length).said).toEqual([`message ${line}`]);
    expect(readFast(chunks, one.length - 1).said).toEqual(['oversize']);
  }
});

describe('a short stream', () => {
  it.each([
    ['messages', `${one}\n${two}\n${one}\n`],
    ['noise between them', `${one}\nready\n\r\n{"a":1}\n${two}\n`],
    ['a message without its newline at the end', `${one}\n${two}`],
    ['frames', framed(one) + framed(two)],
    ['frames, then lines', `${framed(one)}${two}\n${one}\n`],
    ['a frame behind a line', `${one}\n${framed(two)}\n${one}\n`],
    ['lines that began to be held', `{\n${one}\n}\n${two}\n`],
    ['JSON over several lines', `{\n${one.slice(1)}\n${two}\n`],
    ['JSON over several lines behind a message', `${two}\n{\n${one.slice(1)}\n`],
    ['the same around one', `{\n${one.slice(1)}\n${two}\n{\n${one.slice(1)}\n`],
    ['a dumped HTTP message', `HTTP/1.1 200 OK\r\nA: b\r\n\r\n${one}\n${two}\n`],
    ['a dumped one without a newline', `${two}\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n${one}`],
    ['headers that a message ends', `HTTP/1.1 200 OK\r\n${one}\n\r\n${two}\n`],
    ['a length that is text', `Content-Length: 9\nx\n${one}\n${two}\n`],
    ['a line that is too long', `${one}\n${'x'.repeat(90)}\n${two}\n`],
  ])('is the same read fast, however it is cut: %s', (_what, text) => {
    const bytes = Buffer.from(text);
    for (const sizes of [[1], [7], [bytes.length]]) {
      const testCase = { bytes, sizes, maxMessageBytes: 80 };
      const expected = filterSays(testCase, slowly).said;
      for (const way of [atOnce, fastFrom(20)]) {
        expect(filterSays(testCase, way).said).toEqual(expected);
      }
    }
  });
});
