/** Versions of Node.js as directories and settings name them. */
import { describe, expect, it } from 'vitest';
import { compareVersions, isMeantBy, parseVersion } from '../../src/resolve/version-number.ts';

describe('a version', () => {
  it.each([
    ['v20.11.0', [20, 11, 0]],
    [' 1.2.345\n', [1, 2, 345]],
    ['x1.2.3', undefined],
    ['1.2.3x', undefined],
    ['1.2.3-rc.1', undefined],
    ['1.2', undefined],
    ['1234567.0.0', undefined],
  ])('%j', (text, version) => {
    expect(parseVersion(text)).toEqual(version);
  });

  it('is compared number by number', () => {
    const sorted = [
      [1, 9, 9],
      [1, 10, 0],
      [1, 10, 2],
      [1, 10, 10],
      [2, 0, 0],
    ] as const;
    for (const [at, left] of sorted.entries()) {
      for (const [to, right] of sorted.entries()) {
        expect(Math.sign(compareVersions(left, right))).toBe(Math.sign(at - to));
      }
    }
  });

  it.each([
    [' v20 ', true],
    ['20.1', true],
    ['20.1.0', true],
    ['20.1.0.0', false],
    ['2', false],
    ['2v0', false],
    ['20.10', false],
    ['', false],
  ])('20.1.0 is what %j means: %s', (setting, is) => {
    expect(isMeantBy([20, 1, 0], setting)).toBe(is);
  });
});
