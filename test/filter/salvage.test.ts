import { describe, expect, it } from 'vitest';
import { answer, passed, toldAll } from './filtering.ts';

const one = answer(1);
const two = answer(2);
const log = '{"level":"info","msg":"x"}';

// [R-salvage]
describe('a line that is not a message as it came', () => {
  it.each<[string, string | Buffer, string[]]>([
    ['clean', `${one}\n`, [`message[clean] ${one}\n`]],
    ['leading space is JSON', `  ${one}\n`, [`message[clean]   ${one}\n`]],
    ['CR', `${one}\r\n`, [`message[cr] ${one}\n`]],
    [
      'CR between tokens',
      `{"jsonrpc":"2.0",\r"method":"a"}\n`,
      ['message[cr] {"jsonrpc":"2.0","method":"a"}\n'],
    ],
    ['BOM', `\ufeff${one}\n`, [`message[bom] ${one}\n`]],
    ['BOM and CR', `\ufeff${one}\r\n`, [`message[bom] ${one}\n`]],
    ['NUL', `\0${one}\0\n`, [`message[padding] ${one}\n`]],
    ['colour around', `\x1b[32m${one}\x1b[0m\n`, [`message[escapes] ${one}\n`]],
    ['title with BEL', `\x1b]0;a{"b\x07${one}\n`, [`message[escapes] ${one}\n`]],
    ['title with ST', `\x1b]0;t\x1b\\${one}\n`, [`message[escapes] ${one}\n`]],
    [
      'colour inside',
      `{"jsonrpc"\x1b[1m:"2.0","method":"a"}\n`,
      ['message[escapes] {"jsonrpc":"2.0","method":"a"}\n'],
    ],
    ['no final newline', one, [`message[no-newline] ${one}\n`]],
    [
      'text before',
      `Loading… ${one}\n`,
      [`noise ${latin('Loading… ')}`, `message[text,guess] ${one}\n`],
    ],
    ['text after', `${one} done\n`, [`message[text,guess] ${one}\n`, 'noise  done\n']],
    ['text around', `a {b} ${one} c\n`, [`noise a {b} ${one} c\n`]],
    ['two glued', `${one}${two}\n`, [`message[glued] ${one}\n`, `message[glued] ${two}\n`]],
    [
      'two with colour between',
      `${one}\x1b[0m${two}\n`,
      [`message[glued] ${one}\n`, `message[glued] ${two}\n`],
    ],
    [
      'two with text between',
      `${one}, ${two}\n`,
      [`message[text,guess] ${one}\n`, 'noise , ', `message[text,guess] ${two}\n`],
    ],
    [
      'cut in the name of a member',
      `{"jsonrpc":"2.0","id":1,"resu${two}\n`,
      ['broken {"jsonrpc":"2.0","id":1,"resu', `message[text,guess] ${two}\n`],
    ],
    [
      'cut in a text',
      `{"jsonrpc":"2.0","id":1,"result":{"a":"hel${two}\n`,
      ['broken {"jsonrpc":"2.0","id":1,"result":{"a":"hel', `message[text,guess] ${two}\n`],
    ],
    [
      'cut before a value',
      `{"jsonrpc":"2.0","id":1,"result":${two}\n`,
      ['broken {"jsonrpc":"2.0","id":1,"result":', `message[text,guess] ${two}\n`],
    ],
    [
      'cut by one that begins with its result',
      `{"jsonrpc":"2.0","id":1,"a":"\\{"result":{},"id":2,"jsonrpc":"2.0"}\n`,
      [
        'broken {"jsonrpc":"2.0","id":1,"a":"\\',
        'message[text,guess] {"result":{},"id":2,"jsonrpc":"2.0"}\n',
      ],
    ],
    [
      'NaN',
      `{"jsonrpc":"2.0","id":1,"result":[NaN,-Infinity,Infinity,"NaN"]}\n`,
      [`message[non-finite] ${answer(1, [null, null, null, 'NaN'])}\n`],
    ],
    [
      'invalid UTF-8',
      Buffer.from('{"jsonrpc":"2.0","id":1,"result":"a\xffb"}\n', 'latin1'),
      [`message[utf8] ${answer(1, 'a\ufffdb')}\n`],
    ],
    ['a JSON log line', `${log}\n`, [`noise ${log}\n`]],
    [
      'a JSON log line with a message in it',
      `{"level":"debug","sent":${one}}\n`,
      [`broken {"level":"debug","sent":${one}}\n`],
    ],
    [
      'the same after text',
      `debug {"level":"debug","sent":${one}}\n`,
      [`noise debug {"level":"debug","sent":${one}}\n`],
    ],
    ['an array of them in text', `sent [[${one}]]\n`, [`noise sent [[${one}]]\n`]],
    ['blank', '\r\n \n', ['blank \r\n', 'blank  \n']],
    ['blank between noise', 'a\n\nb', ['noise a\n', 'blank \n', 'noise b']],
    [
      'a broken answer',
      '{"jsonrpc":"2.0","id":1,"result":tru}\n',
      ['broken {"jsonrpc":"2.0","id":1,"result":tru}\n'],
    ],
    [
      'a coloured broken answer',
      '\x1b[1m{"jsonrpc":"2.0","id":1,\n',
      ['broken \x1b[1m{"jsonrpc":"2.0","id":1,\n'],
    ],
    ['an answer without its version', '{"id":1,"result":{}}\n', ['broken {"id":1,"result":{}}\n']],
    [
      'text before a broken answer',
      'x {"jsonrpc":"2.0","id":1,\n',
      ['noise x {"jsonrpc":"2.0","id":1,\n'],
    ],
    ['a batch', `[${one},${two}]\n`, [`message[clean] [${one},${two}]\n`]],
    ['a batch in text', `> [${one}]\n`, ['noise > ', `message[text,guess] [${one}]\n`]],
  ])('%s', (_name, input, expected) => {
    expect(toldAll(input)).toEqual(expected);
  });
});

describe('text over several lines', () => {
  const pretty = JSON.stringify(JSON.parse(one), null, 2);
  const oneLine = pretty.replaceAll('\n', '');

  it.each<[string, string, string[]]>([
    ['a message', `${pretty}\n`, [`message[pretty] ${oneLine}\n`]],
    ['with CRLF', `${pretty.replaceAll('\n', '\r\n')}\r\n`, [`message[pretty] ${oneLine}\n`]],
    ['without final newline', pretty, [`message[pretty] ${oneLine}\n`]],
    ['then text', `${pretty} ok\n`, [`message[pretty] ${oneLine}\n`, 'noise  ok\n']],
    [
      'two of them, glued',
      `${pretty}${pretty}\n`,
      [`message[pretty] ${oneLine}\n`, `message[pretty] ${oneLine}\n`],
    ],
    [
      'broken by a message',
      `{\n"a":\n${one}\n}\n`,
      ['noise {\n', 'noise "a":\n', `message[clean] ${one}\n`, 'noise }\n'],
    ],
    [
      'broken by text',
      `[\n1,\ntext\n${one}\n`,
      ['noise [\n', 'noise 1,\n', 'noise text\n', `message[clean] ${one}\n`],
    ],
    [
      'broken by text beside a message',
      `[\nx ${one}\n`,
      ['noise [\n', 'noise x ', `message[text,guess] ${one}\n`],
    ],
    ['a log object', '{\n  "a": 1\n}\n', ['noise {\n', 'noise   "a": 1\n', 'noise }\n']],
    ['a log object without newline', '{\n"a":1}', ['noise {\n', 'noise "a":1}']],
    [
      'a broken answer',
      '{"jsonrpc":"2.0",\n"id":1,\n"result":1,"error":{}}\n',
      ['broken {"jsonrpc":"2.0",\n"id":1,\n"result":1,"error":{}}\n'],
    ],
    ['never finished', '{\n"jsonrpc":\n', ['noise {\n', 'noise "jsonrpc":\n']],
    [
      'a text cut by the line end',
      '{"jsonrpc":"2.0","id":1,"result":"a\nb"}\n',
      ['broken {"jsonrpc":"2.0","id":1,"result":"a\n', 'noise b"}\n'],
    ],
  ])('%s', (_name, input, expected) => {
    expect(toldAll(input)).toEqual(expected);
  });

  it('loses no member of a batch with a line for each', () => {
    expect(passed(`[\n${one},\n${two}\n]\n`)).toEqual([`${one}\n`, `${two}\n`]);
  });

  it('passes the message at once that follows an unfinished one', () => {
    expect(passed(`{"jsonrpc":"2.0","id":1,\n${two}\n{`)).toEqual([`${two}\n`]);
  });
});

function latin(text: string): string {
  return Buffer.from(text).toString('latin1');
}
