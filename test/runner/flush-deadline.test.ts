import { describe, expect, it } from 'vitest';
import { endLimits, runnerLimits } from '../../src/base/limits.ts';
import { Patience } from '../../src/runner/flush-deadline.ts';

const { flushMs, flushConnectedMs } = runnerLimits;
const eof = { type: 'client-ended', cause: 'eof' } as const;

describe('the last bytes', () => {
  it('wait long for a client that is still there', () => {
    const patience = new Patience();
    patience.note({ type: 'woke' }, 0);
    expect(patience.flushMs(10)).toBe(flushConnectedMs);
  });

  // Found by chaos seed 5133: the server was gone at once and the client read slowly.
  it('[P3] wait after EOF as long as the session may still last', () => {
    const patience = new Patience();
    patience.note(eof, 1_000);
    expect(patience.flushMs(1_060)).toBe(endLimits.eof.exitMs - 60);
    expect(patience.flushMs(9_000)).toBe(flushMs);
  });

  it('do not wait for a client that is gone', () => {
    for (const cause of ['broken-pipe', 'orphaned'] as const) {
      const patience = new Patience();
      patience.note(eof, 0);
      patience.note({ type: 'client-ended', cause }, 5);
      expect(patience.flushMs(5)).toBe(flushMs);
    }
  });

  it('wait less once a signal has come', () => {
    const patience = new Patience();
    patience.note(eof, 0);
    patience.note({ type: 'signalled', signal: 'SIGTERM' }, 100);
    expect(patience.flushMs(100)).toBe(endLimits.signal.exitMs);
  });
});
