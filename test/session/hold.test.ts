import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { Hold } from '../../src/session/hold.ts';

const line = Buffer.from('{}\n');

function held(id: number | undefined, bytes = line) {
  return { id, bytes };
}

describe('hold', () => {
  it('gives back in the order of arrival, requests sent again first', () => {
    const hold = new Hold();
    hold.add(held(2));
    hold.add(held(undefined));
    hold.putFirst([held(0), held(1)]);
    expect(hold.drain().map(({ id }) => id)).toEqual([0, 1, 2, undefined]);
    expect(hold.size).toBe(0);
  });

  it('finds requests among notifications', () => {
    const hold = new Hold();
    hold.add(held(undefined));
    expect(hold.hasRequest()).toBe(false);
    hold.add(held(0));
    expect(hold.hasRequest()).toBe(true);
    expect(hold.has(0)).toBe(true);
    expect(hold.has(1)).toBe(false);
  });

  it('removes one request and no other', () => {
    const hold = new Hold();
    for (const id of [1, 2, 3]) hold.add(held(id));
    expect(hold.remove(2)).toBe(true);
    expect(hold.remove(2)).toBe(false);
    expect(hold.drain().map(({ id }) => id)).toEqual([1, 3]);
  });

  it('is bounded in count', () => {
    const hold = new Hold();
    for (let id = 0; id < sessionLimits.holdCountMax; id += 1)
      expect(hold.add(held(id))).toBe(true);
    expect(hold.add(held(-1))).toBe(false);
    hold.remove(7);
    expect(hold.add(held(-1))).toBe(true);
  });

  it('is bounded in bytes, which come free again', () => {
    const hold = new Hold();
    const half = Buffer.alloc(sessionLimits.holdBytesMax / 2);
    expect(hold.add(held(1, half))).toBe(true);
    expect(hold.add(held(2, half))).toBe(true);
    expect(hold.add(held(3))).toBe(false);
    hold.remove(1);
    expect(hold.add(held(3))).toBe(true);
    hold.drain();
    expect(hold.add(held(1, half))).toBe(true);
    expect(hold.add(held(2, half))).toBe(true);
  });

  it('counts the bytes of what goes to a server again', () => {
    const hold = new Hold();
    const half = Buffer.alloc(sessionLimits.holdBytesMax / 2);
    hold.putFirst([held(1, half), held(2, half)]);
    expect(hold.add(held(3))).toBe(false);
    hold.remove(1);
    expect(hold.add(held(3))).toBe(true);
  });

  it('keeps copies of all but a few, and not the chunks they came in', () => {
    const hold = new Hold();
    const { uncopiedMax } = sessionLimits;
    for (let id = 0; id <= uncopiedMax + 1; id += 1) hold.add(held(id));
    const all = hold.drain();
    expect(all.filter(({ bytes }) => bytes === line)).toHaveLength(uncopiedMax + 1);
    expect(all.at(-1)).toEqual(held(uncopiedMax + 1));
  });
});
