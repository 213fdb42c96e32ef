/** Small pieces that many floors use: amounts, endings, errors, forms of values from files. */
import { describe, expect, it } from 'vitest';
import { formatBytes, formatMs } from '../../src/base/amounts.ts';
import {
  describe as described,
  exitCodes,
  isShieldError,
  ShieldError,
} from '../../src/base/errors.ts';
import { variablesAsSecrets } from '../../src/base/secret-words.ts';
import { mannerOf, withoutStop } from '../../src/base/sentence.ts';
import {
  isBoolean,
  isListOf,
  isNumber,
  isObjectWith,
  isOneOf,
  isOptional,
  isText,
} from '../../src/base/shape.ts';
import { signalNumbers } from '../../src/base/signals.ts';
import { visibleLines } from '../../src/base/visible.ts';

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [1_024, '1 KB'],
    [1_535, '1 KB'],
    [1_536, '2 KB'],
    [1_048_064, '1024 KB'],
    [1_048_576, '1.0 MB'],
    [33_554_432, '32.0 MB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [0.4, '0 ms'],
    [12.5, '13 ms'],
    [999, '999 ms'],
    [1_000, '1.0 s'],
    [61_250, '61.3 s'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });
});

it('signals have the numbers of POSIX', () => {
  expect(signalNumbers).toMatchObject({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 });
});

describe('pieces of sentences', () => {
  it.each([
    [' It ended. ', 'It ended'],
    ['It ended ...\n', 'It ended'],
    ['v1.2 ended', 'v1.2 ended'],
    ['…', '…'],
    ['', ''],
  ])('%j without its stop', (text, expected) => {
    expect(withoutStop(text)).toBe(expected);
  });

  it.each([
    [1, null, 'exit code 1'],
    [0, null, 'exit code 0'],
    [null, null, 'exit code unknown'],
    [null, 'SIGKILL', 'SIGKILL'],
    [137, 'SIGKILL', 'SIGKILL'],
  ])('%s and %s is %s', (exitCode, signal, expected) => {
    expect(mannerOf(exitCode, signal)).toBe(expected);
  });
});

describe('an error', () => {
  it('of ours is known by its name, also in another part of the bundle', () => {
    const own = new ShieldError('no', exitCodes.wrongUsage, { cause: 'why' });
    expect([own.exitCode, own.message, own.cause]).toEqual([2, 'no', 'why']);
    const twin = Object.assign(new Error('no'), { name: 'ShieldError' });
    expect([own, twin].map(isShieldError)).toEqual([true, true]);
    const others = [new Error('no'), { name: 'ShieldError' }, 'ShieldError', null, undefined];
    expect(others.map(isShieldError)).toEqual(others.map(() => false));
  });

  it('is described with its stack, or as what it is', () => {
    const error = new Error('no');
    expect(described(error)).toBe(error.stack);
    delete error.stack;
    expect(described(error)).toBe('no');
    expect(described('text')).toBe('text');
    expect(described(undefined)).toBe('undefined');
  });
});

describe('the form of a value', () => {
  const values = ['', 'a', 0, -1.5, Number.NaN, true, null, undefined, {}, ['a'], ['a', 1], []];
  const fitting = (test: (value: unknown) => boolean) => values.filter(test);

  it('is a plain one', () => {
    expect(fitting(isText)).toEqual(['', 'a']);
    expect(fitting(isNumber)).toEqual([0, -1.5]);
    expect(fitting(isBoolean)).toEqual([true]);
    expect(fitting(isOneOf('a', null))).toEqual(['a', null]);
    expect(fitting(isOptional(isText))).toEqual(['', 'a', undefined]);
  });

  it('is a list of which each item fits', () => {
    expect(fitting(isListOf(isText))).toEqual([['a'], []]);
  });

  it('is an object with members, and maybe more', () => {
    const test = isObjectWith({ name: isText, count: isOptional(isNumber) });
    expect(test({ name: 'a', count: 1, more: true })).toBe(true);
    expect(test({ name: 'a' })).toBe(true);
    expect(test({ name: 1 })).toBe(false);
    expect(test({ name: 'a', count: '1' })).toBe(false);
    expect(test({})).toBe(false);
    expect(fitting(test)).toEqual([]);
    expect(fitting(isObjectWith({}))).toEqual([{}, ['a'], ['a', 1], []]);
  });
});

describe('text of lines', () => {
  it('keeps its newlines and tabs, and shows what else could steer a terminal', () => {
    expect(visibleLines('a\tb\nc\r\x1b[31m\u202e\u{e0001}')).toBe(
      'a\tb\nc\\r\\u001b[31m\\u202e\\udb40\\udc01',
    );
  });
});

describe('variables whose names tell nothing', () => {
  it.each([
    ['abcdef123456', true],
    ['ABCDEF-12345', true],
    ['12345678901x', true],
    ['abcdef12345', false],
    ['123456789012', false],
    ['abcdefghijkl', false],
    ['abcdef 123456', false],
    ['/abcdef123456', false],
    ['abc\\def123456', false],
    ['https://a.b/c1', false],
  ])('are secrets if their value looks like a key: %s, %s', (value, isKey) => {
    const expected = isKey ? { PLACE_SECRET: value } : {};
    expect(variablesAsSecrets({ PLACE: value, NONE: undefined })).toEqual(expected);
  });
});
