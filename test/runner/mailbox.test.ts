import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMailbox } from '../../src/runner/mailbox.ts';
import type { ShieldEffect, ShieldEvent } from '../../src/shield/events.ts';

const exit = (code: number): ShieldEffect => ({ type: 'exit', code });

/** A core that does what the test says, and remembers what it was told and when. */
function scripted(respond: (event: ShieldEvent) => readonly ShieldEffect[]) {
  const told: string[] = [];
  let wakeAt: number | undefined;
  let depth = 0;
  const shield = {
    step(event: ShieldEvent, now: number) {
      told.push(`${event.type} ${now}`);
      expect(depth).toBe(0);
      depth += 1;
      const effects = respond(event);
      depth -= 1;
      return effects;
    },
    nextWakeup: () => wakeAt,
  };
  const wake = (at: number | undefined): void => {
    wakeAt = at;
  };
  return { shield, told, wake };
}

describe('the mailbox', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const now = () => Date.now();
  const unexpected = (error: unknown) => {
    throw error;
  };

  it('queues an event that an effect causes at once', () => {
    const performed: string[] = [];
    const core = scripted((event) => (event.type === 'started' ? [exit(1), exit(2)] : []));
    const mailbox = createMailbox({
      shield: core.shield,
      now,
      defect: unexpected,
      perform: (effect) => {
        mailbox.post({ type: 'woke' });
        performed.push(effect.type);
      },
    });
    mailbox.post({ type: 'started' });
    expect(performed).toHaveLength(2);
    expect(core.told).toEqual(['started 0', 'woke 0', 'woke 0']);
  });

  it('wakes the core when it asked for it, not before and not twice', () => {
    const core = scripted((event) => {
      core.wake(event.type === 'started' ? 100 : undefined);
      return [];
    });
    const mailbox = createMailbox({
      shield: core.shield,
      now,
      perform: () => {},
      defect: unexpected,
    });
    mailbox.post({ type: 'started' });
    vi.advanceTimersByTime(99);
    expect(core.told).toEqual(['started 0']);
    vi.advanceTimersByTime(1_000);
    expect(core.told).toEqual(['started 0', 'woke 100']);
  });

  it('follows a deadline that moves: nearer at once, further when the old one is due', () => {
    const wakeups = [500, 200, 800];
    const core = scripted(() => {
      core.wake(wakeups.shift());
      return [];
    });
    const mailbox = createMailbox({
      shield: core.shield,
      now,
      perform: () => {},
      defect: unexpected,
    });
    mailbox.post({ type: 'started' });
    mailbox.post({ type: 'started' });
    mailbox.post({ type: 'started' });
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(5_000);
    expect(core.told.slice(3)).toEqual(['woke 800']);
  });

  it('reads what lies in the pipes before a late deadline counts', async () => {
    let stoppedMs = 0;
    const core = scripted((event) => {
      core.wake(event.type === 'started' ? 100 : undefined);
      return [];
    });
    const mailbox = createMailbox({
      shield: core.shield,
      now: () => now() + stoppedMs,
      perform: () => {},
      defect: unexpected,
    });
    mailbox.post({ type: 'started' });
    stoppedMs = 4_000;
    // The timer fires first, then the pipes are read, then what was to follow at once.
    setTimeout(() => setImmediate(() => core.told.push('pipes were read')), 99);
    await vi.advanceTimersByTimeAsync(100);
    await new Promise((resolve) => setImmediate(resolve));
    expect(core.told).toEqual(['started 0', 'pipes were read', 'woke 4100']);
  });

  it('a wake-up beyond what a timer can hold comes all the same', () => {
    const farMs = 2 ** 31 + 5;
    const core = scripted((event) => {
      core.wake(event.type === 'started' ? farMs : undefined);
      return [];
    });
    const mailbox = createMailbox({
      shield: core.shield,
      now,
      perform: () => {},
      defect: unexpected,
    });
    mailbox.post({ type: 'started' });
    vi.advanceTimersByTime(farMs + 1);
    expect(core.told).toEqual(['started 0', `woke ${farMs}`]);
  });

  it('a throw inside step is told once and closes it', () => {
    const errors: unknown[] = [];
    const core = scripted(() => {
      throw new Error('defect');
    });
    const mailbox = createMailbox({
      shield: core.shield,
      now,
      perform: () => {},
      defect: (error) => errors.push(error),
    });
    mailbox.post({ type: 'started' });
    mailbox.post({ type: 'woke' });
    expect(errors).toHaveLength(1);
    expect(core.told).toHaveLength(1);
  });

  it('delivers nothing after it was closed from inside an effect', () => {
    const core = scripted((event) => (event.type === 'started' ? [exit(0)] : []));
    const mailbox = createMailbox({
      shield: core.shield,
      now,
      defect: unexpected,
      perform: () => {
        mailbox.post({ type: 'woke' });
        mailbox.close();
      },
    });
    mailbox.post({ type: 'started' });
    core.wake(10);
    vi.advanceTimersByTime(100);
    expect(core.told).toEqual(['started 0']);
    expect(vi.getTimerCount()).toBe(0);
  });
});
