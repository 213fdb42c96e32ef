import { describe, expect, it } from 'vitest';
import { frame } from '../../src/filter/framing.ts';
import { answer, filtered, newFilter, told, toldAll } from './filtering.ts';

const one = answer(1);
const two = answer(2, 'zwei — é');
const framed = (text: string) => `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
const framedItem = (text: string) => `message[content-length] ${text}\n`;
const bytesOf = (text: string) => Buffer.from(text).toString('latin1');

describe('Content-Length framing', () => {
  it.each<[string, string, string[]]>([
    ['one', framed(one), [framedItem(one)]],
    ['two, glued', framed(one) + framed(two), [framedItem(one), framedItem(two)]],
    ['LF only, lower case', `content-length:${one.length}\n\n${one}`, [framedItem(one)]],
    [
      'with Content-Type',
      `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n${framed(one)}`,
      [framedItem(one)],
    ],
    ['a newline counted in the body', framed(`${one}\n`), [framedItem(one)]],
    [
      'a newline after the body',
      `${framed(one)}\n${framed(two)}`,
      [framedItem(one), 'blank \n', framedItem(two)],
    ],
    [
      'a body over several lines',
      framed(JSON.stringify(JSON.parse(one), null, 1)),
      [framedItem(JSON.stringify(JSON.parse(one), null, 1).replaceAll('\n', ''))],
    ],
    ['noise before it', `Starting\n${framed(one)}`, ['noise Starting\n', framedItem(one)]],
  ])('%s', (_name, input, expected) => {
    expect(toldAll(input)).toEqual(expected);
    expect(filtered(input).framing).toBe('content-length');
  });

  it.each<[string, string, string[]]>([
    [
      'a line of its own after it: it is given up',
      `${framed(one)}${two}\n${framed(one)}\n`,
      [
        framedItem(one),
        `message[clean] ${two}\n`,
        `noise Content-Length: ${one.length}\r\n`,
        'blank \r\n',
        `message[clean,guess] ${one}\n`,
      ],
    ],
    [
      'a dumped HTTP answer, of a server that writes lines',
      `${two}\nHTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: ${one.length}\r\n\r\n${one}\n${two}\n`,
      [
        `message[clean] ${two}\n`,
        'noise HTTP/1.1 200 OK\r\n',
        'noise Date: now\r\n',
        `noise Content-Length: ${one.length}\r\n`,
        'blank \r\n',
        `message[clean,guess] ${one}\n`,
        `message[clean] ${two}\n`,
      ],
    ],
    [
      'the same before the first message',
      `HTTP/1.1 200 OK\r\nContent-Length: ${one.length}\r\n\r\n${one}\n${two}\n`,
      [
        'noise HTTP/1.1 200 OK\r\n',
        `noise Content-Length: ${one.length}\r\n`,
        'blank \r\n',
        `message[clean,guess] ${one}\n`,
        `message[clean] ${two}\n`,
      ],
    ],
    [
      'headers of something else',
      `Content-Length: ${one.length}\r\nX-Trace: 7\r\n\r\n${one}\n`,
      [
        `noise Content-Length: ${one.length}\r\n`,
        'noise X-Trace: 7\r\n',
        'blank \r\n',
        `message[clean,guess] ${one}\n`,
      ],
    ],
    [
      'headers without a body',
      'Content-Type: text/html\nx\n',
      ['noise Content-Type: text/html\n', 'noise x\n'],
    ],
    [
      'no length',
      `Content-Type: text/html\n\n${one}\n`,
      ['noise Content-Type: text/html\n', 'blank \n', `message[clean] ${one}\n`],
    ],
    [
      'a message among headers',
      `Content-Length: 20\n${one}\n`,
      ['noise Content-Length: 20\n', `message[clean] ${one}\n`],
    ],
    [
      'a body that is not JSON',
      `Content-Length: 500\n\n<html>\n${one}\n`,
      ['noise Content-Length: 500\n', 'blank \n', 'noise <html>\n', `message[clean] ${one}\n`],
    ],
    [
      'a length that is too long',
      `Content-Length: 500\n\n${one}\n${two}\n`,
      [
        'noise Content-Length: 500\n',
        'blank \n',
        `message[clean] ${one}\n`,
        `message[clean] ${two}\n`,
      ],
    ],
    [
      'a length that is too short',
      `Content-Length: 5\n\n${one}\n${two}\n`,
      [
        'noise Content-Length: 5\n',
        'blank \n',
        `message[clean] ${one}\n`,
        `message[clean] ${two}\n`,
      ],
    ],
    [
      'a length beyond the limit',
      `Content-Length: 99999999999\n\n${one}\n`,
      ['noise Content-Length: 99999999999\n', 'blank \n', `message[clean] ${one}\n`],
    ],
    [
      'a JSON body that is no message',
      'Content-Length: 9\n\n{"a":"b"}\nx\n',
      ['noise Content-Length: 9\n', 'blank \n', 'noise {"a":"b"}\n', 'noise x\n'],
    ],
    [
      'cut by the end',
      'Content-Length: 500\n\n{"a":\n1',
      ['noise Content-Length: 500\n', 'blank \n', 'noise {"a":\n', 'noise 1'],
    ],
    [
      'headers cut by the end',
      'Content-Length: 500\nX-A: b',
      ['noise Content-Length: 500\n', 'noise X-A: b'],
    ],
    ['a zero length', 'Content-Length: 0\n\n', ['noise Content-Length: 0\n', 'blank \n']],
  ])('is only text: %s', (_name, input, expected) => {
    expect(toldAll(input)).toEqual(expected);
    expect(filtered(input).framing).toBe('lines');
  });

  it('keeps the ends of a long body of a server that frames', () => {
    const long = answer(3, 'x'.repeat(100));
    const items = toldAll(framed(one) + framed(long) + framed(one), undefined, 60);
    const ends = `${long.slice(0, 60)}…${long.slice(-60)}`;
    expect(items).toEqual([framedItem(one), `oversize ${long.length} ${ends}`, framedItem(one)]);
  });

  it('passes an answer as soon as its body is there', () => {
    const filter = newFilter();
    expect(filter.push(Buffer.from(framed(one)), 0).map(told)).toEqual([framedItem(one)]);
  });

  it('tries a hostile header once: the text inside a failed frame is only lines', () => {
    const nested = 'Content-Length: 90000\n\n{\n'.repeat(1_000);
    expect(toldAll(`${nested}${one}\n`).at(-1)).toBe(`message[clean] ${one}\n`);
  });
});

describe('frame', () => {
  it('counts the newline, so that readers of lines and of frames both find the message', () => {
    const wire = Buffer.from(`${two}\n`);
    expect(frame(wire).toString()).toBe(`Content-Length: ${wire.length}\r\n\r\n${two}\n`);
    expect(toldAll(frame(wire)).map((text) => bytesOf(text))).toEqual([bytesOf(framedItem(two))]);
  });
});
