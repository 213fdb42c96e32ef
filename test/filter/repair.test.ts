/**
 * Repairs of one piece of text, pauses of a server within a line, and JSON over several lines:
 * each alone, at its bounds.
 */
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { messageLimits } from '../../src/base/limits.ts';
import { MultiLineJson } from '../../src/filter/multi-line-json.ts';
import { Pauses } from '../../src/filter/pauses.ts';
import {
  asUtf8,
  hasBom,
  trimmed,
  withoutBreaks,
  withoutEscapes,
  withoutNonFinite,
} from '../../src/filter/repair.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const bom = '\xef\xbb\xbf';

describe('a piece of text', () => {
  it.each([
    [bom, true],
    [`${bom}a`, true],
    ['\xef\xbb', false],
    ['\xef\xbb\xbe', false],
    ['\xef\xba\xbf', false],
    ['\xee\xbb\xbf', false],
    ['a', false],
  ])('%j begins with a BOM: %s', (text, expected) => {
    expect(hasBom(bytes(text))).toBe(expected);
    expect(hasBom(bytes(`ab${text}`), 2)).toBe(expected);
  });

  it.each([
    ['', ''],
    [' \t\n\v\f\r\0', ''],
    [`${bom} ${bom}a${bom} \0\n`, `a${bom}`],
    ['\0a b\t', 'a b'],
    ['\x08a\x0e', '\x08a\x0e'],
    ['\x1ba', '\x1ba'],
    [`${bom}`, ''],
    [`a${bom.slice(0, 2)}`, `a${bom.slice(0, 2)}`],
  ])('%j is trimmed to %j', (text, expected) => {
    expect(trimmed(bytes(text)).toString('latin1')).toBe(expected);
  });

  it.each([
    ['a', 'a'],
    ['a\r\n\r\n', 'a'],
    ['\n', ''],
    ['\r', ''],
    ['{\r"a"\n:\r\n1}\n', '{"a":1}'],
    ['{"a\nb":"c\rd"}', '{"a\\nb":"c\\rd"}'],
    ['{"a\\"\n":\n1}', '{"a\\"\\n":1}'],
    ['{"a\\\\":\n"\n"}', '{"a\\\\":"\\n"}'],
    ['{\\"\n":1}', '{\\"\\n":1}'],
    ['\n"a\\', '"a\\'],
  ])('%j without breaks is %j', (text, expected) => {
    expect(withoutBreaks(bytes(text)).toString('latin1')).toBe(expected);
  });

  it.each([
    ['a\x1b[1;31mb\x1b[0mc', 'abc'],
    ['\x1b[?25l\x1b[ qa', 'a'],
    ['\x1b]0;title\x07a\x1b]8;;http://x\x1b\\b', 'ab'],
    ['\x1b7a\x1b(Bb\x1bM\x1b=c', 'abc'],
    ['\x1b]unfinished', '\x1b]unfinished'],
    ['\x1b[31', '\x1b[31'],
    ['\x1b[1\x01m', '\x1b[1\x01m'],
    ['\x1b', '\x1b'],
    ['\x1b]a\x1b[0mb', '\x1b]ab'],
    ['\xe9\x1b[0m\xff', '\xe9\xff'],
  ])('%j without escape sequences is %j', (text, expected) => {
    expect(withoutEscapes(bytes(text)).toString('latin1')).toBe(expected);
  });

  it.each([
    ['[NaN,Infinity,-Infinity,-1]', '[null,null,null,-1]'],
    ['{"a":NaN}\n', '{"a":null}\n'],
    ['["NaN",1]', '["NaN",1]'],
    ['[NaN,"NaN"', '[NaN,"NaN"'],
    ['[NaN}', '[NaN}'],
    ['NaN', 'null'],
  ])('%j without numbers that JSON has not is %j', (text, expected) => {
    expect(withoutNonFinite(bytes(text)).toString('latin1')).toBe(expected);
  });

  it('is left as it is where there is nothing to repair', () => {
    const text = bytes('{"a":1}');
    expect(withoutEscapes(text)).toBe(text);
    expect(withoutNonFinite(text)).toBe(text);
    expect(asUtf8(text, isUtf8)).toBe(text);
    // Small copies share the memory of their original, but not its place.
    for (const slice of [withoutBreaks(text), trimmed(text)]) {
      expect([slice.buffer, slice.byteOffset]).toEqual([text.buffer, text.byteOffset]);
    }
    expect(asUtf8(bytes('a\xff'), isUtf8).toString()).toBe('a\ufffd');
  });
});

describe('a pause of a server', () => {
  const { pauseMinMs, pausesMax } = messageLimits;

  it('is one in an unfinished line, and so long', () => {
    const pauses = new Pauses();
    pauses.note(3, 1_000);
    pauses.note(4, 1_000 + pauseMinMs - 1);
    pauses.note(5, 1_000 + 2 * pauseMinMs - 1);
    pauses.note(0, 9_000);
    pauses.note(7, 9_000 + pauseMinMs + 1);
    expect(pauses.places).toEqual([5, 7]);
  });

  it('belongs to its line', () => {
    const pauses = new Pauses();
    expect(pauses.ofLine()).toEqual([]);
    pauses.note(1, 0);
    pauses.note(2, pauseMinMs);
    expect(pauses.ofLine()).toEqual([2]);
    expect([pauses.places, pauses.ofLine()]).toEqual([[], []]);
    pauses.note(3, 2 * pauseMinMs);
    expect(pauses.ofLine()).toEqual([3]);
  });

  it('is kept of so many in a line', () => {
    const pauses = new Pauses();
    for (let place = 0; place <= pausesMax + 5; place += 1) pauses.note(place, place * pauseMinMs);
    expect(pauses.ofLine()).toEqual(Array.from({ length: pausesMax }, (_, index) => index + 1));
  });
});

describe('JSON over several lines', () => {
  it.each([
    ['{\n', true],
    [' \t[1,\r\n', true],
    [`${bom}{"a":\n`, true],
    ['{}\n', false],
    ['{"a\n', false],
    ['{a\n', false],
    ['"a"\n', false],
    ['|\n', false],
    ['text {\n', false],
    ['\n', false],
  ])('begins with %j: %s', (line, expected) => {
    const json = new MultiLineJson(1_000);
    expect(json.isOpen).toBe(false);
    expect(json.open(bytes(line))).toBe(expected);
    expect(json.isOpen).toBe(expected);
  });

  it('is held until it is complete or cannot become so', () => {
    const json = new MultiLineJson(1_000);
    json.open(bytes('{\n'));
    expect(json.add(bytes('"a": [\n'))).toBe('held');
    expect(json.add(bytes(']} behind\n'))).toBe(2);
    expect(json.drain().map(String)).toEqual(['{\n', '"a": [\n']);
    expect(json.drain()).toEqual([]);
    json.open(bytes('[\n'));
    expect(json.add(bytes('nonsense\n'))).toBe('broken');
    expect(json.drain().map(String)).toEqual(['[\n']);
  });

  it('is held up to so many bytes, counted anew for the next', () => {
    const json = new MultiLineJson(10);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(json.open(bytes('[\n'))).toBe(true);
      expect(json.add(bytes('1,2,3,4\n'))).toBe('held');
      expect(json.add(bytes('\n'))).toBe('broken');
      json.drain();
    }
    expect(json.open(bytes('[1,2,3,4,\n'))).toBe(true);
    json.drain();
    expect(json.open(bytes('[1,2,3,4,5\n'))).toBe(false);
  });

  it('is held up to so many lines', () => {
    const json = new MultiLineJson(1_000_000);
    json.open(bytes('[\n'));
    const lines = Array.from({ length: messageLimits.prettyLinesMax }, () => json.add(bytes('\n')));
    expect(lines.filter((how) => how === 'held')).toHaveLength(messageLimits.prettyLinesMax - 1);
    expect(lines.at(-1)).toBe('broken');
  });
});
