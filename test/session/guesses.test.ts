import { describe, expect, it } from 'vitest';
import { guessLimits } from '../../src/base/limits.ts';
import { classify } from '../../src/protocol/classify.ts';
import { Guesses } from '../../src/session/guesses.ts';
import { type PendingRequest, PendingRequests } from '../../src/session/pending-requests.ts';
import { request } from './messages.ts';

const { fullMs, shortMs, countMax, bytesMax, givenMax } = guessLimits;
const pending = new PendingRequests();

function owed(id: number, deadline = Number.POSITIVE_INFINITY): PendingRequest {
  const entry = pending.add({ request: request(id, 'x'), resend: 'read', token: undefined });
  entry.deadline = deadline;
  return entry;
}

function answer(text: string, kind: 'beside-text' | 'batched' = 'beside-text') {
  const made = classify(Buffer.from(`{"jsonrpc":"2.0","id":1,"result":"${text}"}`));
  if (made?.kind !== 'response') throw new Error('not an answer');
  return { kind, answer: made, fits: true };
}
const broken = {
  kind: 'broken',
  answer: { reason: 'x', message: 'unreadable' },
  fits: true,
} as const;
const fitting = { kind: 'beside-text', fits: true } as const;
const unsure = (now: number) => ({ now, isLikely: false });

function given(guesses: Guesses, now: number): string[] {
  return guesses.drainDue(now).map(({ guess }) => textOf(guess.answer));
}

function textOf(kept: object): string {
  return 'bytes' in kept ? String(/"result":"(.*)"/.exec(String(kept.bytes))?.[1]) : 'unreadable';
}

describe('a guess', () => {
  it('is given when its full time is over, once, and wakes for that', () => {
    const guesses = new Guesses();
    expect(guesses.nextWakeup()).toBe(Number.POSITIVE_INFINITY);
    expect(guesses.keep(owed(1), answer('a'), unsure(100))).toBe(true);
    expect([guesses.has(1), guesses.has(2), guesses.size]).toEqual([true, false, 1]);
    expect(guesses.nextWakeup()).toBe(100 + fullMs);
    expect(given(guesses, 99 + fullMs)).toEqual([]);
    expect(given(guesses, 100 + fullMs)).toEqual(['a']);
    expect([guesses.has(1), guesses.size]).toEqual([false, 0]);
    expect(given(guesses, 100 + fullMs)).toEqual([]);
    expect(guesses.nextWakeup()).toBe(Number.POSITIVE_INFINITY);
  });

  it('waits only shortly where nothing better will come', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1), answer('a'), { now: 0, isLikely: true });
    expect(guesses.nextWakeup()).toBe(shortMs);
  });

  it('is not kept beyond the time of its request', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1, 700), answer('a'), unsure(0));
    expect(guesses.nextWakeup()).toBe(700);
  });

  it('gives way to a later one, which waits no longer than it would have', () => {
    const guesses = new Guesses();
    const entry = owed(1);
    guesses.keep(entry, answer('copy'), unsure(0));
    guesses.keep(entry, answer('later'), unsure(1_000));
    expect(guesses.size).toBe(1);
    expect(given(guesses, fullMs - 1)).toEqual([]);
    expect(given(guesses, fullMs)).toEqual(['later']);
  });

  it('of words that can be read is not replaced by one of words that cannot', () => {
    const guesses = new Guesses();
    const entry = owed(1);
    guesses.keep(entry, answer('words'), unsure(0));
    expect(guesses.keep(entry, broken, unsure(1))).toBe(true);
    expect(given(guesses, fullMs)).toEqual(['words']);
    guesses.keep(entry, broken, unsure(0));
    guesses.keep(entry, answer('words'), unsure(1));
    expect(given(guesses, fullMs)).toEqual(['words']);
  });

  it('of words that fit is not replaced by one of words that do not, but these by those', () => {
    const guesses = new Guesses();
    const entry = owed(1);
    const odd = { ...answer('odd'), fits: false };
    guesses.keep(entry, answer('words'), unsure(0));
    expect(guesses.keep(entry, odd, unsure(1))).toBe(true);
    expect(given(guesses, fullMs)).toEqual(['words']);
    guesses.keep(entry, broken, unsure(0));
    guesses.keep(entry, odd, unsure(1));
    guesses.keep(entry, broken, unsure(2));
    expect(given(guesses, fullMs)).toEqual(['odd']);
    guesses.keep(entry, odd, unsure(0));
    guesses.keep(entry, answer('words'), unsure(1));
    expect(given(guesses, fullMs)).toEqual(['words']);
  });

  it('of words that do not fit waits its full time, and tells nothing of the next', () => {
    const guesses = new Guesses();
    const odd = { ...answer('odd'), fits: false };
    guesses.stood(odd);
    guesses.keep(owed(1), odd, { now: 0, isLikely: true });
    guesses.keep(owed(2), answer('b'), unsure(0));
    expect(guesses.nextWakeup()).toBe(fullMs);
    guesses.stood(answer('b'));
    guesses.keep(owed(3), odd, unsure(0));
    expect(guesses.nextWakeup()).toBe(fullMs);
  });

  it('wakes for the next when one was given, and keeps the order of arrival', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1), answer('late'), unsure(50));
    guesses.keep(owed(2), answer('first'), unsure(0));
    guesses.keep(owed(3), answer('second'), unsure(0));
    expect(given(guesses, fullMs)).toEqual(['first', 'second']);
    expect(guesses.nextWakeup()).toBe(50 + fullMs);
    expect(given(guesses, 50 + fullMs)).toEqual(['late']);
  });

  it('is forgotten when nobody waits any more', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1), answer('a'), unsure(0));
    guesses.forget(1);
    guesses.forget(2);
    expect(guesses.has(1)).toBe(false);
    expect(guesses.nextWakeup()).toBe(Number.POSITIVE_INFINITY);
    expect(given(guesses, fullMs)).toEqual([]);
  });

  it('is handed out at the end of the stream, whatever its time', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1), answer('a'), unsure(0));
    guesses.keep(owed(2), broken, unsure(0));
    expect(guesses.drainAll().map(({ entry }) => entry.id)).toEqual([1, 2]);
    expect([guesses.size, guesses.nextWakeup()]).toEqual([0, Number.POSITIVE_INFINITY]);
  });
});

describe('what was learnt of a kind of guesses', () => {
  it('shortens the next once one has stood, of that kind alone', () => {
    const guesses = new Guesses();
    guesses.stood(fitting);
    guesses.keep(owed(1), answer('a', 'batched'), unsure(0));
    expect(guesses.nextWakeup()).toBe(fullMs);
    guesses.keep(owed(2), answer('b'), unsure(0));
    expect(guesses.nextWakeup()).toBe(shortMs);
  });

  it('is that it was wrong, for ever, when the true answer came to one that was kept', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1), answer('a'), unsure(0));
    guesses.contradicted(1);
    expect(guesses.has(1)).toBe(false);
    guesses.stood(fitting);
    guesses.keep(owed(2), answer('b'), { now: 0, isLikely: true });
    expect(guesses.nextWakeup()).toBe(fullMs);
  });

  it('is that it was wrong also when the true answer came after it was given', () => {
    for (const drain of ['drainDue', 'drainAll'] as const) {
      const guesses = new Guesses();
      guesses.keep(owed(1), answer('a'), unsure(0));
      guesses[drain](fullMs);
      guesses.contradicted(1);
      guesses.keep(owed(2), answer('b'), { now: 0, isLikely: true });
      expect(guesses.nextWakeup()).toBe(fullMs);
    }
  });

  it('is nothing when an answer comes of which nothing was guessed', () => {
    const guesses = new Guesses();
    guesses.keep(owed(1), answer('a'), unsure(0));
    guesses.contradicted(2);
    expect(guesses.has(1)).toBe(true);
    guesses.keep(owed(3), answer('b'), { now: 0, isLikely: true });
    expect(guesses.nextWakeup()).toBe(shortMs);
  });

  it('is remembered of the last that were given', () => {
    const learnt = (id: number): number => {
      const guesses = new Guesses();
      for (let each = 1; each <= givenMax + 1; each += 1)
        guesses.keep(owed(each), broken, unsure(0));
      guesses.drainAll();
      guesses.contradicted(id);
      guesses.keep(owed(1), broken, { now: 0, isLikely: true });
      return guesses.nextWakeup();
    };
    expect(learnt(1)).toBe(shortMs);
    expect(learnt(2)).toBe(fullMs);
  });
});

describe('guesses have room', () => {
  it('for so many', () => {
    const guesses = new Guesses();
    for (let id = 1; id <= countMax; id += 1) {
      expect(guesses.keep(owed(id), broken, unsure(0))).toBe(true);
    }
    expect(guesses.keep(owed(countMax + 1), broken, unsure(0))).toBe(false);
    // One that is there already takes no more of it.
    expect(guesses.keep(owed(1), broken, unsure(0))).toBe(true);
    expect(guesses.size).toBe(countMax);
  });

  it('for so many bytes, which come free again', () => {
    const guesses = new Guesses();
    const { answer: one } = answer('x');
    const half = {
      ...answer('x', 'batched'),
      answer: { ...one, bytes: Buffer.alloc(bytesMax / 2) },
    } as const;
    expect(guesses.keep(owed(1), half, unsure(0))).toBe(true);
    expect(guesses.keep(owed(2), half, unsure(0))).toBe(true);
    expect(guesses.keep(owed(3), answer('x'), unsure(0))).toBe(false);
    guesses.forget(1);
    expect(guesses.keep(owed(3), half, unsure(0))).toBe(true);
    expect(guesses.keep(owed(3), half, unsure(0))).toBe(true);
  });
});
