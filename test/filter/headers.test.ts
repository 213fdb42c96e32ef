/**
 * Lines that look like headers: those of a frame, as language servers write them, and those of a
 * dumped HTTP message, whose body is nobody's answer.
 */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { beginsHeaders, bodyBytesOf, frame, isHeader } from '../../src/filter/framing.ts';
import { HeaderText } from '../../src/filter/header-text.ts';

const line = (text: string): Buffer => Buffer.from(text, 'latin1');
const long = (length: number): Buffer =>
  line('Content-Type: '.padEnd(length - 1, 'x').concat('\n'));

describe('headers of a frame', () => {
  it.each([
    ['Content-Length: 12\r\n', true, true],
    ['content-length:12\n', true, true],
    ['CONTENT-TYPE \t: application/vscode-jsonrpc; charset=utf-8\r\n', true, true],
    ['Content-Type: a', true, true],
    ['Content-Length: 12\rmore\n', true, false],
    ['Content-Length: 12\r\nmore', true, false],
    ['Content-Lengthx: 12\r\n', false, false],
    ['Content-Encoding: gzip\r\n', false, false],
    ['it says Content-Length: 12\r\n', false, false],
    ['c: Content-Length: 12\r\n', false, false],
    ['Content-Length 12\r\n', false, false],
    ['\r\n', false, false],
    ['', false, false],
  ])('%j may begin them: %s, may stand among them: %s', (text, begins, stands) => {
    expect([beginsHeaders(line(text)), isHeader(line(text))]).toEqual([begins, stands]);
  });

  it('are no longer than headers are', () => {
    const { headerBytesMax } = messageLimits;
    const judged = (bytes: Buffer) => [beginsHeaders(bytes), isHeader(bytes)];
    expect(judged(long(headerBytesMax))).toEqual([true, true]);
    expect(judged(long(headerBytesMax + 1))).toEqual([false, false]);
  });

  it.each<[readonly string[], number | undefined]>([
    [['Content-Length: 12\r\n'], 12],
    [['content-length:12'], 12],
    [['Content-Length \t:\t 0 \t\r\n'], 0],
    [['Content-Type: a\r\n', 'Content-Length: 7\r\n', 'Content-Length: 8\r\n'], 7],
    [['Content-Length: -1\r\n'], undefined],
    [['Content-Length: 1.5\r\n'], undefined],
    [['Content-Length: 1 2\r\n'], undefined],
    [['Content-Length: 12\r\nx'], undefined],
    [['x Content-Length: 12\r\n'], undefined],
    [['Content-Lengths: 12\r\n'], undefined],
    [['Content-Length: 123456789012345\n'], 123_456_789_012_345],
    [['Content-Length: 1234567890123456\n'], undefined],
    [['Content-Type: a\r\n'], undefined],
    [[], undefined],
  ])('%j announce %s bytes', (headers, bytes) => {
    expect(bodyBytesOf(headers.map(line))).toBe(bytes);
  });

  it('are written with the length in bytes', () => {
    expect(frame(Buffer.from('{"é":1}\n')).toString()).toBe('Content-Length: 9\r\n\r\n{"é":1}\n');
  });
});

describe('a dumped HTTP message', () => {
  /** The lines of which it says that they are a body. */
  const bodiesOf = (...lines: string[]): string[] => {
    const text = new HeaderText();
    return lines.filter((one) => text.isBody(line(one)));
  };
  const body = '{"jsonrpc":"2.0"}\n';

  it.each([
    ['HTTP/1.1 200 OK\r\n'],
    ['HTTP/2 404\n'],
    ['POST /mcp HTTP/1.1\r\n'],
    ['put http://a/b?c HTTP/1.0 \r\n'],
    ['HTTP/1.1 201 Created\n'],
    ['Content-Encoding: gzip\r\n'],
    ['content-length \t: 4\n'],
    ['Transfer-Encoding: chunked\n'],
  ])('%j begins one', (first) => {
    expect(bodiesOf(first, '\r\n', body, body)).toEqual([body]);
    expect(bodiesOf(first, 'X-Trace \t: 1\r\n', 'a-1:\n', '\n', body)).toEqual([body]);
  });

  it.each([
    ['Warning: deprecated\n'],
    ['GET /mcp HTTP/1.1\r\n'],
    ['head http://a/b HTTP/1.0\n'],
    ['HTTP/1.1 100 Continue\r\n'],
    ['HTTP/1.1 204 No Content\r\n'],
    ['HTTP/1.1 304 Not Modified\r\n'],
    ['HTTP/1.1 OK\n'],
    ['HTTP/x 200\n'],
    ['HTTP/1.1 20\n'],
    ['we saw HTTP/1.1 200 OK\n'],
    ['POST /mcp HTTP/1.1 200 in 3 ms\n'],
    ['POST  HTTP/1.1\n'],
    ['/mcp HTTP/1.1\n'],
    ['Content-Encoding gzip\n'],
    ['my Content-Encoding: gzip\n'],
    ['1: 2\n'],
    ['\n'],
    ['\r\n'],
  ])('%j begins none', (first) => {
    expect(bodiesOf(first, '\n', body)).toEqual([]);
  });

  it.each([
    ['a line of a log', 'starting up\n'],
    ['a line that begins with a digit', '1-a: 2\n'],
    ['a key with a space in it', 'a key: 2\n'],
    ['a carriage return alone', '\rX: 1\n'],
    ['a letter alone', 'x\n'],
    ['a letter before a newline of Windows', 'x\r\n'],
  ])('ends with %s', (_what, between) => {
    expect(bodiesOf('HTTP/1.1 200 OK\r\n', between, '\r\n', body)).toEqual([]);
  });

  it('goes on between its headers, and ends when a message comes', () => {
    const text = new HeaderText();
    const states: unknown[] = [];
    for (const one of ['HTTP/1.1 200 OK\n', 'A: b\n', '\n', body, '\n']) {
      text.isBody(line(one));
      states.push([text.goesOn, text.bodyFollows]);
    }
    const [headers, follows, none] = [
      [true, false],
      [false, true],
      [false, false],
    ];
    expect(states).toEqual([headers, headers, follows, none, none]);
    text.isBody(line('HTTP/1.1 200 OK\n'));
    text.end();
    expect(text.goesOn).toBe(false);
    text.isBody(line('\n'));
    expect(text.bodyFollows).toBe(false);
  });
});
