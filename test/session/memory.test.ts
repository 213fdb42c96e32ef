/**
 * What is kept of a server between runs: whose it is, how far it can be believed, when and how it
 * is written down; the table alone.
 */
import { describe, expect, it } from 'vitest';
import { memoryLimits } from '../../src/base/limits.ts';
import { outcomeText, readHeard } from '../../src/session/heard.ts';
import { SeenLists } from '../../src/session/lists.ts';
import { Memory } from '../../src/session/memory.ts';
import { heardText } from './messages.ts';

const since = '2026-01-01T00:00:00.000Z';
const greeting = heardText({ protocolVersion: '2025-11-25', capabilities: {} });
const offered = heardText({ capabilities: { tools: {} } });
const first = { cursor: null, answer: heardText({ tools: [1], nextCursor: 'more' }) };
const second = { cursor: 'more', answer: heardText({ tools: [2] }) };
const whole = {
  initialize: greeting,
  discover: offered,
  lists: { 'tools/list': [first, second] },
};
const error = ['{"jsonrpc":"2.0","id":', ',"error":{"code":1,"message":"no"}}\n'];

/** Somebody greets, and was asked about. */
function asked(client = 'a'): Memory {
  const memory = new Memory();
  memory.begin(client);
  memory.ask();
  return memory;
}

function known(remembered: object = whole): Memory {
  const memory = asked();
  expect(memory.recalled(remembered, since)).toBe(true);
  return memory;
}

const kept = (memory: Memory) => memory.remembered(new SeenLists());

describe('what is remembered of a server', () => {
  it('is nothing before somebody has looked, and may not be told', () => {
    const memory = new Memory();
    const { client, isFresh, isAsked, isGood, isUnproven, isOverdue, found } = memory;
    expect([client, isFresh, isAsked, isGood]).toEqual([undefined, true, false, false]);
    expect([isUnproven, isOverdue, found]).toEqual([false, false, undefined]);
  });

  it('is awaited under the number of the last question alone, and once', () => {
    const memory = new Memory();
    const numbers = [memory.ask(), memory.ask()];
    expect(numbers).toEqual([1, 2]);
    expect(numbers.map((number) => memory.awaits(number))).toEqual([false, true]);
    expect([memory.isAsked, memory.isFresh, memory.isGood]).toEqual([true, false, false]);
    memory.recalled(whole, since);
    expect([memory.awaits(2), memory.isAsked, memory.isFresh]).toEqual([false, false, false]);
  });

  it('may be told, but is not proven, once it was found', () => {
    const memory = known();
    expect([memory.isGood, memory.isUnproven]).toEqual([true, true]);
    expect(memory.found).toEqual({ since, what: ['greeting', 'tools/list'] });
    expect(memory.initialize && outcomeText(memory.initialize)).toContain('2025-11-25');
    expect(memory.discover && outcomeText(memory.discover)).toContain('tools');
    const pages = [undefined, 'more', 'other'].map((at) => memory.pageOf('tools/list', at));
    expect(pages.map((page) => page && outcomeText(page.answer))).toEqual([
      '{"tools":[1],"nextCursor":"more"}',
      '{"tools":[2]}',
      undefined,
    ]);
    expect(memory.pageOf('prompts/list', undefined)).toBeUndefined();
    memory.forgetList('tools/list');
    expect(memory.pageOf('tools/list', undefined)).toBeUndefined();
  });

  it('is told to people with what there is', () => {
    const newsOf = (remembered: object, at?: string) => {
      const memory = asked();
      memory.recalled(remembered, at);
      return memory.found;
    };
    expect(newsOf({ initialize: greeting, lists: {} }, since)?.what).toEqual(['greeting']);
    expect(newsOf({ discover: offered, lists: {} }, since)?.what).toEqual(['greeting']);
    const lists = { 'prompts/list': [first] };
    expect(newsOf({ lists })).toEqual({ since: '', what: ['prompts/list'] });
  });

  it('is nothing if nothing was found; what this run hears may be told then', () => {
    const memory = asked();
    expect(memory.recalled(undefined, undefined)).toBe(false);
    expect([memory.isGood, memory.isUnproven, memory.found]).toEqual([true, false, undefined]);
  });

  it('is nothing that nobody asked for', () => {
    const memory = new Memory();
    memory.begin('a');
    expect(memory.recalled(whole, since)).toBe(false);
    expect([memory.isFresh, memory.initialize, memory.found]).toEqual([true, undefined, undefined]);
  });

  it('is that of this client alone', () => {
    const memory = known();
    memory.begin('a');
    expect([memory.isGood, kept(memory)]).toEqual([true, whole]);
    memory.begin('b');
    expect([memory.client, memory.isFresh, memory.isUnproven]).toEqual(['b', true, false]);
    expect([kept(memory), memory.found]).toEqual([undefined, undefined]);
    expect(memory.pageOf('tools/list', undefined)).toBeUndefined();
  });

  it('is nothing any more, not even for the next run, once the server was another one', () => {
    const memory = known();
    memory.distrust();
    expect([memory.client, memory.isGood, memory.isFresh]).toEqual(['a', false, false]);
    expect([memory.isUnproven, memory.found, kept(memory)]).toEqual([false, undefined, undefined]);
    expect(memory.pageOf('tools/list', undefined)).toBeUndefined();
  });
});

describe('a memory that was damaged', () => {
  const listed = (pages: unknown) => ({ ...whole, lists: { 'tools/list': pages } });
  it.each([
    ['is no object', 'nothing'],
    ['is null', null],
    ['has no lists', { initialize: greeting }],
    ['has null for lists', { initialize: greeting, lists: null }],
    ['has text for lists', { initialize: greeting, lists: 'none' }],
    ['has a greeting that is no answer', { ...whole, initialize: ['{', '}\n'] }],
    ['has no text for a greeting', { ...whole, initialize: '' }],
    ['has null for what was offered', { ...whole, discover: null }],
    ['has an error for a greeting', { ...whole, initialize: error }],
    ['has no array of pages', listed({})],
    ['has a page that is null', listed([null])],
    ['has a page that is an error', listed([{ cursor: null, answer: error }])],
    ['has a page without an answer', listed([first, { cursor: 'more' }])],
    ['has no first page', listed([second])],
    ['has two first pages', listed([first, first])],
  ])('and %s says nothing', (_words, remembered) => {
    const memory = asked();
    expect(memory.recalled(remembered, since)).toBe(false);
    expect([memory.isGood, memory.isUnproven, kept(memory)]).toEqual([true, false, undefined]);
  });

  it('only by lists of a kind that is not known says the rest', () => {
    expect(kept(known({ ...whole, lists: { 'other/list': 7 } }))).toEqual({ ...whole, lists: {} });
  });

  it('may say that the server does not know what was asked', () => {
    expect(kept(known({ discover: error, lists: {} }))).toEqual({ discover: error, lists: {} });
  });
});

describe('what is written down', () => {
  const page = (answer: readonly string[]) => {
    const heard = readHeard(answer);
    if (heard === undefined) throw new Error('no answer');
    return { cursor: undefined, answer: heard };
  };

  it('is what was found, until this run knows better', () => {
    const memory = known();
    const seen = new SeenLists();
    const other = { cursor: null, answer: heardText({ tools: [] }) };
    seen.saw('tools/list', page(other.answer));
    seen.saw('prompts/list', page(other.answer));
    const lists = { ...whole.lists, 'prompts/list': [other] };
    expect(memory.remembered(seen)).toEqual({ ...whole, lists });
    memory.forgetList('tools/list');
    const newer = { 'tools/list': [other], 'prompts/list': [other] };
    expect(memory.remembered(seen)).toEqual({ ...whole, lists: newer });
  });

  it.each([
    ['a greeting', { initialize: greeting, lists: {} }],
    ['what was offered', { discover: offered, lists: {} }],
    ['a list', { lists: { 'tools/list': [first] } }],
  ])('may be %s alone, and is nothing more', (_words, remembered) => {
    expect(kept(known(remembered))).toStrictEqual(remembered);
  });

  it('is without its lists if they are too long', () => {
    const ofLength = (chars: number) => {
      const [before, after] = heardText({ tools: ['x'] });
      const text = 'x'.repeat(chars - before.length - after.length + 1);
      const answer = heardText({ tools: [text] });
      return { ...whole, lists: { 'tools/list': [{ cursor: null, answer }] } };
    };
    const fits = ofLength(memoryLimits.textCharsMax);
    expect(kept(known(fits))).toEqual(fits);
    expect(kept(known(ofLength(memoryLimits.textCharsMax + 1)))).toEqual({ ...whole, lists: {} });
  });

  it('is due some time after the last that was heard, once', () => {
    const memory = new Memory();
    expect([memory.nextWakeup(), memory.drainDue(1e9)]).toEqual([Number.POSITIVE_INFINITY, false]);
    memory.noteHeard(100);
    memory.noteHeard(200);
    const due = 200 + memoryLimits.delayMs;
    expect([memory.nextWakeup(), memory.drainDue(due - 1)]).toEqual([due, false]);
    expect([memory.drainDue(due), memory.drainDue(due)]).toEqual([true, false]);
    expect(memory.nextWakeup()).toBe(Number.POSITIVE_INFINITY);
  });
});
