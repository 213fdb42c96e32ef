import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incomplete, invalidAt } from '../../src/base/json-bytes.ts';
import { JsonScanner, skipValue } from '../../src/base/json-scan.ts';

function scan(text: string, nonFinite?: number[]): number {
  const bytes = Buffer.from(text);
  return new JsonScanner(nonFinite).scan(bytes, 0, bytes.length);
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether the scanner takes all of `text` as one value. */
function accepts(text: string): boolean {
  const bytes = Buffer.from(text);
  const end = skipValue(bytes, 0, bytes.length);
  return end >= 0 && bytes.subarray(end).toString().trim() === '';
}

const pieces = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '""',
  '"a"',
  '"a":',
  '\\',
  '\\u00e9',
  '\\"',
  '0',
  '-',
  '1',
  '.5',
  'e',
  'E+1',
  'true',
  'false',
  'null',
  'nul',
  ' ',
  '\t',
  '\n',
  '\u0001',
  'é',
  '"\\ud800"',
  '[1]',
  '{"a":1}',
);

describe('the scanner', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        expect(accepts(text)).toBe(parses(text));
      }),
      { numRuns: 20_000 },
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(accepts(text)).toBe(true);
      }),
    );
  });

  it('finds the end of strings of any length, wherever the bytes stand', () => {
    const special = fc.constantFrom(
      '"',
      '\\n',
      '\u0001',
      '!',
      '#',
      '\u007f',
      'é',
      '\u{1f600}',
      '[',
      ']',
    );
    const plain = fc.constantFrom(
      '',
      'a',
      'abc',
      'x'.repeat(255),
      'é'.repeat(300),
      ' !#'.repeat(301),
    );
    const texts = fc.array(fc.oneof(plain, special), { maxLength: 8 });
    fc.assert(
      fc.property(texts, fc.nat(7), (parts, shift) => {
        const text = `"${parts.join('')}"`;
        const bytes = Buffer.from(' '.repeat(shift) + text).subarray(shift);
        const end = skipValue(bytes, 0, bytes.length);
        expect(end >= 0 && end === bytes.length).toBe(parses(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['', incomplete],
    ['{', incomplete],
    ['{"a', incomplete],
    ['{"a"', incomplete],
    ['{"a":', incomplete],
    ['{"a":1,', incomplete],
    ['[1', incomplete],
    ['tru', incomplete],
    ['-', incomplete],
    ['1.', incomplete],
    ['1e+', incomplete],
    ['"\\', incomplete],
    ['"\\u00', incomplete],
    ['{]', invalidAt(1)],
    ['[1}', invalidAt(2)],
    ['[1,]', invalidAt(3)],
    ['{"a":1,}', invalidAt(7)],
    ['{,}', invalidAt(1)],
    ['{"a" 1}', invalidAt(5)],
    ['{"a" 12}', invalidAt(5)],
    ['"a\n', invalidAt(2)],
    ['"\\x', invalidAt(2)],
    ['"\\u0g', invalidAt(4)],
    ['trux', invalidAt(3)],
    ['-a', invalidAt(1)],
    ['NaN', invalidAt(0)],
    ['-Infinity', invalidAt(0)],
    ['12 3', 2],
    ['[] x', 2],
  ])('%j ends with %i', (text, outcome) => {
    expect(scan(text)).toBe(outcome);
  });

  it('reports NaN and the infinities where it is told to accept them', () => {
    const places: number[] = [];
    expect(scan('[NaN,-Infinity, Infinity,"NaN",-1]', places)).toBe(34);
    expect(places).toEqual([1, 5, 16]);
    expect(scan('[Nan]', [])).toBe(invalidAt(3));
  });

  it('goes on at the next line', () => {
    const scanner = new JsonScanner();
    const lines = ['{', '"a"', ':', '[1', ',2]', '}'];
    const outcomes = lines.map((line) =>
      scanner.scan(Buffer.from(`${line}\n`), 0, line.length + 1),
    );
    expect(outcomes).toEqual([-1, -1, -1, -1, -1, 1]);
  });

  it('goes on between any two tokens, whatever it has seen behind the end', () => {
    const bytes = Buffer.from('{"a":{"b" : [1,-2,true]} ,"c":[{}, ""]} ');
    const whole = new JsonScanner().scan(bytes, 0, bytes.length);
    for (const { index, 0: token } of bytes.toString().matchAll(/"\w?"|[\w-]+|\S/g)) {
      const end = index + token.length;
      if (end >= whole) continue;
      const scanner = new JsonScanner();
      expect(scanner.scan(bytes, 0, end)).toBe(incomplete);
      expect(scanner.scan(bytes, end, bytes.length)).toBe(whole);
    }
  });

  it('takes a million brackets without a stack', () => {
    expect(scan('['.repeat(1_000_000) + ']'.repeat(1_000_000))).toBe(2_000_000);
    expect(scan('{"a":['.repeat(500_000))).toBe(incomplete);
  });
});
