import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { type HeardAnswer, readHeard } from '../../src/session/heard.ts';
import {
  canonical,
  fingerprint,
  isListMethod,
  parsePage,
  SeenLists,
  type SeenPage,
} from '../../src/session/lists.ts';

const page = (names: string[], nextCursor?: string): string =>
  JSON.stringify({ tools: names.map((name) => ({ name })), nextCursor });

const first = (result: string): SeenPage => ({ cursor: undefined, answer: heard(result) });
const next = (cursor: string, result: string): SeenPage => ({ cursor, answer: heard(result) });

function heard(result: string): HeardAnswer {
  const answer = readHeard(['{"jsonrpc":"2.0","id":', `,"result":${result}}\n`]);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('fingerprints of lists', () => {
  it('do not see the order of members or of items', () => {
    const one = [{ name: 'a', x: { b: 1, c: [1, 2] } }, { name: 'b' }];
    const other = [{ name: 'b' }, { x: { c: [1, 2], b: 1 }, name: 'a' }];
    expect(fingerprint(one)).toBe(fingerprint(other));
  });

  it('see every other difference', () => {
    const one = [{ name: 'a', schema: { required: ['x', 'y'] } }];
    expect(fingerprint(one)).not.toBe(
      fingerprint([{ name: 'a', schema: { required: ['y', 'x'] } }]),
    );
    expect(fingerprint(one)).not.toBe(fingerprint([]));
    expect(fingerprint([{ name: 'a' }])).not.toBe(fingerprint([{ name: 'a' }, { name: 'b' }]));
  });

  it('do not count an item twice that was read twice', () => {
    expect(fingerprint([{ name: 'a' }, { name: 'a' }])).toBe(fingerprint([{ name: 'a' }]));
  });

  it('are those of the value, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('pages', () => {
  it('are read as far as they are pages', () => {
    expect(parsePage('tools/list', '{"tools":[1],"nextCursor":"x"}')).toEqual({
      items: [1],
      nextCursor: 'x',
    });
    expect(parsePage('tools/list', '{"tools":[1],"nextCursor":null}')?.nextCursor).toBeUndefined();
    for (const text of ['{"prompts":[]}', '{"tools":{}}', 'null', '7']) {
      expect(parsePage('tools/list', text)).toBeUndefined();
    }
  });

  it('exist of four methods', () => {
    expect(['tools/list', 'resources/templates/list'].every(isListMethod)).toBe(true);
    expect(['tasks/list', 'toString', 'tools/call'].some(isListMethod)).toBe(false);
  });
});

describe('seen lists', () => {
  it('join the pages of one listing', () => {
    const lists = new SeenLists();
    lists.saw('tools/list', first(page(['a'], 'x')));
    lists.saw('tools/list', next('x', page(['b'])));
    expect(lists.items('tools/list')).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(lists.methods()).toEqual(['tools/list']);
  });

  it('begin anew with a page that had no cursor', () => {
    const lists = new SeenLists();
    lists.saw('tools/list', first(page(['a'], 'x')));
    lists.saw('tools/list', next('x', page(['b'])));
    lists.saw('tools/list', first(page(['c'])));
    expect(lists.items('tools/list')).toEqual([{ name: 'c' }]);
  });

  it('do not begin with a later page', () => {
    const lists = new SeenLists();
    lists.saw('tools/list', next('x', page(['b'])));
    expect(lists.methods()).toEqual([]);
  });

  it('are compared as far as the client had read', () => {
    const lists = new SeenLists();
    lists.saw('tools/list', first(page(['a'], 'x')));
    expect(lists.pagesToCompare('tools/list')).toBe(1);
    lists.saw('tools/list', next('x', page(['b'], 'y')));
    expect(lists.pagesToCompare('tools/list')).toBe(2);
    lists.saw('tools/list', next('x', page(['c'])));
    expect(lists.pagesToCompare('tools/list')).toBe(sessionLimits.listPagesMax);
  });

  it('are forgotten when they are too long', () => {
    const lists = new SeenLists();
    const big = page(['x'.repeat(sessionLimits.seenListBytesMax)]);
    lists.saw('tools/list', first(page(['a'], 'x')));
    lists.saw('tools/list', next('x', big));
    expect(lists.methods()).toEqual([]);
    // What was forgotten takes no room.
    lists.saw('prompts/list', first(page(['x'.repeat(sessionLimits.seenListBytesMax - 100)])));
    expect(lists.methods()).toEqual(['prompts/list']);
  });

  it('know which tools the server itself called harmless', () => {
    const lists = new SeenLists();
    const tools = [
      { name: 'read', annotations: { readOnlyHint: true } },
      { name: 'again', annotations: { idempotentHint: true } },
      { name: 'odd', annotations: { readOnlyHint: 'yes' } },
      { name: 'plain' },
      null,
    ];
    lists.saw('tools/list', first(JSON.stringify({ tools })));
    const marked = ['read', 'again', 'odd', 'plain', 'missing'].map((name) =>
      lists.mayRepeat(name),
    );
    expect(marked).toEqual([true, true, false, false, false]);
  });
});

describe('hostile lists', () => {
  it('nested a hundred thousand levels deep are compared without a throw', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(canonical([deep])).toBe(canonical([deep]));
  });
});
