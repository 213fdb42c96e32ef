import { describe, expect, it } from 'vitest';
import { classify } from '../../src/protocol/classify.ts';
import {
  errorResponse,
  notification,
  request,
  resultResponse,
} from '../../src/protocol/compose.ts';
import {
  idAt,
  memberAt,
  numberAt,
  pathAt,
  replaceSpan,
  textAt,
} from '../../src/protocol/member.ts';

const bytes = Buffer.from(
  ' {"a":{"b.c/d":"x\\ny","n":-1.5e1},"a":{"n":7,"\\u0074ext":"é","list":[1]},"z":null}\n',
);
const textOf = (span: { start: number; end: number } | undefined) =>
  span && bytes.toString('utf8', span.start, span.end);

describe('members by their place', () => {
  it('finds the last of equal keys, decoded', () => {
    expect(textOf(pathAt(bytes, undefined, 'a', 'n'))).toBe('7');
    expect(textOf(pathAt(bytes, undefined, 'a', 'text'))).toBe('"é"');
    expect(textOf(pathAt(bytes, undefined, 'z'))).toBe('null');
  });

  it('finds nothing where nothing is', () => {
    expect(pathAt(bytes, undefined, 'a', 'b.c/d')).toBeUndefined();
    expect(pathAt(bytes, undefined, 'a', 'list', 'x')).toBeUndefined();
    expect(pathAt(bytes, undefined, 'q', 'n')).toBeUndefined();
    expect(memberAt(Buffer.from('{"a":1,"b'), { start: 0, end: 9 }, 'b')).toBeUndefined();
  });

  it.each([
    ['"a\\u00e9\\n"', 'aé\n', undefined],
    ['"é"', 'é', undefined],
    ['-1.5e1', undefined, -15],
    ['null', undefined, undefined],
    ['{}', undefined, undefined],
  ])('%s reads as text %j, number %j', (json, text, number) => {
    const value = Buffer.from(json);
    const span = { start: 0, end: value.length };
    expect(textAt(value, span)).toBe(text);
    expect(numberAt(value, span)).toBe(number);
  });

  it('rewrites an id and nothing else', () => {
    const wire = Buffer.from('{"id": 1 ,"jsonrpc":"2.0","method":"é"}\n');
    const message = classify(wire);
    if (message?.kind !== 'request') throw new Error('no request');
    expect(replaceSpan(wire, message.idSpan, '"new"').toString()).toBe(
      '{"id": "new" ,"jsonrpc":"2.0","method":"é"}\n',
    );
    expect(wire.toString()).toContain('"id": 1 ');
  });
});

describe('messages written', () => {
  it.each([1, '"a\\"b"', '1.5', '12345678901234567890'])('keep the id %s', (id) => {
    const error = errorResponse({ id, code: -32603, message: 'line\nbreak', data: { a: 1 } });
    for (const wire of [error, resultResponse(id, '{}'), request(id, 'a/b', '{"c":1}')]) {
      expect(wire.indexOf(0x0a)).toBe(wire.length - 1);
      const message = classify(wire);
      expect(message).toMatchObject({ id });
      if (message?.kind !== 'request' && message?.kind !== 'response') throw new Error('no id');
      expect(message.idSpan && idAt(wire, message.idSpan)).toBe(id);
    }
  });

  it('may lack what is optional', () => {
    expect(errorResponse({ id: null, code: 1, message: 'm' }).toString()).toBe(
      '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"m"}}\n',
    );
    expect(notification('a').toString()).toBe('{"jsonrpc":"2.0","method":"a"}\n');
    expect(notification('a', { b: 1 }).toString()).toContain('"params":{"b":1}}');
    expect(request(1, 'a"b').toString()).toBe('{"jsonrpc":"2.0","id":1,"method":"a\\"b"}\n');
  });
});
