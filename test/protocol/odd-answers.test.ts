/** Answers in the wrong form: what is written instead says what the server said. */
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { type RepairedAnswer, repairAnswer } from '../../src/protocol/odd-answers.ts';

const value = (line: string): unknown => {
  const repaired = repairAnswer(Buffer.from(`${line}\n`));
  return repaired && JSON.parse(repaired.message.bytes.toString());
};

const error = (code: number, message: string, data?: unknown) => ({
  jsonrpc: '2.0',
  id: 5,
  error: data === undefined ? { code, message } : { code, message, data },
});

const rows: readonly (readonly [name: string, line: string, becomes: unknown])[] = [
  ['no version', '{"id":5,"result":{"a":1}}', { jsonrpc: '2.0', id: 5, result: { a: 1 } }],
  ['version 2', '{"jsonrpc":"2","id":5,"result":1}', { jsonrpc: '2.0', id: 5, result: 1 }],
  [
    'version 2.0, a number',
    '{"jsonrpc":2.0,"id":"a","result":1}',
    {
      jsonrpc: '2.0',
      id: 'a',
      result: 1,
    },
  ],
  ['version 1.0', '{"jsonrpc":"1.0","id":5,"result":[]}', { jsonrpc: '2.0', id: 5, result: [] }],
  ['1.0, success', '{"id":5,"result":{},"error":null}', { jsonrpc: '2.0', id: 5, result: {} }],
  ['1.0, failure', '{"id":5,"result":null,"error":"full"}', error(-32603, 'full', 'full')],
  [
    'empty error beside a result',
    '{"jsonrpc":"2.0","id":5,"result":7,"error":""}',
    {
      jsonrpc: '2.0',
      id: 5,
      result: 7,
    },
  ],
  [
    'false beside a result',
    '{"jsonrpc":"2.0","id":5,"result":7,"error":false}',
    {
      jsonrpc: '2.0',
      id: 5,
      result: 7,
    },
  ],
  ['both', '{"jsonrpc":"2.0","id":5,"result":{},"error":{"code":1,"message":"m"}}', error(1, 'm')],
  [
    'a string',
    '{"jsonrpc":"2.0","id":5,"error":"disk full"}',
    error(-32603, 'disk full', 'disk full'),
  ],
  [
    'a code in words',
    '{"jsonrpc":"2.0","id":5,"error":{"code":"EIO","message":"m"}}',
    error(-32603, 'm', { code: 'EIO', message: 'm' }),
  ],
  [
    'a numeral',
    '{"jsonrpc":"2.0","id":5,"error":{"code":"7","message":"m"}}',
    error(7, 'm', { code: '7', message: 'm' }),
  ],
  [
    'no code',
    '{"jsonrpc":"2.0","id":5,"error":{"message":"m"}}',
    error(-32603, 'm', { message: 'm' }),
  ],
  [
    'a broken number',
    '{"jsonrpc":"2.0","id":5,"error":{"code":1.5,"message":"m"}}',
    error(-32603, 'm', { code: 1.5, message: 'm' }),
  ],
  [
    'no message',
    '{"jsonrpc":"2.0","id":5,"error":{"code":-3}}',
    error(-3, '{"code":-3}', { code: -3 }),
  ],
  [
    'words elsewhere',
    '{"jsonrpc":"2.0","id":5,"error":{"code":3,"detail":"no disk"}}',
    error(3, 'no disk', { code: 3, detail: 'no disk' }),
  ],
  [
    'a message that is none',
    '{"jsonrpc":"2.0","id":5,"error":{"code":3,"message":{"a":"b"}}}',
    error(3, '{"code":3,"message":{"a":"b"}}', { code: 3, message: { a: 'b' } }),
  ],
  ['a list', '{"jsonrpc":"2.0","id":5,"error":["a","b"]}', error(-32603, '["a","b"]', ['a', 'b'])],
  ['true', '{"jsonrpc":"2.0","id":5,"error":true}', error(-32603, 'true', true)],
  ['an empty error', '{"jsonrpc":"2.0","id":5,"error":{}}', error(-32603, '{}', {})],
  [
    'an echoed method',
    '{"jsonrpc":"2.0","id":5,"method":"tools/call","result":{}}',
    {
      jsonrpc: '2.0',
      id: 5,
      result: {},
    },
  ],
  ...['null', '0', '{}', '[]', '{ }', '[ ]'].map(
    (nothing) =>
      [
        `${nothing} beside a result`,
        `{"jsonrpc":"2.0","id":5,"result":7,"error":${nothing}}`,
        { jsonrpc: '2.0', id: 5, result: 7 },
      ] as const,
  ),
  ...['message', 'error', 'msg', 'detail', 'description', 'reason', 'title'].map(
    (key) =>
      [
        `words under ${key}`,
        `{"jsonrpc":"2.0","id":5,"error":{"${key}":"no disk"}}`,
        error(-32603, 'no disk', { [key]: 'no disk' }),
      ] as const,
  ),
  [
    'an empty message beside other words',
    '{"jsonrpc":"2.0","id":5,"error":{"message":"","detail":"m"}}',
    error(-32603, 'm', { message: '', detail: 'm' }),
  ],
  [
    'false and a longer nothing',
    '{"jsonrpc":"2.0","id":5,"result":7,"error":[      ]}',
    error(-32603, '[      ]', []),
  ],
  ...[
    ['-12', -12],
    ['1200', 1200],
    ['x7', -32603],
    ['1e3', -32603],
    ['0x7', -32603],
    ['7x', -32603],
    ['', -32603],
    ['99999999999999999999', -32603],
  ].map(
    ([text, code]) =>
      [
        `a code that is the text ${text}`,
        `{"jsonrpc":"2.0","id":5,"error":{"code":"${text}","message":"m"}}`,
        error(code as number, 'm', { code: text, message: 'm' }),
      ] as const,
  ),
  ['line breaks', '{"id":5,\r\n"result":{"a":\n1}}', { jsonrpc: '2.0', id: 5, result: { a: 1 } }],
];

function outcomeOf(repaired: RepairedAnswer | undefined) {
  if (repaired === undefined) return undefined;
  const { bytes, isError, outcome } = repaired.message;
  return { isError, text: bytes.toString('utf8', outcome.start, outcome.end) };
}

describe('an answer in the wrong form', () => {
  it.each(rows)('%s', (_name, line, becomes) => {
    expect(value(line)).toEqual(becomes);
  });

  it('keeps the words of the id, also of a long number', () => {
    const repaired = repairAnswer(Buffer.from('{"id":12345678901234567890,"result":1}\n'));
    expect(repaired?.message.bytes.toString()).toContain('"id":12345678901234567890,');
  });

  it('says the beginning of what is long, and keeps all of it', () => {
    const list = [Array.from({ length: 5_000 }, () => 'x').join('')];
    const found = value(`{"jsonrpc":"2.0","id":5,"error":${JSON.stringify(list)}}`);
    const spoken = JSON.stringify(list).slice(0, messageLimits.oddErrorCharsMax);
    expect(found).toEqual(error(-32603, spoken, list));
  });

  it('without an id is nameless, if it calls itself JSON-RPC', () => {
    const repaired = repairAnswer(Buffer.from('{"jsonrpc":"2.0","error":"no such method"}\n'));
    expect(repaired?.message.id).toBeNull();
    expect(outcomeOf(repaired)).toEqual({
      isError: true,
      text: '{"code":-32603,"message":"no such method","data":"no such method"}',
    });
    const result = repairAnswer(Buffer.from('{"jsonrpc":"1.0","id":null,"result":{"error":1}}\n'));
    expect(outcomeOf(result)).toEqual({ isError: false, text: '{"error":1}' });
    expect(repairAnswer(Buffer.from('{"error":"no such method"}\n'))).toBeUndefined();
  });

  it.each([
    '{"id":5}',
    '{"jsonrpc":"2.0","id":5,"error":null}',
    '{"jsonrpc":"2.0","id":[5],"result":1}',
    '{"jsonrpc":"2.0","id":5,"result":',
    '{"jsonrpc":"2.0","id":5,"result":1} and more',
    '{"id":5,"result":1,"level":"info"}',
    '{"id":5,"result":1,"level":"info","text":"a"}',
    '{"id":null,"result":1}',
    'no braces',
  ])('cannot be read: %s', (line) => {
    expect(value(line)).toBeUndefined();
  });
});
