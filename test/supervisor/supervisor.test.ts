import { describe, expect, it } from 'vitest';
import { Supervisor } from '../../src/supervisor/supervisor.ts';

const options = {
  restarts: 2,
  restartWindowMs: 60_000,
  backoffInitialMs: 250,
  backoffMaxMs: 30_000,
  seed: 1,
};
const exit = { exitCode: 1, signal: null };
const fall = { counts: true, permanent: false };
const term = { type: 'signal', generation: 1, signal: 'SIGTERM' };
const kill = { type: 'signal', generation: 1, signal: 'SIGKILL' };
const settled = { type: 'settled', exit };

function alive(): Supervisor {
  const supervisor = new Supervisor(options);
  supervisor.spawn();
  return supervisor;
}

describe('a life', () => {
  it('begins with the next generation', () => {
    const supervisor = new Supervisor(options);
    expect(supervisor.owns(0)).toBe(false);
    expect(supervisor.spawn()).toEqual([{ type: 'spawn', generation: 1 }]);
    expect(supervisor.owns(1)).toBe(true);
    expect(supervisor.owns(2)).toBe(false);
    expect(supervisor.alive).toBe(true);
  });

  it('is over once it has exited and its stdout has ended, in either order', () => {
    const one = alive();
    expect(one.exited(exit, 10, { leftovers: false, mayBeLauncher: false })).toEqual([]);
    expect(one.alive).toBe(false);
    expect(one.stdoutEnded(20)).toEqual([settled]);
    const other = alive();
    expect(other.stdoutEnded(10)).toEqual([]);
    expect(other.exited(exit, 20, { leftovers: false, mayBeLauncher: false })).toEqual([settled]);
  });

  it('is not waited for longer than the drain: a grandchild may hold the pipe', () => {
    const supervisor = alive();
    supervisor.exited(exit, 10, { leftovers: false, mayBeLauncher: false });
    expect(supervisor.nextWakeup()).toBe(510);
    expect(supervisor.woke(509)).toEqual([]);
    expect(supervisor.woke(510)).toEqual([settled]);
  });

  it('is over only when what it left behind was ended', () => {
    const supervisor = alive();
    supervisor.stdoutEnded(5);
    expect(supervisor.exited(exit, 10, { leftovers: true, mayBeLauncher: false })).toEqual([term]);
    expect(supervisor.nextWakeup()).toBe(210);
    expect(supervisor.woke(210)).toEqual([kill, settled]);
  });

  it('kills what was left behind before it stops waiting for stdout', () => {
    const supervisor = alive();
    supervisor.exited(exit, 10, { leftovers: true, mayBeLauncher: false });
    expect(supervisor.woke(210)).toEqual([kill]);
    expect(supervisor.woke(510)).toEqual([settled]);
  });

  it('that closes a pipe and lives on is ended, once', () => {
    const supervisor = alive();
    expect(supervisor.pipeClosed(0)).toEqual([]);
    supervisor.pipeClosed(400);
    expect(supervisor.nextWakeup()).toBe(500);
    expect(supervisor.woke(500)).toEqual([kill]);
    expect(supervisor.woke(501)).toEqual([]);
  });

  it('exits once', () => {
    const supervisor = alive();
    supervisor.exited(exit, 10, { leftovers: false, mayBeLauncher: false });
    expect(supervisor.exited(exit, 11, { leftovers: true, mayBeLauncher: false })).toEqual([]);
  });
});

describe('a fall', () => {
  function fallen(supervisor: Supervisor, now: number, verdict = fall): number | undefined {
    supervisor.exited(exit, now, { leftovers: false, mayBeLauncher: false });
    supervisor.stdoutEnded(now);
    return supervisor.fell(verdict, now);
  }

  it('is followed by a pause and then by the next life', () => {
    const supervisor = alive();
    const delayMs = fallen(supervisor, 10) ?? -1;
    expect(delayMs).toBeGreaterThan(0);
    expect(supervisor.owns(1)).toBe(false);
    expect(supervisor.woke(10 + delayMs - 1)).toEqual([]);
    expect(supervisor.woke(10 + delayMs)).toEqual([{ type: 'spawn', generation: 2 }]);
  });

  // [R-breaker]
  it('opens the breaker when there were too many', () => {
    const supervisor = alive();
    fallen(supervisor, 0);
    supervisor.spawn();
    fallen(supervisor, 1);
    supervisor.spawn();
    expect(fallen(supervisor, 2)).toBeUndefined();
    expect(supervisor.phase).toEqual({ kind: 'open', retryAt: 30_002 });
    expect(supervisor.nextWakeup()).toBeUndefined();
  });

  it('is forgotten when it was a death at a probe', () => {
    const supervisor = alive();
    for (let count = 0; count < 10; count += 1) {
      expect(fallen(supervisor, count, { counts: false, permanent: false })).toBe(0);
      supervisor.woke(count);
    }
    expect(supervisor.falls(10)).toBe(0);
  });

  it('of a permanent cause opens the breaker after one confirming attempt', () => {
    const supervisor = alive();
    const permanent = { counts: true, permanent: true };
    expect(fallen(supervisor, 0, permanent)).toBeDefined();
    supervisor.spawn();
    expect(fallen(supervisor, 1, permanent)).toBeUndefined();
  });

  it('of two different causes confirms neither', () => {
    const supervisor = alive();
    fallen(supervisor, 0, { counts: true, permanent: true });
    supervisor.spawn();
    expect(fallen(supervisor, 1)).toBeDefined();
  });

  it('after one try of an open breaker opens it again, until there was service', () => {
    const supervisor = alive();
    for (const now of [0, 1, 2]) {
      fallen(supervisor, now);
      if (now < 2) supervisor.spawn();
    }
    expect(supervisor.mayTryAgain(30_001)).toBe(false);
    expect(supervisor.mayTryAgain(100_000)).toBe(true);
    supervisor.spawn();
    expect(fallen(supervisor, 100_001)).toBeUndefined();
    expect(supervisor.mayTryAgain(130_001)).toBe(true);
    supervisor.spawn();
    supervisor.served(130_002);
    supervisor.served(140_002);
    expect(fallen(supervisor, 140_003)).toBe(0);
  });

  it('is followed by nothing once the session is over', () => {
    const supervisor = alive();
    supervisor.finish();
    expect(supervisor.owns(1)).toBe(false);
    expect(supervisor.woke(1_000_000)).toEqual([]);
    expect(supervisor.mayTryAgain(1_000_000)).toBe(false);
    expect(supervisor.nextWakeup()).toBeUndefined();
  });
});
