/**
 * What one line, or its lack of a newline, makes of the next: the body of a dumped HTTP message
 * that ends without one, as most do, pauses of what was no line, and what a silence ends.
 */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { type Item, withoutLastNewline } from '../../src/filter/item.ts';
import { answer, newFilter, told } from './filtering.ts';

const one = answer(1);
const two = answer(2);
const news = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';
const longest = 500;
const framed = (text: string): string => `Content-Length: ${text.length}\r\n\r\n${text}`;

/** What is made known by chunks, pauses between them in ms, and the silence behind some. */
function heard(...steps: readonly (string | number)[]): string[] {
  const filter = newFilter(longest);
  let now = 0;
  const items = steps.flatMap((step) => {
    if (step === 'silence') return filter.quiet();
    if (typeof step === 'string') return filter.push(Buffer.from(step), now);
    now += step;
    return [];
  });
  return [...items, ...filter.end()].map(told);
}
const messagesOf = (...steps: readonly (string | number)[]): string[] =>
  heard(...steps).filter((item) => item.startsWith('message'));

describe('the body of a dumped HTTP message', () => {
  const headers = 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\n';
  const pretty = `{\n "jsonrpc":"2.0",\n "id":1,"result":{}\n}`;
  const oneLine = pretty.replaceAll('\n', '');

  it.each<[string, readonly string[], readonly string[]]>([
    ['at the end of the stream', [one], [`message[no-newline,guess] ${one}\n`]],
    ['before a silence', [one, 'silence'], [`message[no-newline,guess] ${one}\n`]],
    [
      'before a silence, then more',
      [one, 'silence', `\n${two}\n`],
      [`message[no-newline,guess] ${one}\n`, `message[clean] ${two}\n`],
    ],
    ['over several lines', [`${pretty}\n`], [`message[pretty,guess] ${oneLine}\n`]],
    [
      'over several lines, before a server that writes so',
      [`${pretty}\n`, `${pretty}\n`],
      [`message[pretty,guess] ${oneLine}\n`, `message[pretty] ${oneLine}\n`],
    ],
    ['over several lines that break off', ['{\n', `${pretty}\n`], [`message[pretty] ${oneLine}\n`]],
    ['news, at the end of the stream', [news], []],
    ['news, before a silence', [news, 'silence', `\n${two}\n`], [`message[clean] ${two}\n`]],
  ])('is a copy: %s', (_where, body, messages) => {
    expect(messagesOf(headers, ...body)).toEqual(messages);
  });

  it('is noise if it is no answer, and not lost', () => {
    expect(heard(headers, news, 'silence')).toEqual([
      'noise HTTP/1.1 200 OK\r\n',
      'noise Server: x\r\n',
      'blank \r\n',
      `noise ${news}`,
    ]);
  });

  it.each<[string, readonly string[]]>([
    ['a message without its newline', ['HTTP/1.1 200 OK\r\n', one, 'silence', '\n']],
    ['a line that is too long', [headers, `${'x'.repeat(longest + 1)}\n`]],
    ['a frame', [headers, framed(one)]],
    ['a question of HTTP, which has none', ['GET /mcp HTTP/1.1\r\nHost: x\r\n\r\n']],
    ['an answer of HTTP that has none', ['HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n']],
    ['a frame, before its headers end', ['HTTP/1.1 200 OK\r\n\r\n', 'Content-Length: 3\n', 'x\n']],
  ])('is not what follows %s', (_what, before) => {
    expect(messagesOf(...before, `${two}\n`).at(-1)).toBe(`message[clean] ${two}\n`);
  });
});

describe('a silence', () => {
  it.each([
    ['a line that is too long', `${'x'.repeat(longest + 9)}}`, 'oversize'],
    ['headers', `Content-Length: 9\n{}`, 'noise'],
    ['lines held', '{\n"a":{}', 'noise'],
    ['text that ends like a message', 'see {this}', 'noise'],
  ])('makes nothing known of %s', (_what, text, type) => {
    const filter = newFilter(longest);
    const before = filter.push(Buffer.from(text), 0);
    expect([...before, ...filter.quiet()]).toEqual([]);
    expect(filter.end().map((item) => item.type)).toContain(type);
  });
});

describe('the newline that a last line was lent', () => {
  const noise: Item<never> = { type: 'noise', bytes: Buffer.from('a\n') };
  const ends = { head: Buffer.from('b'), tail: Buffer.from('c'), sizeBytes: 9 };
  const oversize: Item<never> = { type: 'oversize', ...ends };

  it.each<[string, Item<never>[], Item<never>[]]>([
    ['nothing', [], []],
    ['the last of two', [noise, noise], [noise, { type: 'noise', bytes: Buffer.from('a') }]],
    ['one that never has it', [noise, oversize], [noise, oversize]],
  ])('is taken from %s', (_what, items, expected) => {
    expect(withoutLastNewline([...items])).toEqual(expected);
  });
});

describe('a pause within what is no line of text', () => {
  const pause = messageLimits.pauseMinMs;
  const long = 'x'.repeat(longest + 1);

  it.each<[string, readonly (string | number)[]]>([
    ['a line that is too long', ['12345', pause, `${long}\n`]],
    ['a body', [`${framed(one).slice(0, -one.length)}${one.slice(0, 5)}`, pause, one.slice(5)]],
    ['a header', ['Conte', pause, 'nt-Length: 1000\n']],
    ['a message', [one.slice(0, 5), pause, `${one.slice(5)}\n`]],
    ['a message without its newline', [one.slice(0, 5), pause, one.slice(5), 'silence', '\n']],
  ])('is none in the next line: %s', (_what, before) => {
    expect(messagesOf(...before, `12345${two}\n`).at(-1)).toBe(`message[text,guess] ${two}\n`);
  });

  it.each([
    ['behind a long text', 'x'.repeat(300), one, 'likely'],
    ['spaces before the message', 'Loading…', `   ${one}`, 'likely'],
    ['with text before the message', 'Load', `ing… ${one}`, 'guess'],
    ['too far before the message', 'Loading…', `${' '.repeat(300)}${one}`, 'guess'],
  ])('tells whether a newline was lost: %s', (_where, before, behind, trust) => {
    const items = heard(before, pause, `${behind}\n`);
    expect(items.at(-1)).toBe(`message[text,${trust}] ${one}\n`);
  });

  it('is one of the line that ends headers', () => {
    const steps = ['Content-Length: 9\n', 'Loading… ', pause, `${one}\n`];
    expect(messagesOf(...steps)).toEqual([`message[text,likely] ${one}\n`]);
  });

  it('is one of a line that no newline ends', () => {
    const last = messagesOf('Loading… ', pause, one);
    expect(last).toEqual([`message[text,likely] ${one}\n`]);
    expect(messagesOf('Loading… ', pause, one, 'silence')).toEqual(last);
  });
});
