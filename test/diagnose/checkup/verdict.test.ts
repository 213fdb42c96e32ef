/** What is to be put right first, and what is shown of a check. */
import { describe, expect, it } from 'vitest';
import { examineLimits } from '../../../src/base/limits.ts';
import { note, ok, problem } from '../../../src/diagnose/checkup/check.ts';
import { verdictOf } from '../../../src/diagnose/checkup/verdict.ts';
import { find, observed, trial } from './observed.ts';

describe('the verdict', () => {
  it('is good, with or without notes', () => {
    expect(verdictOf([])).toStrictEqual({ healthy: true, text: 'it works' });
    expect(verdictOf([ok('start', 'runs')])).toStrictEqual({ healthy: true, text: 'it works' });
    const noted = verdictOf([ok('start', 'runs'), note('stdout', 'x')]);
    expect(noted).toStrictEqual({ healthy: true, text: 'it works; see the notes' });
  });

  it('names the first problem in the order of repair', () => {
    const checks = [
      problem('stdout', 'noisy', { advice: ['Be quiet.'] }),
      note('command', 'odd'),
      problem('start', 'it fell', { advice: ['Get up.', 'Or not.'] }),
    ];
    const first = { healthy: false, text: 'fix this first (start): it fell', advice: 'Get up.' };
    expect(verdictOf(checks)).toStrictEqual(first);
    expect(verdictOf(checks.toReversed())).toStrictEqual(first);
    expect(verdictOf([problem('start', 'it fell')])).toStrictEqual({
      healthy: false,
      text: 'fix this first (start): it fell',
    });
    expect(verdictOf([problem('start', 'x', { advice: [] })])).not.toHaveProperty('advice');
  });
});

describe('what is shown', () => {
  const lines = (stderr: string) => {
    const evidence = { ...trial({ kind: 'gone' }).evidence, exitCode: 1, stderr };
    return find(observed(trial({ kind: 'gone' }, { fell: true, evidence })), 'start')?.lines;
  };
  it('lines that fit are whole, and a private key is none of them', () => {
    const max = examineLimits.lineCharsMax;
    expect(lines('x'.repeat(max))).toEqual(['x'.repeat(max)]);
    expect(lines('x'.repeat(max + 1))).toEqual([`${'x'.repeat(max - 1)}…`]);
    expect(lines('')).toEqual([]);
    const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEvQ', '-----END PRIVATE KEY-----'];
    expect(lines(['a', ...key, 'b'].join('\n'))?.join('\n')).not.toContain('MIIEvQ');
  });
});
