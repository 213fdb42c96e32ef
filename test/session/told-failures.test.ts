import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { interrupted, restarted } from '../../src/session/failure.ts';
import { ToldFailures } from '../../src/session/told-failures.ts';

const failure = { reason: 'server-exited', message: 'It ended', stderr: ['last words'] };

describe('a failure that many requests share', () => {
  it('is told with its lines so many times, and then without', () => {
    const told = new ToldFailures();
    for (let count = 1; count <= sessionLimits.stderrToldMax; count += 1) {
      const said = count % 2 === 0 ? interrupted(failure) : restarted(failure);
      expect(told.bounded(said)).toBe(said);
    }
    const { stderr, ...rest } = told.bounded(restarted(failure));
    expect(stderr).toBeUndefined();
    expect(rest.message).toContain('It ended');
  });

  it('is another one with the lines of another server', () => {
    const told = new ToldFailures();
    for (let count = 0; count <= sessionLimits.stderrToldMax; count += 1) told.bounded(failure);
    expect(told.bounded({ ...failure, stderr: ['other words'] }).stderr).toEqual(['other words']);
    expect(told.bounded({ ...failure }).stderr).toEqual(['last words']);
  });
});
