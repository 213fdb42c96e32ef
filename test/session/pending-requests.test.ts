import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { classify } from '../../src/protocol/classify.ts';
import { PendingRequests } from '../../src/session/pending-requests.ts';
import { request } from './messages.ts';

function ledgerOf(...ids: number[]): PendingRequests {
  const pending = new PendingRequests();
  for (const id of ids) {
    pending.add({ request: request(id, 'ping'), resend: 'read', token: undefined });
  }
  return pending;
}

describe('the pending requests', () => {
  it('lets an entry leave exactly once', () => {
    const pending = ledgerOf(1);
    expect(pending.settle(1)?.id).toBe(1);
    expect(pending.settle(1)).toBeUndefined();
    expect(pending.size).toBe(0);
  });

  it('keeps 1 and "1" apart', () => {
    const pending = ledgerOf(1);
    pending.add({ request: request('1', 'ping'), resend: 'read', token: undefined });
    pending.settle('"1"');
    expect(pending.get(1)).toBeDefined();
    expect(pending.get('"1"')).toBeUndefined();
  });

  it('finds an entry by its token, also when a later one was given the same', () => {
    const pending = new PendingRequests();
    pending.add({ request: request(1, 'a'), resend: 'read', token: 9 });
    pending.add({ request: request(2, 'b'), resend: 'read', token: 9 });
    pending.settle(1);
    expect(pending.byToken(9)?.id).toBe(2);
    pending.settle(2);
    expect(pending.byToken(9)).toBeUndefined();
  });

  it('hands out what is late in the order of arrival, and wakes for the next', () => {
    const pending = ledgerOf(1, 2, 3);
    for (const [id, at] of [
      [1, 300],
      [2, 100],
      [3, 200],
    ] as const) {
      const entry = pending.get(id);
      if (entry !== undefined) pending.setDeadline(entry, at);
    }
    expect(pending.nextWakeup()).toBe(100);
    expect(pending.expired(99)).toEqual([]);
    expect(pending.expired(200).map(({ id }) => id)).toEqual([2, 3]);
    pending.settle(2);
    pending.settle(3);
    expect(pending.expired(250)).toEqual([]);
    expect(pending.nextWakeup()).toBe(300);
  });

  it('never moves a deadline beyond the last one', () => {
    const pending = ledgerOf(1);
    const entry = pending.get(1);
    if (entry === undefined) throw new Error('it is owed');
    entry.lastDeadline = 500;
    pending.setDeadline(entry, 900);
    expect(entry.deadline).toBe(500);
  });

  it('keeps lines up to a bound; beyond it a request is owed without its line', () => {
    const pending = new PendingRequests();
    const text = 'x'.repeat(sessionLimits.inflightBytesMax / 2 - 100);
    const big = (id: number) => request(id, 'tools/list', { text });
    const kept = [1, 2, 3].map((id) =>
      pending.add({ request: big(id), resend: 'read', token: undefined }),
    );
    expect(kept.map((entry) => entry.request !== undefined)).toEqual([true, true, false]);
    pending.settle(1);
    const next = pending.add({ request: big(4), resend: 'read', token: undefined });
    expect(next.request).toBeDefined();
  });

  it('keeps copies of many small requests, and not the chunks they came in', () => {
    const pending = new PendingRequests();
    const count = sessionLimits.uncopiedMax + 10;
    const chunks = new Set<ArrayBufferLike>();
    for (let id = 1; id <= count; id += 1) {
      const chunk = Buffer.alloc(65_536, ' ');
      chunks.add(chunk.buffer);
      const line = Buffer.from(`{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`);
      line.copy(chunk);
      const made = classify(chunk.subarray(0, line.length));
      if (made?.kind !== 'request') throw new Error('not a request');
      pending.add({ request: made, resend: 'read', token: undefined });
    }
    const kept = [...pending.all()].flatMap((entry) => entry.request?.bytes.buffer ?? []);
    expect(kept).toHaveLength(count);
    expect(kept.filter((buffer) => chunks.has(buffer))).toHaveLength(sessionLimits.uncopiedMax);
    expect(pending.get(count)?.request?.bytes.toString()).toContain(`"id":${count},`);
  });

  it('keeps of a method what a sentence needs', () => {
    const pending = new PendingRequests();
    const { methodCharsMax } = sessionLimits;
    const method = 'm'.repeat(10 * methodCharsMax);
    const entry = pending.add({ request: request(1, method), resend: 'other', token: undefined });
    expect(entry.method).toBe('m'.repeat(methodCharsMax));
  });
});
