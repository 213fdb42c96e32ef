/**
 * Messages that share a line with others, with text or with JSON that breaks off: which of them
 * pass, how each is repaired, and that all else of the line is kept as it came.
 */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { answer, filtered, toldAll } from './filtering.ts';

const one = answer(1);
const two = answer(2);
const ask = '{"jsonrpc":"2.0","id":7,"method":"elicitation/create"}';
const news = '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}';
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

describe('a message that shares its line', () => {
  it.each<[string, string | Buffer, string]>([
    ['bytes that are no UTF-8', latin(`${one}${answer(2, '\xff')}\n`), answer(2, '\ufffd')],
    ['CR between its tokens', `${one}{"jsonrpc":"2.0",\r"id":2,"result":{}}\n`, two],
    ['NaN', `${one}{"jsonrpc":"2.0","id":2,"result":NaN}\n`, answer(2, null)],
  ])('is repaired like one alone: %s', (_what, line, second) => {
    expect(toldAll(line)).toEqual([`message[glued] ${one}\n`, `message[glued] ${second}\n`]);
  });

  it.each<[string, string, string[]]>([
    ['a question, then more text', `${ask}${one} done\n`, [`broken ${ask}${one} done\n`]],
    [
      'text, and text before another',
      `x ${one} y ${two}\n`,
      [`noise x ${one} y `, `message[text,guess] ${two}\n`],
    ],
    [
      'text, and one before it',
      `${one} x ${two}\n`,
      [`message[text,guess] ${one}\n`, 'noise  x ', `message[text,guess] ${two}\n`],
    ],
    [
      'a question behind it',
      `x ${one}${ask}\n`,
      ['noise x ', `message[text,guess] ${one}\n`, `broken ${ask}\n`],
    ],
    [
      'two behind one text',
      `x ${one}${two}\n`,
      ['noise x ', `message[text,guess] ${one}\n`, `message[text,guess] ${two}\n`],
    ],
    [
      'two before one text',
      `${one}${two} x\n`,
      [`message[text,guess] ${one}\n`, `message[text,guess] ${two}\n`, 'noise  x\n'],
    ],
    [
      'a tag, too far away to be around it',
      `<b>${' '.repeat(messageLimits.lookedAtBytes)}${one}\n`,
      [`noise <b>${' '.repeat(messageLimits.lookedAtBytes)}`, `message[text,guess] ${one}\n`],
    ],
  ])('with %s', (_what, line, items) => {
    expect(toldAll(line)).toEqual(items);
  });

  it('is one of so many at most', () => {
    const short = '{"jsonrpc":"2.0","method":"a"}';
    const typesOf = (count: number): Set<string> =>
      new Set(filtered(`${short.repeat(count)}\n`).items.map(({ type }) => type));
    expect([...typesOf(messageLimits.gluedMax)]).toEqual(['message']);
    expect([...typesOf(messageLimits.gluedMax + 1)]).toEqual(['broken']);
  });

  it('does not end a batch over several lines that it begins', () => {
    expect(toldAll(`[${ask},\n${news.slice(0, -1)}\n}]\n`)).toEqual([
      `message[pretty] [${ask},${news}]\n`,
    ]);
  });
});

describe('JSON that breaks off', () => {
  const inner = '{"x":1,"jsonrpc":"2.0","id":1,"result":{}}';

  it.each([
    ['its version', one],
    ['its id, spaces before it', '{   "id":1,"jsonrpc":"2.0","result":{}}'],
    ['its result', '{"result":{"a":[{}]},"id":1,"jsonrpc":"2.0"}'],
    ['its error', '{"error":{"code":1,"message":""},"id":1,"jsonrpc":"2.0"}'],
  ])('gives the message that cut in and begins with %s', (_what, message) => {
    expect(toldAll(`{"a":${message}\n`)).toEqual([
      'noise {"a":',
      `message[text,guess] ${message}\n`,
    ]);
  });

  it.each([
    ['that breaks off', `{"a":${inner}\x1b[0m\n`],
    ['that does not end', `{"a":${inner}\n`],
    ['that does not end, behind more brackets', `{"a":[[${inner}\n`],
    ['with an id in it', '{"a":{"x":{"id":1},"jsonrpc":"2.0","id":1,"result":{}}\n'],
  ])('is not searched for what does not begin like a message: %s', (_how, line) => {
    expect(toldAll(line)).toEqual([`broken ${line}`]);
  });
});

describe('what is no message', () => {
  it.each([
    ['an answer without a version', '{"id":1,"result":{}}', 'broken'],
    ['an error without a version', '{"id":1,"error":{}}', 'broken'],
    ['one that names its version', '{"jsonrpc":"1.0"}', 'broken'],
    ['the same, coloured', '\x1b[1m{"jsonrpc":"1.0"}', 'broken'],
    ['the same, behind spaces', ' \t{"jsonrpc":"1.0"}', 'broken'],
    ['one with an id alone', '{"id":1,"state":"done"}', 'noise'],
    ['one with a result alone', '{"level":"info","result":{}}', 'noise'],
    ['one with an error alone', '{"level":"info","error":{}}', 'noise'],
    ['coloured text that names the version', '\x1b[1mis "jsonrpc" set?', 'noise'],
    ['text behind a space that does', ' is "jsonrpc" set?', 'noise'],
    ['an array that does', ' ["jsonrpc"]', 'noise'],
    ['a text that does', '"jsonrpc"', 'noise'],
    ['colour alone', '\x1b[0m', 'noise'],
    ['nothing', '', 'blank'],
    ['spaces', ' \t', 'blank'],
    ['NULs', '\0\0', 'blank'],
  ])('%s is %s', (_what, line, type) => {
    expect(toldAll(`${line}\n`)).toEqual([`${type} ${line}\n`]);
  });
});
