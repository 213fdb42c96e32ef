/**
 * Frames at their bounds: where one ends however it is cut, when a header or a body is known to be
 * text, and what is left of one that the end of the stream cuts off.
 */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { StreamDialect } from '../../src/filter/stream-dialect.ts';
import { answer, filtered, newFilter, told, toldAll } from './filtering.ts';

const one = answer(1);
const two = answer(2, 'zwei');
const ask = '{"jsonrpc":"2.0","id":7,"method":"elicitation/create"}';
const news = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';
const framed = (text: string): string => `Content-Length: ${text.length}\r\n\r\n${text}`;
const framedItem = (text: string): string => `message[content-length] ${text}\n`;
const maxBytes = 120;
const long = answer(3, 'x'.repeat(200));
const longLines = JSON.stringify({ jsonrpc: '2.0', id: 3, result: Array(30).fill('abc') }, null, 1);
const oversize = (text: string): string =>
  `oversize ${text.length} ${text.slice(0, maxBytes)}…${text.slice(-maxBytes)}`;

describe('a stream of frames', () => {
  it.each<[string, string, string[]]>([
    ['one after the other', framed(one) + framed(two), [framedItem(one), framedItem(two)]],
    [
      'a body over several lines',
      framed(`[${ask},\n${news.slice(0, -1)}\n}]`) + framed(one),
      [framedItem(`[${ask},${news}]`), framedItem(one)],
    ],
    [
      'a body of spaces, too',
      framed(` ${one} \n`) + framed(two),
      [framedItem(one), framedItem(two)],
    ],
    [
      'a body that is no message',
      framed(one) + framed('{"a":1}') + framed(two),
      [framedItem(one), 'noise {"a":1}', framedItem(two)],
    ],
    [
      'a body that is too long',
      framed(one) + framed(long) + framed(two),
      [framedItem(one), oversize(long), framedItem(two)],
    ],
    [
      'one that is too long, over several lines',
      framed(one) + framed(longLines) + framed(two),
      [framedItem(one), oversize(longLines), framedItem(two)],
    ],
    [
      'text between them',
      `${framed(one)}\nready\n${framed(two)}`,
      [framedItem(one), 'blank \n', 'noise ready\n', framedItem(two)],
    ],
    [
      'a line that is too long among headers',
      `${framed(one)}Content-Type: a\n${'y'.repeat(200)}\n${framed(two)}`,
      [framedItem(one), 'noise Content-Type: a\n', oversize('y'.repeat(200)), framedItem(two)],
    ],
    [
      'the start of a body that is too long',
      `${framed(one)}Content-Length: 500\n\n${two}`,
      [framedItem(one), `broken ${two}`],
    ],
    [
      'the start of a body that is not',
      `${framed(one)}Content-Length: 100\n\n{"a":\n1`,
      [framedItem(one), 'noise Content-Length: 100\n', 'blank \n', 'noise {"a":\n', 'noise 1'],
    ],
  ])('is the same however it is cut: %s', (_what, input, expected) => {
    for (const size of [1, 2, 3, 7, 20, 64, input.length]) {
      expect([size, toldAll(input, size, maxBytes)]).toEqual([size, expected]);
    }
    expect(filtered(input, 5, maxBytes).framing).toBe('content-length');
  });

  it('takes a body that is just as long as a message may be', () => {
    expect(toldAll(framed(one), undefined, one.length)).toEqual([framedItem(one)]);
    expect(toldAll(framed(one), undefined, one.length - 1)).not.toContain(framedItem(one));
  });

  it('has so many headers before a body', () => {
    const more = (count: number) => `${'Content-Type: a\n'.repeat(count)}${framed(one)}`;
    expect(toldAll(more(messageLimits.headerLinesMax - 1)).at(-1)).toBe(framedItem(one));
    expect(toldAll(more(messageLimits.headerLinesMax)).at(-1)).not.toBe(framedItem(one));
  });
});

describe('what only looks like a frame', () => {
  it.each<[string, string, string[]]>([
    ['a length of zero', 'Content-Length: 0\n\n', []],
    ['a length beyond the limit', `Content-Length: ${maxBytes + 1}\n\n`, []],
    ['a body that is no JSON', 'Content-Length: 90\n\n<html>\n', ['noise <html>\n']],
    ['a message on a line of it', `Content-Length: 90\n\n${one}\n`, [`message[clean] ${one}\n`]],
    [
      'a message on a line further on',
      `Content-Length: 90\n\n[1,\n${one}\n`,
      ['noise [1,\n', `message[clean] ${one}\n`],
    ],
    ['a body that ends in a text', 'Content-Length: 3\n\n{a}\n', ['noise {a}\n']],
  ])('is known to be text at once: %s', (_what, input, expected) => {
    const [header] = input.split('\n');
    const items = newFilter(maxBytes).push(Buffer.from(input), 0).map(told);
    expect(items).toEqual([`noise ${header}\n`, 'blank \n', ...expected]);
  });

  it('is tried once: a frame inside it is lines', () => {
    // Longer than what follows it in there.
    const header = `Content-Length:${' '.repeat(50)}${one.length}\r\n`;
    expect(toldAll(`Content-Length: 190\n\n{\n${header}\r\n${one}\nx\n`)).toEqual([
      'noise Content-Length: 190\n',
      'blank \n',
      'noise {\n',
      `noise ${header}`,
      'blank \r\n',
      `message[clean,guess] ${one}\n`,
      'noise x\n',
    ]);
  });

  it('leaves the frames behind it what they are', () => {
    const items = toldAll(`Content-Length: 90\n\n<p>\n${framed(one)}${framed(two)}`);
    expect(items.slice(-2)).toEqual([framedItem(one), framedItem(two)]);
  });
});

describe('the end of the stream', () => {
  it.each<[string, string, string[]]>([
    [
      'a line that is too long behind lines held',
      `{\n"a":\n${'y'.repeat(200)}`,
      ['noise {\n', 'noise "a":\n', oversize('y'.repeat(200))],
    ],
    ['headers', 'Content-Length: 9\nCont', ['noise Content-Length: 9\n', 'noise Cont']],
    [
      'headers before a line that is too long',
      `Content-Length: 9\n${'y'.repeat(200)}`,
      ['noise Content-Length: 9\n', oversize('y'.repeat(200))],
    ],
    [
      'a message where a body was to come',
      `Content-Length: 90\n\n${one}`,
      ['noise Content-Length: 90\n', 'blank \n', `message[no-newline] ${one}\n`],
    ],
  ])('gives what is left, in order: %s', (_what, input, expected) => {
    for (const size of [1, 7, input.length]) {
      expect([size, toldAll(input, size, maxBytes)]).toEqual([size, expected]);
    }
  });
});

describe('the dialect of a stream', () => {
  it.each([
    [[], undefined],
    [['frames'], 'frames'],
    [['multi-line'], 'multi-line'],
    [['lines'], 'lines'],
    [['frames', 'multi-line'], 'frames'],
    [['multi-line', 'frames'], 'multi-line'],
    [['frames', 'lines'], 'lines'],
    [['multi-line', 'lines', 'frames', 'multi-line'], 'lines'],
  ] as const)('%j is that of %s', (heard, manner) => {
    const dialect = new StreamDialect();
    for (const one of heard) dialect.heard(one);
    expect(dialect.manner).toBe(manner);
    for (const one of ['lines', 'frames', 'multi-line'] as const) {
      expect(dialect.believes(one)).toBe(manner === undefined || manner === one);
    }
  });
});
