import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { Ledger } from '../../src/session/pending-requests.ts';
import { request } from './messages.ts';

function ledgerOf(...ids: number[]): Ledger {
  const ledger = new Ledger();
  for (const id of ids) {
    ledger.add({ request: request(id, 'ping'), resend: 'read', token: undefined });
  }
  return ledger;
}

describe('the ledger of answers owed', () => {
  it('lets an entry leave exactly once', () => {
    const ledger = ledgerOf(1);
    expect(ledger.settle(1)?.id).toBe(1);
    expect(ledger.settle(1)).toBeUndefined();
    expect(ledger.size).toBe(0);
  });

  it('keeps 1 and "1" apart', () => {
    const ledger = ledgerOf(1);
    ledger.add({ request: request('1', 'ping'), resend: 'read', token: undefined });
    ledger.settle('"1"');
    expect(ledger.get(1)).toBeDefined();
    expect(ledger.get('"1"')).toBeUndefined();
  });

  it('finds an entry by its token, also when a later one was given the same', () => {
    const ledger = new Ledger();
    ledger.add({ request: request(1, 'a'), resend: 'read', token: 9 });
    ledger.add({ request: request(2, 'b'), resend: 'read', token: 9 });
    ledger.settle(1);
    expect(ledger.byToken(9)?.id).toBe(2);
    ledger.settle(2);
    expect(ledger.byToken(9)).toBeUndefined();
  });

  it('hands out what is late in the order of arrival, and wakes for the next', () => {
    const ledger = ledgerOf(1, 2, 3);
    for (const [id, at] of [
      [1, 300],
      [2, 100],
      [3, 200],
    ] as const) {
      const entry = ledger.get(id);
      if (entry !== undefined) ledger.setDeadline(entry, at);
    }
    expect(ledger.nextWakeup()).toBe(100);
    expect(ledger.expired(99)).toEqual([]);
    expect(ledger.expired(200).map(({ id }) => id)).toEqual([2, 3]);
    ledger.settle(2);
    ledger.settle(3);
    expect(ledger.expired(250)).toEqual([]);
    expect(ledger.nextWakeup()).toBe(300);
  });

  it('never moves a deadline beyond the last one', () => {
    const ledger = ledgerOf(1);
    const entry = ledger.get(1);
    if (entry === undefined) throw new Error('it is owed');
    entry.lastDeadline = 500;
    ledger.setDeadline(entry, 900);
    expect(entry.deadline).toBe(500);
  });

  it('keeps lines up to a bound; beyond it a request is owed without its line', () => {
    const ledger = new Ledger();
    const text = 'x'.repeat(sessionLimits.inflightBytesMax / 2 - 100);
    const big = (id: number) => request(id, 'tools/list', { text });
    const kept = [1, 2, 3].map((id) =>
      ledger.add({ request: big(id), resend: 'read', token: undefined }),
    );
    expect(kept.map((entry) => entry.request !== undefined)).toEqual([true, true, false]);
    ledger.settle(1);
    const next = ledger.add({ request: big(4), resend: 'read', token: undefined });
    expect(next.request).toBeDefined();
  });
});
