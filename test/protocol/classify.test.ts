import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { classify } from '../../src/protocol/classify.ts';
import { oracle } from './oracle.ts';

function line(text: string): Buffer {
  return Buffer.from(`${text}\n`);
}

function verdict(bytes: Buffer) {
  const message = classify(bytes);
  if (message === undefined) return undefined;
  if (message.kind === 'batch') return { kind: 'batch' };
  if (message.kind === 'notification') return { kind: 'notification', method: message.method };
  const { id } = message;
  const text = id === null ? 'null' : String(id).startsWith('"') ? id : 'number';
  return message.kind === 'request'
    ? { kind: 'request', id: text, method: message.method }
    : { kind: 'response', id: text };
}

const name = fc.constantFrom('jsonrpc', 'id', 'method', 'params', 'result', 'error', 'extra', '');
const space = fc.constantFrom('', '', '', ' ', '\t', '\r', '  ');
const number = fc.constantFrom('0', '1', '-1', '1.5', '1e3', '-0', '01', '1.', '9007199254740993');
const string = fc.oneof(
  fc.constantFrom('"2.0"', '"2\\u002e0"', '"tools/list"', '"\\ud800"', '"\\x"', '"\t"', '"é"'),
  fc.string().map((text) => JSON.stringify(text)),
);
/** JSON text, nearly always valid, with spellings that JSON.stringify would never write. */
const { value } = fc.letrec<{ value: string; object: string; key: string }>((tie) => ({
  key: name.chain((text) =>
    fc.constantFrom(
      JSON.stringify(text),
      JSON.stringify(text),
      `"${[...text].map((c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')}"`,
    ),
  ),
  object: fc
    .array(fc.tuple(space, tie('key'), space, tie('value'), space), { maxLength: 5 })
    .map((members) => `{${members.map(([a, k, b, v, c]) => `${a}${k}${b}:${v}${c}`).join(',')}}`),
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('null', 'true', 'false', 'NaN', 'nul', '{"code":-1,"message":"m"}'),
    number,
    string,
    fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(',')}]`),
    tie('object'),
  ),
}));
const id = fc.oneof(number, string, fc.constant('null'));
const members = fc.record(
  {
    id: id.map((text) => `"id":${text}`),
    method: fc.oneof(string, value).map((text) => `"method":${text}`),
    params: value.map((text) => `"params":${text}`),
    result: value.map((text) => `"result":${text}`),
    error: value.map((text) => `"error":${text}`),
    twice: fc.tuple(name, value).map(([key, text]) => `"${key}":${text}`),
  },
  { requiredKeys: [] },
);
/** Documents that look like JSON-RPC, members in any order. */
const rpc = members
  .chain((record) => fc.shuffledSubarray(['"jsonrpc":"2.0"', ...Object.values(record)]))
  .map((parts) => `{${parts.join(',')}}`);
const documents = fc.oneof(
  { weight: 6, arbitrary: rpc },
  { weight: 2, arbitrary: fc.array(rpc, { maxLength: 3 }).map((all) => `[${all.join(' , ')}]`) },
  { weight: 1, arbitrary: value },
);

describe('classify agrees with JSON.parse', () => {
  it('on documents like JSON-RPC', () => {
    fc.assert(
      fc.property(space, documents, space, (before, text, after) => {
        const bytes = line(before + text + after);
        expect(verdict(bytes)).toEqual(oracle(bytes.toString()));
      }),
      { numRuns: 3_000 },
    );
  });

  it('on damaged bytes', () => {
    const damage = fc.array(
      fc.tuple(fc.nat(), fc.constantFrom(0x22, 0x7b, 0x7d, 0x5c, 0x2c, 0, 0xff, 0x30)),
      { minLength: 1, maxLength: 2 },
    );
    fc.assert(
      fc.property(documents, damage, (text, hits) => {
        const bytes = line(text);
        for (const [at, byte] of hits) bytes[at % (bytes.length - 1)] = byte;
        expect(verdict(bytes)).toEqual(oracle(bytes.toString()));
      }),
      { numRuns: 3_000 },
    );
  });

  it('on every prefix of a message', () => {
    const whole = '{"jsonrpc":"2.0","id":-1.5e+3,"result":{"a":["\\u00e9\\n",true,false,null,[]]}}';
    for (let length = 0; length <= whole.length; length += 1) {
      const text = whole.slice(0, length);
      expect(verdict(line(text)), text).toEqual(oracle(text));
    }
  });
});

describe('classify', () => {
  const valid = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
  const failure = '{"code":-32603,"message":"x"}';
  it.each<[string, string | undefined]>([
    [valid, 'request'],
    [` \t${valid} \r`, 'request'],
    ['{"jsonrpc":"2.0","method":"a","params":[]}', 'notification'],
    ['{"jsonrpc":"2.0","method":"a","params":null}', undefined],
    ['{"jsonrpc":"2.0","method":"a","id":null}', undefined],
    ['{"jsonrpc":"2.0","id":1,"result":null}', 'response'],
    ['{"jsonrpc":"2.0","id":1,"result":1,"error":null}', undefined],
    ['{"jsonrpc":"2.0","id":null,"result":1}', undefined],
    ['{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}', 'response'],
    ['{"jsonrpc":"2.0","error":{"code":-32700,"message":"x"}}', 'response'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":1.5,"message":"x"}}', undefined],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":"1","message":"x"}}', undefined],
    ['{"jsonrpc":"1.0","id":1,"result":1}', undefined],
    ['{"jsonrpc":2.0,"id":1,"result":1}', undefined],
    ['{"jsonrpc":[2.0],"id":1,"result":1}', undefined],
    [`{"jsonrpc":"2.0","id":1,"result":${failure},"error":${failure}}`, undefined],
    [`{"jsonrpc":"2.0","id":{},"error":${failure}}`, undefined],
    [`{"jsonrpc":"2.0","id":true,"error":${failure}}`, undefined],
    [`{"jsonrpc":"2.0","id":1,"error":${failure}}`, 'response'],
    ['{"jsonrpc":"1","jsonrpc":"2.0","id":{},"id":1,"result":1}', 'response'],
    ['{"jsonrpc":"2.0","id":1,"\\u006dethod":"a"}', 'request'],
    [`[${valid}]`, 'batch'],
    [`[${valid},{}]`, undefined],
    [`[[${valid}]]`, undefined],
    [`[${valid}`, undefined],
    [`[${valid},`, undefined],
    [`[${valid}] ${valid}`, undefined],
    [`[${valid}]]`, undefined],
    [`${valid.slice(0, -1)}`, undefined],
    [`"${valid}`, undefined],
    ['[]', undefined],
    ['{}', undefined],
    ['', undefined],
    ['42', undefined],
    [`${valid}${valid}`, undefined],
    [`\ufeff${valid}`, undefined],
    ['{"jsonrpc":"2.0","id":1,"result":NaN}', undefined],
  ])('%s is %s', (text, kind) => {
    expect(classify(line(text))?.kind).toBe(kind);
  });

  it.each<[string, number | string]>([
    ['1', 1],
    ['1.0', 1],
    ['-0', 0],
    ['"1"', '"1"'],
    ['"\\u0031"', '"1"'],
    ['"é\\"\\n"', '"é\\"\\n"'],
    ['1.5', '1.5'],
    ['9007199254740993', '9007199254740993'],
    ['12345678901234567890', '12345678901234567890'],
  ])('reads the id %s as %s', (text, expected) => {
    const message = classify(line(`{"id": ${text} ,"jsonrpc":"2.0","result":{}}`));
    expect(message).toMatchObject({ kind: 'response', id: expected });
  });

  it('tells where params, id and outcome stand', () => {
    const bytes = line('{"jsonrpc":"2.0","id":"x","method":"m","params": {"a":1}}');
    const message = classify(bytes);
    if (message?.kind !== 'request') throw new Error('no request');
    expect(bytes.toString('utf8', message.idSpan.start, message.idSpan.end)).toBe('"x"');
    expect(bytes.toString('utf8', message.params?.start, message.params?.end)).toBe('{"a":1}');
    expect(message.bytes).toBe(bytes);
  });

  it('gives each member of a batch a wire form of its own', () => {
    const message = classify(line(`[ ${valid} , {"jsonrpc":"2.0","method":"n"} ]`));
    if (message?.kind !== 'batch') throw new Error('no batch');
    expect(message.members.map(({ bytes }) => bytes.toString())).toEqual([
      `${valid}\n`,
      '{"jsonrpc":"2.0","method":"n"}\n',
    ]);
  });

  it('takes so many members of a batch and no more', () => {
    const of = (count: number) => line(`[${Array.from({ length: count }, () => valid).join()}]`);
    expect(classify(of(messageLimits.batchMembersMax))?.kind).toBe('batch');
    expect(classify(of(messageLimits.batchMembersMax + 1))).toBeUndefined();
  });

  it('takes 100,000 nested brackets', () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(classify(line(`{"jsonrpc":"2.0","id":1,"result":${nested}}`))?.kind).toBe('response');
    expect(classify(line(`{"jsonrpc":"2.0","id":1,"result":${nested}]}`))).toBeUndefined();
    expect(classify(line('{"a":'.repeat(100_000)))).toBeUndefined();
  });
});
