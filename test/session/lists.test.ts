import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { type HeardAnswer, readHeard } from '../../src/session/heard.ts';
import {
  canonical,
  fingerprint,
  isListMethod,
  jsonText,
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

describe('seen lists that are given again', () => {
  const cursors = (lists: SeenLists) => lists.pages('tools/list').map(({ cursor }) => cursor);

  function listed(): SeenLists {
    const lists = new SeenLists();
    lists.saw('tools/list', first(page(['a'], 'x')));
    lists.saw('tools/list', next('x', page(['b'])));
    return lists;
  }

  it('are all their pages, until a server says that there are others', () => {
    const lists = listed();
    expect(cursors(lists)).toEqual([undefined, 'x']);
    expect(lists.pages('prompts/list')).toEqual([]);
    lists.outdate('prompts/list');
    expect(cursors(lists)).toEqual([undefined, 'x']);
    lists.outdate('tools/list');
    expect(cursors(lists)).toEqual([]);
    expect(lists.items('tools/list')).toHaveLength(2);
    lists.saw('tools/list', next('x', page(['b'])));
    expect(cursors(lists)).toEqual([]);
    lists.saw('tools/list', first(page(['c'])));
    expect(cursors(lists)).toEqual([undefined]);
  });

  it('are as good as new if they were said to change before they were seen', () => {
    const lists = new SeenLists();
    lists.outdate('tools/list');
    lists.saw('tools/list', first(page(['a'])));
    expect(cursors(lists)).toEqual([undefined]);
  });

  it('are those of the server that was asked anew', () => {
    const lists = listed();
    lists.outdate('tools/list');
    const answers = [page(['c'], 'y'), page(['d'], 'z'), page(['e'])].map(heard);
    lists.replace('tools/list', answers);
    expect(cursors(lists)).toEqual([undefined, 'y', 'z']);
    expect(lists.items('tools/list')).toEqual(['c', 'd', 'e'].map((name) => ({ name })));
    lists.replace('tools/list', []);
    expect(lists.methods()).toEqual([]);
    expect([lists.items('tools/list'), lists.pagesToCompare('tools/list')]).toEqual([
      [],
      sessionLimits.listPagesMax,
    ]);
  });

  it('have as much room as there is', () => {
    const { seenListBytesMax } = sessionLimits;
    const nowhere = { start: 0, end: 0 };
    const filling = (bytes: number, cursor?: string): SeenPage => ({
      cursor,
      answer: { line: Buffer.alloc(bytes), idSpan: nowhere, outcome: nowhere, isError: false },
    });
    const lists = new SeenLists();
    lists.saw('tools/list', filling(seenListBytesMax));
    lists.saw('tools/list', filling(seenListBytesMax - 1));
    lists.saw('tools/list', filling(1, 'x'));
    expect(lists.methods()).toEqual(['tools/list']);
    lists.saw('tools/list', filling(1, 'y'));
    expect(lists.methods()).toEqual([]);
    lists.saw('prompts/list', filling(seenListBytesMax));
    lists.saw('tools/list', filling(1));
    expect(lists.methods()).toEqual(['prompts/list']);
  });
});

describe('harmless tools', () => {
  const named = (name: string, annotations?: unknown) => ({ name, annotations });
  const harmless = { readOnlyHint: true };
  const listOf = (tools: readonly unknown[], nextCursor?: string) =>
    JSON.stringify({ tools, nextCursor });

  it('are those of the last list, to its end', () => {
    const lists = new SeenLists();
    expect(lists.mayRepeat('a')).toBe(false);
    lists.saw('tools/list', first(listOf([named('a', harmless)], 'x')));
    expect([lists.mayRepeat('a'), lists.mayRepeat('b')]).toEqual([true, false]);
    lists.saw('tools/list', next('x', listOf([named('b', harmless)])));
    expect([lists.mayRepeat('a'), lists.mayRepeat('b')]).toEqual([true, true]);
    lists.replace('tools/list', [heard(listOf([named('b', harmless)]))]);
    expect([lists.mayRepeat('a'), lists.mayRepeat('b')]).toEqual([false, true]);
    lists.replace('tools/list', []);
    expect(lists.mayRepeat('b')).toBe(false);
  });

  it('are none that the server did not call so clearly', () => {
    const lists = new SeenLists();
    const tools = [
      named('twice', {}),
      named('twice', harmless),
      named('no', { readOnlyHint: false, idempotentHint: 1 }),
      named('null', null),
      named('text', 'harmless'),
      { annotations: harmless },
      7,
      named('yes', { readOnlyHint: false, idempotentHint: true }),
    ];
    lists.saw('tools/list', first(listOf(tools)));
    const marked = ['twice', 'no', 'null', 'text', 'undefined', 'yes'];
    expect(marked.filter((name) => lists.mayRepeat(name))).toEqual(['yes']);
  });
});

describe('hostile lists', () => {
  it('that cannot be written as text are a defect', () => {
    expect(() => jsonText(1n)).toThrow(TypeError);
  });

  it('nested a hundred thousand levels deep are compared without a throw', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(canonical([deep])).toBe(canonical([deep]));
  });
});
