import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { judgeClientLine } from '../../src/protocol/client-line.ts';

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';

describe('what a client wrote', () => {
  it.each<[string, unknown]>([
    ['', { kind: 'blank' }],
    [' \t\r', { kind: 'blank' }],
    [ping, { kind: 'message', message: { kind: 'request' } }],
    [`[${ping}]`, { kind: 'message', message: { kind: 'batch' } }],
    [
      '{"jsonrpc":"2.0","id":1,"method":"a","params":null}',
      { kind: 'message', message: { kind: 'request' } },
    ],
    [
      '{"jsonrpc":"2.0","id":1,"method":"a","params":null} x',
      { kind: 'refused', code: -32700, id: null },
    ],
    ['text', { kind: 'refused', code: -32700, id: null }],
    ['{"jsonrpc":"2.0","id":1,', { kind: 'refused', code: -32700, id: null }],
    [`${ping}${ping}`, { kind: 'refused', code: -32700, id: null }],
    ['[]', { kind: 'refused', code: -32600, id: null }],
    ['42', { kind: 'refused', code: -32600, id: null }],
    ['{"id":"a","method":"x"}', { kind: 'refused', code: -32600, id: '"a"' }],
    ['{"jsonrpc":"2.0","id":[],"method":"x"}', { kind: 'refused', code: -32600, id: null }],
    ['{"jsonrpc":"2.0","id":5,"error":"an answer"}', { kind: 'refused', code: -32600, id: null }],
    ['[1]', { kind: 'mixed', members: [{ kind: 'refused', code: -32600, id: null }] }],
    [
      `[${ping}, {"id":2}, [${ping}]]`,
      {
        kind: 'mixed',
        members: [
          { kind: 'request', id: 1, bytes: Buffer.from(`${ping}\n`) },
          { kind: 'refused', code: -32600, id: 2 },
          { kind: 'refused', code: -32600, id: null },
        ],
      },
    ],
  ])('%j', (text, expected) => {
    expect(judgeClientLine(Buffer.from(`${text}\n`))).toMatchObject(expected as object);
  });
});

describe('a batch of many members', () => {
  const { batchMembersMax, refusedMembersMax } = messageLimits;
  const judged = (...members: (readonly [count: number, text: string])[]) => {
    const texts = members.flatMap(([count, text]) => Array.from({ length: count }, () => text));
    return judgeClientLine(Buffer.from(`[${texts.join()}]\n`));
  };
  const oneError = { kind: 'refused', code: -32600, id: null };

  it('that are no messages is told of each, or is one error', () => {
    expect(judged([refusedMembersMax, '1'])).toMatchObject({ kind: 'mixed' });
    expect(judged([refusedMembersMax + 1, '1'])).toEqual(oneError);
    expect(judged([refusedMembersMax, '1'], [1, ping], [1, '2'])).toEqual(oneError);
  });

  it('of which one is no message is taken, or is one error', () => {
    const most = judged([batchMembersMax - 1, ping], [1, '{}']);
    expect(most.kind === 'mixed' && most.members.length).toBe(batchMembersMax);
    expect(judged([batchMembersMax, ping], [1, '{}'])).toEqual(oneError);
  });

  it.each([
    ['{"jsonrpc":"2.0","id":3,"result":1,"method":2}', null],
    ['{"jsonrpc":"2.0","id":3,"error":1,"method":2}', null],
    ['{"jsonrpc":"2.0","id":3,"method":2}', 3],
    ['"{"', null],
  ])('answers what is none by its id, but no answer: %s', (text, id) => {
    expect(judged([1, text])).toEqual({
      kind: 'mixed',
      members: [{ kind: 'refused', code: -32600, id }],
    });
  });
});
