import { describe, expect, it } from 'vitest';
import { RunnerTrust } from '../../src/supervisor/runner-trust.ts';

/** The falls of servers, each told whether it was started past its runner. */
function after(...falls: boolean[]) {
  const trust = new RunnerTrust();
  const forgiven = falls.map((startedDirectly) => trust.fell(startedDirectly));
  return { forgiven, wantsRunner: trust.wantsRunner };
}

describe('the trust in starts past a package runner', () => {
  it('is there at first', () => {
    expect(after().wantsRunner).toBe(false);
  });

  it('ends with the first fall, which is not counted: the runner has the next start', () => {
    expect(after(true)).toEqual({ forgiven: [true], wantsRunner: true });
  });

  it('forgives one fall, and no other', () => {
    expect(after(true, true).forgiven).toEqual([true, false]);
    expect(after(true, false, true, false).forgiven).toEqual([true, false, false, false]);
  });

  it('is back when the start of the runner fell as well: the server is to blame', () => {
    expect(after(true, false)).toEqual({ forgiven: [true, false], wantsRunner: false });
  });

  it('is not touched by a fall of a server that the runner started', () => {
    expect(after(false)).toEqual({ forgiven: [false], wantsRunner: false });
    expect(after(false, true)).toEqual({ forgiven: [false, true], wantsRunner: true });
  });
});
