import { describe, expect, it } from 'vitest';
import { restartLimits } from '../../src/base/limits.ts';
import type { FallVerdict } from '../../src/supervisor/life-phase.ts';
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

  it('is none before the first, and has no deadline while it is well', () => {
    const supervisor = new Supervisor(options);
    expect(supervisor.phase).toEqual({ kind: 'idle' });
    expect([supervisor.alive, supervisor.resting, supervisor.generation]).toEqual([
      false,
      false,
      0,
    ]);
    expect(supervisor.endLife(0)).toEqual([]);
    supervisor.spawn();
    expect(supervisor.generation).toBe(1);
    expect(supervisor.nextWakeup()).toBeUndefined();
    expect(supervisor.woke(1_000_000)).toEqual([]);
  });

  it('has served once the client got an answer, and the next has not', () => {
    const supervisor = alive();
    expect([supervisor.servedInLife, supervisor.servedEver]).toEqual([false, false]);
    supervisor.served(5);
    expect([supervisor.servedInLife, supervisor.servedEver]).toEqual([true, true]);
    supervisor.exited(exit, 10, { leftovers: false, mayBeLauncher: false });
    supervisor.spawn();
    expect([supervisor.servedInLife, supervisor.servedEver]).toEqual([false, true]);
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
    expect(supervisor.stdoutEnded(100)).toEqual([]);
    expect(supervisor.woke(209)).toEqual([]);
    expect(supervisor.woke(210)).toEqual([kill, settled]);
    expect(supervisor.nextWakeup()).toBe(510);
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

  it('that closes both of its pipes has no more time than with one', () => {
    const supervisor = alive();
    supervisor.stdoutEnded(0);
    supervisor.pipeClosed(300);
    supervisor.stdoutEnded(400);
    expect(supervisor.nextWakeup()).toBe(500);
  });

  it('is ended on purpose by SIGTERM, and by SIGKILL if it does not go', () => {
    const supervisor = alive();
    expect(supervisor.endLife(100)).toEqual([term]);
    expect(supervisor.nextWakeup()).toBe(100 + restartLimits.killMs);
    expect(supervisor.woke(99 + restartLimits.killMs)).toEqual([]);
    expect(supervisor.woke(100 + restartLimits.killMs)).toEqual([kill]);
    expect(supervisor.nextWakeup()).toBeUndefined();
    expect(supervisor.exited(exit, 9_000, { leftovers: false, mayBeLauncher: false })).toEqual([]);
    expect(supervisor.endLife(9_001)).toEqual([]);
    expect(supervisor.pipeClosed(9_002)).toEqual([]);
    expect(supervisor.alive).toBe(false);
  });

  it('that is ended on purpose keeps an earlier end', () => {
    const supervisor = alive();
    supervisor.pipeClosed(0);
    supervisor.endLife(1);
    expect(supervisor.nextWakeup()).toBe(500);
  });

  it('that ended well with nothing owed rests until it is needed', () => {
    const supervisor = alive();
    supervisor.exited(exit, 10, { leftovers: false, mayBeLauncher: false });
    supervisor.rest();
    expect([supervisor.resting, supervisor.owns(1)]).toEqual([true, false]);
    expect(supervisor.woke(1_000_000)).toEqual([]);
    expect(supervisor.nextWakeup()).toBeUndefined();
  });

  it('exits once', () => {
    const supervisor = alive();
    supervisor.exited(exit, 10, { leftovers: false, mayBeLauncher: false });
    expect(supervisor.exited(exit, 11, { leftovers: true, mayBeLauncher: false })).toEqual([]);
  });
});

describe('a process that left with its pipes open', () => {
  const left = { leftovers: true, mayBeLauncher: true };

  function launched(): Supervisor {
    const supervisor = alive();
    expect(supervisor.exited(exit, 10, left)).toEqual([]);
    return supervisor;
  }

  it('may be a launcher: its life goes on until somebody is asked', () => {
    const supervisor = launched();
    expect([supervisor.alive, supervisor.leftStage]).toEqual([true, 'draining']);
    expect(supervisor.nextWakeup()).toBe(510);
    expect(supervisor.woke(509)).toEqual([]);
    expect(supervisor.woke(510)).toEqual([{ type: 'outlived' }]);
    expect(supervisor.exited(exit, 511, left)).toEqual([]);
    expect([supervisor.leftStage, supervisor.nextWakeup()]).toEqual(['draining', 510]);
  });

  it('has whoever is left there until the time it is given, or for ever', () => {
    const supervisor = launched();
    supervisor.expectWords('asked', 2_000);
    expect([supervisor.leftStage, supervisor.nextWakeup()]).toEqual(['asked', 2_000]);
    supervisor.expectWords('proven');
    expect([supervisor.leftStage, supervisor.nextWakeup()]).toEqual(['proven', undefined]);
    expect(supervisor.woke(1_000_000)).toEqual([]);
  });

  it('is over with its exit and its leftovers when nobody serves there', () => {
    const supervisor = launched();
    expect(supervisor.endLeft(600)).toEqual([term]);
    expect([supervisor.alive, supervisor.leftStage]).toEqual([false, undefined]);
    expect(supervisor.endLeft(601)).toEqual([]);
    supervisor.expectWords('asked', 900);
    expect(supervisor.nextWakeup()).toBe(800);
    expect(supervisor.woke(800)).toEqual([kill, settled]);
  });

  it('is over when its stdout ends, or another of its pipes', () => {
    expect(launched().stdoutEnded(20)).toEqual([term]);
    expect(launched().pipeClosed(20)).toEqual([term]);
  });

  it('is no launcher if it had closed a pipe, or was to be ended', () => {
    const mute = alive();
    mute.stdoutEnded(5);
    expect(mute.exited(exit, 10, left)).toEqual([term]);
    const ended = alive();
    ended.endLife(5);
    expect(ended.exited(exit, 10, left)).toEqual([term]);
    expect(alive().exited(exit, 10, { ...left, mayBeLauncher: false })).toEqual([term]);
  });

  it('that is ended on purpose is killed in time: of it no exit will come', () => {
    const supervisor = launched();
    supervisor.expectWords('proven');
    supervisor.endLife(1_000);
    const due = 1_000 + restartLimits.killMs;
    expect(supervisor.woke(due)).toEqual([kill, term]);
    expect(supervisor.alive).toBe(false);
  });

  it('leaves nothing to ask where no process left', () => {
    const supervisor = alive();
    expect([supervisor.leftStage, supervisor.endLeft(1)]).toEqual([undefined, []]);
    supervisor.expectWords('asked', 5);
    expect([supervisor.leftStage, supervisor.nextWakeup()]).toEqual([undefined, undefined]);
  });
});

describe('a fall', () => {
  function fallen(
    supervisor: Supervisor,
    now: number,
    verdict: FallVerdict = fall,
  ): number | undefined {
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

  it('that needs no confirming opens the breaker at once', () => {
    const supervisor = alive();
    expect(fallen(supervisor, 0, { counts: true, permanent: true, final: true })).toBeUndefined();
    expect(supervisor.mayTryAgain(29_999)).toBe(false);
    expect(supervisor.mayTryAgain(30_000)).toBe(true);
  });

  it('of a server that somebody changed is judged without what was before', () => {
    const supervisor = alive();
    for (const now of [0, 1, 2]) {
      fallen(supervisor, now);
      if (now < 2) supervisor.spawn();
    }
    expect(supervisor.mayTryAgain(40_000)).toBe(true);
    supervisor.spawn();
    supervisor.resetHistory();
    expect(supervisor.falls(40_000)).toBe(0);
    expect(fallen(supervisor, 40_001)).toBeDefined();
  });

  it('of two different causes confirms neither', () => {
    const supervisor = alive();
    const permanent = { counts: true, permanent: true };
    fallen(supervisor, 0, permanent);
    supervisor.spawn();
    expect(fallen(supervisor, 1)).toBeDefined();
    supervisor.spawn();
    expect(fallen(supervisor, 200_000, permanent)).toBeDefined();
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
    expect(supervisor.phase).toEqual({ kind: 'over' });
    expect(supervisor.stdoutEnded(1)).toEqual([]);
    expect(supervisor.owns(1)).toBe(false);
    expect(supervisor.woke(1_000_000)).toEqual([]);
    expect(supervisor.mayTryAgain(1_000_000)).toBe(false);
    expect(supervisor.nextWakeup()).toBeUndefined();
  });
});
