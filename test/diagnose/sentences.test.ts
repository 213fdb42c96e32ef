/** Sentences with names: nothing is said with a hole, and commands hold only names. */
import { describe, expect, it } from 'vitest';
import { diagnoseLimits } from '../../src/base/limits.ts';
import { cutWords, fillAdvice, fillFirst, withQuote } from '../../src/diagnose/sentences.ts';

describe('a cause', () => {
  const max = diagnoseLimits.causeCharsMax;
  it('is the first sentence whose names are known and that is short enough', () => {
    expect(fillFirst(['{a} of {b}', '{a} alone', 'none'], { a: 'x' })).toBe('x alone');
    expect(fillFirst(['{a} of {b}', 'none'], { a: 'x', b: 'y' })).toBe('x of y');
    const names = { a: 'x'.repeat(max), b: 'y'.repeat(max + 1) };
    expect(fillFirst(['{b}', '{a}'], names)).toBe(names.a);
    expect(fillFirst(['{b}', '{b}.'], names)).toBe(`${'y'.repeat(max - 1)}…`);
  });

  it.each([
    ['It failed.', 'no board', 'It failed; it said: no board.'],
    ['It failed. .', 'no board. . ', 'It failed; it said: no board.'],
    ['It failed', 'v1.2 is old', 'It failed; it said: v1.2 is old.'],
    ['It failed.', '', 'It failed.'],
    ['It failed.', undefined, 'It failed.'],
  ])('%s and %s', (cause, quote, said) => {
    expect(withQuote(cause, quote)).toBe(said);
  });
});

describe('quoted words', () => {
  it('are one line, and cut', () => {
    const max = diagnoseLimits.quoteCharsMax;
    expect(cutWords('  a \n\t b  ')).toBe('a b');
    expect(cutWords('x'.repeat(max))).toBe('x'.repeat(max));
    expect(cutWords('x'.repeat(max + 1))).toBe(`${'x'.repeat(max - 1)}…`);
  });
});

describe('advice', () => {
  const on = (platform: string, advice: Parameters<typeof fillAdvice>[0]) =>
    fillAdvice(advice, { a: 'x' }, platform);

  it('is that of the platform', () => {
    const all = [{ win32: 'W', darwin: 'D', linux: 'L', posix: 'P' }];
    expect(['win32', 'darwin', 'linux', 'sunos'].map((it) => on(it, all))).toEqual([
      ['W'],
      ['D'],
      ['L'],
      ['P'],
    ]);
    expect(['win32', 'darwin', 'linux'].map((it) => on(it, [{ posix: 'P' }]))).toEqual([
      [],
      ['P'],
      ['P'],
    ]);
    expect(
      ['win32', 'darwin', 'linux', 'sunos'].map((it) => on(it, [{ linux: 'L' }, 'A'])),
    ).toEqual([['A'], ['A'], ['L', 'A'], ['A']]);
  });

  it('without known names is left out', () => {
    expect(on('linux', ['Do {a}.', 'Do {b}.', 'Do it.'])).toEqual(['Do x.', 'Do it.']);
  });

  it.each([
    ['x-1.2/@y', true],
    ['C:\\a b (x)', true],
    ['a;b', false],
    ['$(x)', false],
    ['-x', false],
    ['x-', true],
  ])('to type %s: %s', (a, is) => {
    expect(fillAdvice(['Type `run {a}`.'], { a }, 'linux')).toHaveLength(is ? 1 : 0);
    expect(fillAdvice(['Type `run {b} {a}`.'], { a, b: 'y' }, 'linux')).toHaveLength(is ? 1 : 0);
    expect(fillAdvice(['Look at {a}; `ls`.'], { a }, 'linux')).toHaveLength(1);
  });
});
