/**
 * Where the search for secrets ends, so that a command and an environment of any size take no time
 * to speak of. All secrets are made up.
 */
import { describe, expect, it } from 'vitest';
import { logLimits } from '../../src/base/limits.ts';
import { secretsGiven } from '../../src/base/secret-words.ts';

const x = 'Zk3abc';
const given = (...args: string[]) => [...secretsGiven({}, args)];

describe('the search ends', () => {
  const { secretDepthMax, secretsMax, secretLooksMax, redactCharsMax } = logLimits;

  it('in a depth', () => {
    const nested = (depth: number) =>
      `${'{"a":'.repeat(depth)}{"token":"${x}"}${'}'.repeat(depth)}`;
    expect(given(nested(secretDepthMax - 1))).toEqual([x]);
    expect(given(nested(secretDepthMax))).toEqual([]);
    const chained = (depth: number) => [
      ...secretsGiven({ A: `${'a='.repeat(depth)}token=${x}` }, []),
    ];
    expect(chained(secretDepthMax)).toEqual([x]);
    expect(chained(secretDepthMax + 1)).toEqual([]);
  });

  it('after so many secrets', () => {
    // Together too long to be searched for more.
    const cookies = Array.from({ length: secretsMax + 1 }, (_, at) => `a=${at}${'x'.repeat(70)}`);
    expect(secretsGiven({}, ['--cookie', cookies.join(';')]).size).toBe(secretsMax);
  });

  it.each([
    [secretLooksMax - 1, ['abcdef']],
    [secretLooksMax, []],
  ])('after %i texts', (count, secrets) => {
    expect(given(...'a'.repeat(count), 'a token=abcdef')).toEqual(secrets);
  });

  it('in a text that is too long', () => {
    const long = 'a token=abcdef '.padEnd(redactCharsMax, ';');
    expect(given(long)).toEqual(['abcdef']);
    expect(given(`${long};`)).toEqual([]);
  });
});
