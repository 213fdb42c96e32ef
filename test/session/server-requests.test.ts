import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { Asks } from '../../src/session/server-requests.ts';

const ask = { token: undefined };

describe('asks', () => {
  it('keeps an id that is fresh and not 0', () => {
    const asks = new Asks();
    expect(asks.open({ ...ask, serverId: 5 })).toBe(5);
    expect(asks.open({ ...ask, serverId: 9 })).toBe(9);
  });

  it('gives another id to 0, to text, to what is used up and to what is too high', () => {
    const asks = new Asks();
    const ids = [0, '"a"', 1, 2 ** 40].map((serverId) => asks.open({ ...ask, serverId }));
    expect(ids).toEqual([1, 2, 3, 4]);
  });

  it('never gives an id twice, whatever servers choose over any number of lives', () => {
    const serverId = fc.oneof(fc.integer({ min: -3, max: 40 }), fc.constant('"x"'));
    fc.assert(
      fc.property(fc.array(fc.array(serverId)), (lives) => {
        const asks = new Asks();
        const ids: number[] = [];
        for (const life of lives) {
          ids.push(...life.map((id) => asks.open({ ...ask, serverId: id })));
          asks.abandon();
        }
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => Number.isInteger(id) && id > 0)).toBe(true);
      }),
    );
  });

  it('brings an answer back once, under the id of the server', () => {
    const asks = new Asks();
    const id = asks.open({ serverId: 0, token: 7 });
    expect(asks.answered(id)).toMatchObject({ serverId: 0, token: 7 });
    expect(asks.answered(id)).toBeUndefined();
  });

  it('knows a question while it is open, for its progress', () => {
    const asks = new Asks();
    const id = asks.open({ serverId: 0, token: 7 });
    expect(asks.byClientId(id)?.token).toBe(7);
    asks.answered(id);
    expect(asks.byClientId(id)).toBeUndefined();
  });

  it('names the id of the client when the server takes a question back', () => {
    const asks = new Asks();
    asks.open({ ...ask, serverId: 0 });
    expect(asks.cancelled(0)).toBe(1);
    expect(asks.cancelled(0)).toBeUndefined();
    expect(asks.answered(1)).toBeUndefined();
  });

  it('lists what is open when the server dies, and forgets it', () => {
    const asks = new Asks();
    for (const serverId of [0, 1, 2]) asks.open({ ...ask, serverId });
    asks.answered(2);
    expect(asks.abandon()).toEqual([1, 3]);
    expect(asks.answered(1)).toBeUndefined();
    expect(asks.abandon()).toEqual([]);
  });

  it('keeps the newer of two questions that a server gave the same id', () => {
    const asks = new Asks();
    const older = asks.open({ ...ask, serverId: 3 });
    const newer = asks.open({ ...ask, serverId: 3 });
    asks.answered(older);
    expect(asks.cancelled(3)).toBe(newer);
  });

  it('has no room beyond its bound, nor for an id or a token that is too long', () => {
    const asks = new Asks();
    const { asksCountMax, idCharsMax } = sessionLimits;
    const long = 'x'.repeat(idCharsMax + 1);
    expect(asks.hasRoomFor({ ...ask, serverId: long })).toBe(false);
    expect(asks.hasRoomFor({ serverId: 1, token: long })).toBe(false);
    for (let serverId = 1; serverId <= asksCountMax; serverId += 1) {
      expect(asks.hasRoomFor({ ...ask, serverId })).toBe(true);
      asks.open({ ...ask, serverId });
    }
    expect(asks.hasRoomFor({ ...ask, serverId: 0 })).toBe(false);
    asks.answered(1);
    expect(asks.hasRoomFor({ ...ask, serverId: 0 })).toBe(true);
  });
});
