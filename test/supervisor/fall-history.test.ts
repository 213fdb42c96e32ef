import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { supervisorLimits } from '../../src/base/limits.ts';
import { FallHistory, Service } from '../../src/supervisor/fall-history.ts';

const options = {
  restarts: 5,
  restartWindowMs: 60_000,
  backoffInitialMs: 250,
  backoffMaxMs: 30_000,
  seed: 1,
};

// [R-backoff]
describe('the history of falls', () => {
  it('restarts at once after a life that served, and only the first time', () => {
    const history = new FallHistory(options);
    expect(history.record(0, true)).toEqual({ kind: 'restart', delayMs: 0 });
    expect(history.record(1, true)).not.toEqual({ kind: 'restart', delayMs: 0 });
  });

  it('waits after a life that did not', () => {
    const first = new FallHistory(options).record(0, false);
    expect(first.kind === 'restart' && first.delayMs).toBeGreaterThanOrEqual(125);
  });

  it('opens the breaker at one fall more than is tolerated', () => {
    const history = new FallHistory(options);
    const kinds = [1, 2, 3, 4, 5, 6].map((at) => history.record(at, false).kind);
    expect(kinds).toEqual(['restart', 'restart', 'restart', 'restart', 'restart', 'open']);
  });

  it('forgets what is older than the window', () => {
    const history = new FallHistory(options);
    for (let at = 0; at < 5; at += 1) history.record(at, false);
    expect(history.count(59_999)).toBe(5);
    expect(history.count(60_004)).toBe(0);
    expect(history.record(60_004, true)).toEqual({ kind: 'restart', delayMs: 0 });
  });

  it('forgets everything after sustained service', () => {
    const history = new FallHistory(options);
    history.record(0, false);
    history.forget();
    expect(history.count(1)).toBe(0);
    expect(new FallHistory(options).count(1)).toBe(0);
  });

  it('doubles the pause up to the greatest, and takes between half and all of it', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 40 }), (seed, falls) => {
        const history = new FallHistory({ ...options, restarts: 100, seed });
        for (let fall = 0; fall < falls; fall += 1) {
          const consequence = history.record(0, false);
          const full = Math.min(30_000, 250 * 2 ** fall);
          const delayMs = consequence.kind === 'restart' ? consequence.delayMs : -1;
          expect(delayMs).toBeGreaterThanOrEqual(Math.floor(full / 2));
          expect(delayMs).toBeLessThanOrEqual(full);
        }
      }),
    );
  });

  it('spreads its pauses over all of that', () => {
    const delays = Array.from({ length: 400 }, (_, seed) => {
      const consequence = new FallHistory({ ...options, seed }).record(0, false);
      return consequence.kind === 'restart' ? consequence.delayMs : -1;
    });
    for (const from of [125, 156, 187, 218]) {
      const within = delays.filter((delayMs) => delayMs >= from && delayMs < from + 32);
      expect(within.length).toBeGreaterThan(60);
    }
  });

  it('draws the same pauses from the same seed', () => {
    const pauses = (seed: number) => {
      const history = new FallHistory({ ...options, seed });
      return [1, 2, 3].map((at) => history.record(at, false));
    };
    expect(pauses(7)).toEqual(pauses(7));
    expect(pauses(7)).not.toEqual(pauses(8));
  });
});

describe('service', () => {
  it('is sustained by answers over time, not by many at once', () => {
    const service = new Service();
    expect(service.served).toBe(false);
    for (let count = 0; count < 1_000; count += 1) expect(service.answered(100)).toBe(false);
    expect(service.served).toBe(true);
    expect(service.answered(100 + supervisorLimits.sustainedServiceMs - 1)).toBe(false);
    expect(service.answered(100 + supervisorLimits.sustainedServiceMs)).toBe(true);
  });
});
