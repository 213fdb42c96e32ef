/** The one line that a person would quote. */
import { describe, expect, it } from 'vitest';
import type { ParsedFailure } from '../../src/diagnose/failures/parsed-failure.ts';
import { isClass, lastWords, quoteOf } from '../../src/diagnose/last-words.ts';

describe('of a failure', () => {
  const base = { message: 'boom', text: '', first: 0, last: 0 };
  it.each<[Partial<ParsedFailure> & Pick<ParsedFailure, 'kind'>, string]>([
    [{ kind: 'compiler' }, 'boom'],
    [{ kind: 'compiler', at: 'a.ts:1:2', type: 'X' }, 'a.ts:1:2: boom'],
    [{ kind: 'rust', type: 'panic' }, 'boom'],
    [{ kind: 'rust', type: 'panic', at: 'a.rs:1:2' }, 'panicked at a.rs:1:2: boom'],
    [{ kind: 'rust', type: 'Error', at: 'a.rs:1:2' }, 'boom'],
    [{ kind: 'go', type: 'panic', at: 'a.go:1' }, 'panic: boom'],
    [{ kind: 'go', type: 'log' }, 'boom'],
    [{ kind: 'node', type: 'BoardError' }, 'BoardError: boom'],
    [{ kind: 'node', type: 'BoardError', message: '' }, 'BoardError'],
    [{ kind: 'node', type: 'SyntaxError', at: '/s/a.js:1' }, '/s/a.js:1: SyntaxError: boom'],
    [{ kind: 'node', type: 'Interpreter' }, 'boom'],
    [{ kind: 'line' }, 'boom'],
    [{ kind: 'python', at: '/s/a.py:1' }, '/s/a.py:1: boom'],
  ])('%j', (part, quote) => {
    expect(quoteOf({ ...base, ...part })).toBe(quote);
  });

  it('names that parsers gave are no classes', () => {
    for (const name of [
      'Interpreter',
      'Host',
      'FatalError',
      'usage-only',
      'panic',
      'log',
      'build',
      undefined,
    ])
      expect([name, isClass(name)]).toEqual([name, false]);
    for (const name of ['BoardError', 'Hosting', 'MyHost', 'logs', 'Error'])
      expect([name, isClass(name)]).toEqual([name, true]);
  });
});

describe('of output without one', () => {
  it.each<[readonly string[], string | undefined]>([
    [['a', 'the board', '', '    at f (x)', 'exited'], 'the board'],
    [['the board', 'INFO a', 'server ready'], 'the board'],
    [['the board', 'a warning: x'], 'the board'],
    [['│ ╭──  the   board ──│ is │'], 'the board is'],
    [['a', '──── │'], 'a'],
    [['INFO a'], undefined],
    [[], undefined],
  ])('%j', (lines, words) => {
    expect(lastWords(lines)).toBe(words);
  });
});
