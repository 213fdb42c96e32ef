/**
 * Quantities as people write them, and back.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatSize, parseDuration, parseSize } from '../../src/cli/units.ts';

describe('durations', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['0s', 0],
    ['0.4ms', 0],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toEqual({ kind: 'value', value: ms });
  });

  it.each(['30', '1.5', '0'])('%s has no unit', (text) => {
    expect(parseDuration(text)).toEqual({ kind: 'no-unit' });
  });

  it.each([
    '',
    's',
    '5d',
    '5S',
    '-5s',
    '5 s',
    '.5s',
    '5.s',
    '1e3s',
    '5s5s',
    '5constructor',
    '5s\n',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toEqual({ kind: 'malformed' });
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.nat(), (ms) => {
        expect(parseDuration(formatDuration(ms))).toEqual({ kind: 'value', value: ms });
      }),
    );
  });

  it.each([
    [0, '0ms'],
    [250, '250ms'],
    [90_000, '90s'],
    [60_000, '1m'],
    [86_400_000, '24h'],
  ])('%d ms is shown as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('sizes', () => {
  it.each([
    ['5B', 5],
    ['512KB', 512 * 1024],
    ['512KiB', 512 * 1024],
    ['10mb', 10 * 1024 ** 2],
    ['1.5MiB', 1.5 * 1024 ** 2],
    ['1GB', 1024 ** 3],
  ])('%s', (text, bytes) => {
    expect(parseSize(text)).toEqual({ kind: 'value', value: bytes });
  });

  it('a bare number could be anything', () => {
    expect(parseSize('1024')).toEqual({ kind: 'no-unit' });
  });

  it.each(['10M', '10TB', 'MB', '10 MB', '-1MB', '10KiBi'])('%j is none', (text) => {
    expect(parseSize(text)).toEqual({ kind: 'malformed' });
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.nat(), (bytes) => {
        expect(parseSize(formatSize(bytes))).toEqual({ kind: 'value', value: bytes });
      }),
    );
  });
});
