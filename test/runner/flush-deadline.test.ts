import { describe, expect, it } from 'vitest';
import { endLimits, runnerLimits } from '../../src/base/limits.ts';
import { FlushDeadline } from '../../src/runner/flush-deadline.ts';

const { flushMs, flushConnectedMs } = runnerLimits;
const eof = { type: 'client-ended', cause: 'eof' } as const;

describe('the last bytes', () => {
  it('wait long for a client that is still there', () => {
    const flushDeadline = new FlushDeadline();
    flushDeadline.note({ type: 'woke' }, 0);
    expect(flushDeadline.flushMs(10)).toBe(flushConnectedMs);
  });

  // Found by chaos seed 5133: the server was gone at once and the client read slowly.
  it('[P3] wait after EOF as for a client that is still there', () => {
    const flushDeadline = new FlushDeadline();
    flushDeadline.note(eof, 1_000);
    expect(flushDeadline.flushMs(9_000)).toBe(flushConnectedMs);
  });

  it('tell when the wait becomes shorter, and only then', () => {
    const flushDeadline = new FlushDeadline();
    const told: number[] = [];
    flushDeadline.onShortened((leftMs) => told.push(leftMs));
    flushDeadline.note(eof, 0);
    flushDeadline.note({ type: 'signalled', signal: 'SIGTERM' }, 100);
    flushDeadline.note({ type: 'signalled', signal: 'SIGTERM' }, 200);
    flushDeadline.note({ type: 'client-ended', cause: 'orphaned' }, 300);
    expect(told).toEqual([endLimits.signal.exitMs, flushMs]);
  });

  it('do not wait for a client that is gone', () => {
    for (const cause of ['broken-pipe', 'orphaned'] as const) {
      const flushDeadline = new FlushDeadline();
      flushDeadline.note(eof, 0);
      flushDeadline.note({ type: 'client-ended', cause }, 5);
      expect(flushDeadline.flushMs(5)).toBe(flushMs);
    }
  });

  it('wait less once a signal has come', () => {
    const flushDeadline = new FlushDeadline();
    flushDeadline.note(eof, 0);
    flushDeadline.note({ type: 'signalled', signal: 'SIGTERM' }, 100);
    expect(flushDeadline.flushMs(100)).toBe(endLimits.signal.exitMs);
  });
});
