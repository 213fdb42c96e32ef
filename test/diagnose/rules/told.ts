/** Lines of other programs: the reason that is found in each, and what the cause tells of it. */
import { expect, it } from 'vitest';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { evidence } from '../cases.ts';

export type Line = readonly [stderr: string, reason: string, told?: string];

export function tells(lines: readonly Line[]): void {
  it.each<Line>(lines)('%s', (stderr = '', reason, told = '') => {
    const said = diagnose(evidence({ stderr, exitCode: 1 }));
    expect([said.reason, said.cause.split('; it said')[0]]).toEqual([
      reason,
      expect.stringContaining(told),
    ]);
  });
}
