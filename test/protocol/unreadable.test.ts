import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { diagnoseUnreadable, idNear } from '../../src/protocol/unreadable.ts';

function diagnose(text: string) {
  const found = diagnoseUnreadable(Buffer.from(`${text}\n`));
  if (found?.kind === 'odd') {
    return { kind: 'odd', text: found.answer.message.bytes.toString(), why: found.why };
  }
  if (found?.kind !== 'repaired') return found;
  return { kind: found.message.kind, text: found.message.bytes.toString() };
}

describe('something that is no message', () => {
  it.each<[string, unknown]>([
    ['{"jsonrpc":"2.0","id":1,"result":{"a":', { kind: 'answers', ids: [1], why: 'it breaks off' }],
    ['{"jsonrpc":"2.0","id":"x","resu', { kind: 'answers', ids: ['"x"'], why: 'it breaks off' }],
    ['{"jsonrpc":"2.0","id":"x","par', undefined],
    [
      '{"jsonrpc":"2.0","id":1,"result":tru}',
      { kind: 'answers', ids: [1], why: 'it is not valid JSON at byte 36' },
    ],
    [
      '{"result":{"a":undefined},"jsonrpc":"2.0","id":7}',
      { kind: 'answers', ids: [7], why: 'it is not valid JSON at byte 15' },
    ],
    [
      '{"result":{"a":undefined},"id":"a\\"b","jsonrpc":"2.0"}',
      { kind: 'answers', ids: ['"a\\"b"'] },
    ],
    ['{"jsonrpc":"2.0","error":{},"id":c0ffee-4c80}', { kind: 'answers', ids: [] }],
    [
      '{"jsonrpc":"2.0","id":1,"error":"down"}',
      { kind: 'odd', text: expect.stringContaining('"message":"down"') },
    ],
    [
      '{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":"m"}}',
      { kind: 'odd', text: expect.stringContaining('"error":{"code":1,"message":"m"}') },
    ],
    ['{"id":1,"result":{}}', { kind: 'odd', text: '{"jsonrpc":"2.0","id":1,"result":{}}\n' }],
    ['{"id":1,"error":{"code":1,"message":"m"}}', { kind: 'odd' }],
    ['{"id":1,"error":"m"}', { kind: 'odd' }],
    ['{"id":1,"result":{},"level":"info"}', undefined],
    ['{"id":1,"result":{', undefined],
    ['{"jsonrpc":"1.0","id":1,"result":{}}', { kind: 'odd' }],
    [
      '{"id":null,"jsonrpc":"2.0","result":{}}',
      { kind: 'odd', text: '{"jsonrpc":"2.0","result":{}}\n' },
    ],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":7}', { kind: 'request', id: 1 }],
    [
      '{"jsonrpc":"2.0","id":1,"method":"ping","par',
      { kind: 'request', id: 1, why: 'it breaks off' },
    ],
    ['{"jsonrpc":"2.0","method":"notif', undefined],
    ['{"jsonrpc":"2.0","method":"a","params":1}', undefined],
    ['{"level":"debug","sent":{"jsonrpc":"2.0","id":1,"result":{}}}', undefined],
    ['{"level":"debug","sent":{"jsonrpc":"2.0","id":1,"result":{}', undefined],
    [
      '{"level":"debug","a":{"jsonrpc":"2.0","id":1,"result":{}},"b":{"jsonrpc":"2.0","id":2,"result":{',
      undefined,
    ],
    ['{"jsonrpc":"2.0","result":{},"id":12', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":1-', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":10', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":19', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":"ab', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":4c80-c0ffee}', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":1{"a":', { kind: 'answers', ids: [] }],
    ['{"jsonrpc":"2.0","result":{},"id":12,', { kind: 'answers', ids: [12] }],
    ['{"jsonrpc":"2.0","result":{},"id":12 ,', { kind: 'answers', ids: [12] }],
    ['{"jsonrpc":"2.0","result":{},"id":12\t', { kind: 'answers', ids: [12] }],
    ['{"jsonrpc":"2.0","result":{},"id":12\r\n,"a', { kind: 'answers', ids: [12] }],
    ['{"jsonrpc":"2.0","result":{},"id":12\n,"a', { kind: 'answers', ids: [12] }],
    ['{"jsonrpc":"2.0","result":{"a":tru},"id":12}', { kind: 'answers', ids: [12] }],
    ['{"jsonrpc":"2.0","result":{},"id":"a"', { kind: 'answers', ids: ['"a"'] }],
    ['{"jsonrpc":"2.0","id":4,"result":9', { kind: 'answers', ids: [4] }],
    ['{"jsonrpc":"2.0","id":4,"error":null}', { kind: 'answers', ids: [4] }],
    ['{"id":4,"result":null}', { kind: 'odd' }],
    ['{"jsonrpc":"2.0","result":null}', { kind: 'odd' }],
    [
      '{"jsonrpc":"2.0","id":1,"re{"jsonrpc":"2.0","id":2,"result":{}}sult":{}}',
      { kind: 'answers', ids: [1, 2] },
    ],
    [
      '{"jsonrpc":"2.0","id":1,"re{"jsonrpc":"2.0","id":2,"resu{"jsonrpc":"2.0","id":3,"result":1}',
      { kind: 'answers', ids: [1, 2, 3] },
    ],
    ['no brace', undefined],
  ])('%s', (text, expected) => {
    if (expected === undefined) expect(diagnose(text)).toBeUndefined();
    else expect(diagnose(text)).toMatchObject(expected as object);
  });

  it.each<[string, string, string]>([
    [
      '{"jsonrpc":"2.0","id":1,"result":{},"error":null}',
      'response',
      '{"jsonrpc":"2.0","id":1,"result":{}}\n',
    ],
    [
      '{"error":null, "jsonrpc":"2.0","id":1,"result":{}}',
      'response',
      '{"jsonrpc":"2.0","id":1,"result":{}}\n',
    ],
    [
      '{"jsonrpc":"2.0","id":1,"result":null,"error":null}',
      'response',
      '{"jsonrpc":"2.0","id":1,"result":null}\n',
    ],
    [
      '{"id":1,"jsonrpc":"2.0","result":null,"error":{"code":1,"message":"m"}}',
      'response',
      '{"id":1,"jsonrpc":"2.0","error":{"code":1,"message":"m"}}\n',
    ],
    [
      '{"jsonrpc":"2.0","id":null,"method":"a"}',
      'notification',
      '{"jsonrpc":"2.0","method":"a"}\n',
    ],
    [
      '{"jsonrpc":"2.0","id":2,"method":"a","params":null}',
      'request',
      '{"jsonrpc":"2.0","id":2,"method":"a"}\n',
    ],
    [
      '{"jsonrpc":"2.0","id":1,"result":{\r\n"a":1},\n"error":null}',
      'response',
      '{"jsonrpc":"2.0","id":1,"result":{"a":1}}\n',
    ],
  ])('is mended: %s', (text, kind, wire) => {
    expect(diagnose(text)).toEqual({ kind, text: wire });
  });

  const notJsonRpc = '"jsonrpc" is not "2.0"';
  it.each<[string, string]>([
    ['{"id":1,"result":{}}', '"jsonrpc" is missing'],
    ['{"jsonrpc":"1.0","id":1,"result":{}}', notJsonRpc],
    ['{"jsonrpc":2.0,"id":1,"result":{}}', notJsonRpc],
    ['{"jsonrpc":"2.0","error":"down"}', '"id" is neither a number nor a string'],
    ['{"jsonrpc":"2.0","id":null,"error":"down"}', '"id" is neither a number nor a string'],
    ['{"jsonrpc":"2.0","id":4}', 'it has neither "result" nor "error"'],
    [
      '{"jsonrpc":"2.0","id":1,"result":1,"error":{"code":1,"message":"m"}}',
      'it has both "result" and "error"',
    ],
    [
      '{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":"m"}}',
      '"error" is not an object with an integer "code" and a string "message"',
    ],
    ['{"jsonrpc":"2.0","id":1,"method":"a","params":7}', 'its members have wrong types'],
    ['{"jsonrpc":"2.0","id":1,"method":7,"params":{}}', 'its members have wrong types'],
    ['{"jsonrpc":"2.0","id":1,"method":"a","result":{}}', 'its members have wrong types'],
    [
      '{"jsonrpc":"2.0","id":1,"method":"a","error":{"code":1,"message":"m"}}',
      'its members have wrong types',
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"a","error":"m"}',
      '"error" is not an object with an integer "code" and a string "message"',
    ],
    ['{"jsonrpc":"2.0","id":1,"result":{"a":', 'it breaks off'],
    ['{"jsonrpc":"2.0","id":1,"result":{"a":x', 'it is not valid JSON at byte 38'],
    ['{"jsonrpc":"2.0","id":1,"result":"cut\r', 'it breaks off'],
    ['{"jsonrpc":"2.0","id":1,"result":"cut\n\r', 'it breaks off'],
  ])('says why: %s', (text, why) => {
    expect(diagnose(text)).toMatchObject({ why });
  });

  it.each<[string, unknown]>([
    ['{"jsonrpc":"2.0","id":4}', { kind: 'answers', ids: [4] }],
    ['{"id":4}', undefined],
    ['{"jsonrpc":"2.0"}', undefined],
    ['{"jsonrpc":"2.0","id":{}}', undefined],
    ['{"jsonrpc":"2.0","method":7}', undefined],
    ['{"jsonrpc":"2.0","id":4,"result":{}} and more', undefined],
    ['{"jsonrpc":"2.0","id":4,"err', { kind: 'answers', ids: [4] }],
    ['{"jsonrpc":"2.0","id":4 , "r', { kind: 'answers', ids: [4] }],
    ['{"jsonrpc":"2.0","id":4,"errs', undefined],
    ['{"jsonrpc":"2.0","id":4,x"err', undefined],
    ['{"jsonrpc":"2.0","id":4,"result":{"a":1}\r\r\n\r', { kind: 'answers', ids: [4] }],
    // Written into each other, with a question among them.
    [
      '{"jsonrpc":"2.0","id":1,"re{"jsonrpc":"2.0","id":2,"method":"a"{"jsonrpc":"2.0","id":3,"r',
      { kind: 'answers', ids: [1, 3] },
    ],
  ])('is told of whoever waits: %s', (text, expected) => {
    if (expected === undefined) expect(diagnose(text)).toBeUndefined();
    else expect(diagnose(text)).toMatchObject(expected as object);
  });

  it('tells of so many that were written into each other', () => {
    const texts = Array.from({ length: 30 }, (_, id) => `{"jsonrpc":"2.0","id":${id},"re`);
    const found = diagnose(texts.join(''));
    const ids = Array.from({ length: messageLimits.brokenAnswersMax + 1 }, (_, id) => id);
    expect(found).toMatchObject({ kind: 'answers', ids });
  });

  it('is mended into valid UTF-8', () => {
    const bytes = Buffer.from('{"jsonrpc":"2.0","id":1,"result":"\xff","error":null}\n', 'latin1');
    const found = diagnoseUnreadable(bytes);
    expect(found?.kind === 'repaired' && found.message.bytes.includes('\ufffd')).toBe(true);
  });
});

describe('the ends of a line that is too long', () => {
  const long = 'x'.repeat(5_000);
  it.each<[string, unknown]>([
    [`{"jsonrpc":"2.0","id":1,"result":{"a":"${long}"}}`, { kind: 'answer', id: 1 }],
    [`\ufeff {"jsonrpc":"2.0","id":"a","error":{"a":"${long}"}}`, { kind: 'answer', id: '"a"' }],
    [`{"result":{"a":"${long}"},"jsonrpc":"2.0","id":7}`, { kind: 'answer', id: 7 }],
    [`{"result":{"a":"${long}"},"id":"7" , "jsonrpc": "2.0" } \r`, { kind: 'answer', id: '"7"' }],
    [`{"jsonrpc":"2.0","result":{"a":"${long}"},"id":-1.5}`, { kind: 'answer', id: '-1.5' }],
    [`{"jsonrpc":"2.0","id":1,"method":"m","params":["${long}"]}`, { kind: 'request', id: 1 }],
    [`{"method":"m","params":["${long}"],"jsonrpc":"2.0","id":3}`, { kind: 'request', id: 3 }],
    [`{"params":["${long}"],"method":"m","jsonrpc":"2.0","id":3}`, { kind: 'request', id: 3 }],
    [
      `{"jsonrpc":"2.0","method":"m","params":["${long}"]}`,
      { kind: 'notification', id: undefined },
    ],
    [`{"jsonrpc":"2.0","result":{"a":"${long}","id":7}}`, { kind: 'answer', id: undefined }],
    [`{"jsonrpc":"2.0","result":"${long},\\"id\\":7}"}`, { kind: 'answer', id: undefined }],
    [`{"level":"info","text":"${long}","id":7}`, undefined],
    [`x${long},"jsonrpc":"2.0","method":"m","id":7}`, undefined],
    [`{"jsonrpc":"2.0","result":"${long}","id":1-2}`, { kind: 'answer', id: undefined }],
    [`{"jsonrpc":"2.0","result":"${long}","id":7},`, { kind: 'answer', id: undefined }],
    [`${long}{"jsonrpc":"2.0","id":7,"result":{}}`, undefined],
  ])('%.60s…', (text, expected) => {
    const bytes = Buffer.from(text);
    expect(idNear(bytes.subarray(0, 2_000), bytes.subarray(-2_000))).toEqual(expected);
  });

  it('do not tell an id that the first of them cuts', () => {
    const [head, tail] = ['{"jsonrpc":"2.0","result":{},"id":123', '45,"x":""}'];
    for (let at = 0; at <= 2; at += 1) {
      const cutAt = head.length - at;
      const found = idNear(Buffer.from(head.slice(0, cutAt)), Buffer.from(tail));
      expect(found).toEqual({ kind: 'answer', id: undefined });
    }
    expect(idNear(Buffer.from(`${head},`), Buffer.from(tail))).toEqual({ kind: 'answer', id: 123 });
  });
});
