/**
 * The end that is told is the end: what stands before or behind a text changes no outcome. Lines
 * stand in chunks, so there is always something.
 */
import { describe, expect, it } from 'vitest';
import {
  incomplete,
  invalidAt,
  skipNumber,
  skipSpace,
  skipString,
  skipWord,
} from '../../src/base/json-bytes.ts';
import { JsonScanner, skipValue } from '../../src/base/json-scan.ts';
import { jsonLimits } from '../../src/base/limits.ts';

type Skip = (bytes: Buffer, start: number, end: number) => number;

/** The outcome in a text that begins at 0, wherever it stood. */
function moved(outcome: number, by: number): number {
  if (outcome === incomplete) return outcome;
  return outcome < 0 ? invalidAt(invalidAt(outcome) - by) : outcome - by;
}

const texts = [
  ' \t\r\n x',
  '"a\\"b\\\\c" ',
  '"\\u00aF\\/\\b\\f\\n\\r\\t"x',
  '"\\u0:00"',
  '"\\u00g0"',
  '"\\u/000"',
  `"${'plain text, '.repeat(6)}\\u00e9" "`,
  '-0.50e+12 ',
  '10E-7,',
  '00',
  '1.e5',
  '-.5',
  '1e+-5',
  '1ex',
  'true ',
  'trux',
  'false]',
  'null}',
  '-Infinity',
  'NaN',
  '{"a" : {"b":[1,-2,true]},"c":""}',
  '{"a" 1}',
  '{"a"{}}',
  '{"a":"b":"c"}',
  '[[]]]',
];

describe.each<[string, Skip]>([
  ['space', skipSpace],
  ['a string', skipString],
  ['a number', skipNumber],
  ['a word', (bytes, start, end) => skipWord(bytes, { start, end }, 'true')],
  ['a value', skipValue],
  ['a value with NaN', (bytes, start, end) => new JsonScanner([]).scan(bytes, start, end)],
])('%s', (_what, skip) => {
  it.each(texts)('in %j ends where it ends alone', (text) => {
    const wrong: unknown[] = [];
    for (let length = 1; length <= text.length; length += 1) {
      const part = text.slice(0, length);
      const expected = skip(Buffer.from(part), 0, length);
      for (const before of ['', '-', '{"a":']) {
        for (const behind of [text.slice(length), '0', '.5', 'e+1', '"', ':', ']', ' ']) {
          const start = before.length;
          const bytes = Buffer.from(before + part + behind);
          const outcome = moved(skip(bytes, start, start + length), start);
          if (outcome !== expected) wrong.push({ before, part, behind, outcome, expected });
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a number', () => {
  it.each<[string, number]>([
    ['0', 1],
    ['-0', 2],
    ['01', 1],
    ['10', 2],
    ['9.09', 4],
    ['1.5e10', 6],
    ['1E5', 3],
    ['1e+5', 4],
    ['1e-5', 4],
    ['1f', 1],
    ['1/', 1],
    ['1:', 1],
    ['', incomplete],
    ['-', incomplete],
    ['1.', incomplete],
    ['1e', incomplete],
    ['1e-', incomplete],
    ['+1', invalidAt(0)],
    ['.5', invalidAt(0)],
    ['-a', invalidAt(1)],
    ['-.5', invalidAt(1)],
    ['1.e5', invalidAt(2)],
    ['1ee', invalidAt(2)],
    ['1e+-5', invalidAt(3)],
  ])('%j ends with %i', (text, outcome) => {
    expect(skipNumber(Buffer.from(text), 0, text.length)).toBe(outcome);
  });
});

describe('an escape', () => {
  const outcome = (text: string) => skipString(Buffer.from(`"${text}"`), 0, text.length + 2);

  it.each([...'"\\/bfnrt'])('\\%s is one', (letter) => expect(outcome(`\\${letter}`)).toBe(4));

  it.each([...'0123456789abcdefABCDEF'])('\\u may have the digit %s', (digit) => {
    expect(outcome(`\\u${digit.repeat(4)}`)).toBe(8);
  });

  it.each([...'/:@G`g\u007f '])('\\u may not have %j', (letter) => {
    expect(outcome(`\\u000${letter}`)).toBe(invalidAt(6));
    expect(outcome(`\\u${letter}000`)).toBe(invalidAt(3));
  });

  it.each([..."aUx0'! "])('\\%s is none', (letter) => {
    expect(outcome(`\\${letter}`)).toBe(invalidAt(2));
  });
});

describe('nesting', () => {
  const { shallowDepth, nestingMax, nonFiniteMax } = jsonLimits;
  const scan = (text: string, nonFinite?: number[]) =>
    new JsonScanner(nonFinite).scan(Buffer.from(text), 0, text.length);

  it.each([shallowDepth - 1, shallowDepth, shallowDepth + 1, 4 * shallowDepth + 1])(
    'of %i levels is closed in its order',
    (depth) => {
      const opened = '[{"a":'.repeat(depth);
      expect(scan(`${opened}1${'}]'.repeat(depth)}`)).toBe(depth * 8 + 1);
      expect(scan(`${opened}1]`)).toBe(invalidAt(depth * 6 + 1));
      const inner = `${opened}1${'}]'.repeat(depth - 1)}}`;
      expect(scan(`${inner}}`)).toBe(invalidAt(inner.length));
    },
  );

  it('ends somewhere', () => {
    const bytes = Buffer.alloc(nestingMax * 1.1, '[');
    expect(new JsonScanner().scan(bytes, 0, bytes.length)).toBeLessThan(invalidAt(nestingMax - 1));
  });

  it('is forgotten at a restart', () => {
    const scanner = new JsonScanner();
    scanner.scan(Buffer.from('[{"a"'), 0, 5);
    scanner.restart();
    expect(scanner.scan(Buffer.from('[]'), 0, 2)).toBe(2);
  });

  it('has so many words that are no JSON, and only whole ones', () => {
    const places = Array.from({ length: nonFiniteMax - 1 }, () => 0);
    expect(scan('[NaN,NaN]', places)).toBe(invalidAt(5));
    expect(places.length).toBe(nonFiniteMax);
    const none: number[] = [];
    for (const text of ['Nan', 'NaM', 'Na', 'Inf', '-Inf', '-Infinite']) scan(text, none);
    expect(none).toEqual([]);
  });
});
