import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { isShortId, otherType } from '../../src/session/ids.ts';

describe('an id as the other type', () => {
  it.each([
    [7, '"7"'],
    [-1, '"-1"'],
    ['"7"', 7],
    ['"0"', 0],
    ['"-12"', -12],
    ['"123456789012345"', 123_456_789_012_345],
    // Another spelling of a number.
    ['7.0', undefined],
  ])('%s is %s', (id, other) => {
    expect(otherType(id)).toBe(other);
  });

  it.each([
    '"a"',
    '"07"',
    '"7.0"',
    '" 7"',
    '"7 "',
    '"-0"',
    '"1234567890123456"',
    '""',
    'x"7"',
    '"7"x',
  ])('%s is none', (id) => {
    expect(otherType(id)).toBeUndefined();
  });
});

describe('an id', () => {
  it('is short up to a bound; a number always is', () => {
    const { idCharsMax } = sessionLimits;
    expect(isShortId('x'.repeat(idCharsMax))).toBe(true);
    expect(isShortId('x'.repeat(idCharsMax + 1))).toBe(false);
    expect(isShortId(7)).toBe(true);
  });
});
