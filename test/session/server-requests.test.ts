import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { ServerRequests } from '../../src/session/server-requests.ts';

const serverRequest = { token: undefined };

describe('asks', () => {
  it('keeps an id that is fresh and not 0', () => {
    const serverRequests = new ServerRequests();
    expect(serverRequests.open({ ...serverRequest, serverId: 5 })).toBe(5);
    expect(serverRequests.open({ ...serverRequest, serverId: 9 })).toBe(9);
  });

  it('gives another id to 0, to text, to what is used up and to what is too high', () => {
    const serverRequests = new ServerRequests();
    const { serverRequestIdMax } = sessionLimits;
    const ids = [0, '"a"', 1, serverRequestIdMax].map((serverId) =>
      serverRequests.open({ ...serverRequest, serverId }),
    );
    expect(ids).toEqual([1, 2, 3, 4]);
    const below = { ...serverRequest, serverId: serverRequestIdMax - 1 };
    expect(serverRequests.open(below)).toBe(serverRequestIdMax - 1);
  });

  it('never gives an id twice, whatever servers choose over any number of lives', () => {
    const serverId = fc.oneof(fc.integer({ min: -3, max: 40 }), fc.constant('"x"'));
    fc.assert(
      fc.property(fc.array(fc.array(serverId)), (lives) => {
        const serverRequests = new ServerRequests();
        const ids: number[] = [];
        for (const life of lives) {
          ids.push(...life.map((id) => serverRequests.open({ ...serverRequest, serverId: id })));
          serverRequests.abandon();
        }
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.every((id) => Number.isInteger(id) && id > 0)).toBe(true);
      }),
    );
  });

  it('brings an answer back once, under the id of the server', () => {
    const serverRequests = new ServerRequests();
    const id = serverRequests.open({ serverId: 0, token: 7 });
    expect(serverRequests.answered(id)).toMatchObject({ serverId: 0, token: 7 });
    expect(serverRequests.answered(id)).toBeUndefined();
  });

  it('knows a question while it is open, for its progress', () => {
    const serverRequests = new ServerRequests();
    const id = serverRequests.open({ serverId: 0, token: 7 });
    expect(serverRequests.byClientId(id)?.token).toBe(7);
    serverRequests.answered(id);
    expect(serverRequests.byClientId(id)).toBeUndefined();
  });

  it('names the id of the client when the server takes a question back', () => {
    const serverRequests = new ServerRequests();
    serverRequests.open({ ...serverRequest, serverId: 0 });
    expect(serverRequests.cancelled(0)).toBe(1);
    expect(serverRequests.cancelled(0)).toBeUndefined();
    expect(serverRequests.answered(1)).toBeUndefined();
  });

  it('lists what is open when the server dies, and forgets it', () => {
    const serverRequests = new ServerRequests();
    for (const serverId of [0, 1, 2]) serverRequests.open({ ...serverRequest, serverId });
    serverRequests.answered(2);
    expect(serverRequests.abandon()).toEqual([1, 3]);
    expect(serverRequests.answered(1)).toBeUndefined();
    expect(serverRequests.abandon()).toEqual([]);
  });

  it('keeps the newer of two questions that a server gave the same id', () => {
    const serverRequests = new ServerRequests();
    const older = serverRequests.open({ ...serverRequest, serverId: 3 });
    const newer = serverRequests.open({ ...serverRequest, serverId: 3 });
    serverRequests.answered(older);
    expect(serverRequests.cancelled(3)).toBe(newer);
  });

  it('has no room beyond its bound, nor for an id or a token that is too long', () => {
    const serverRequests = new ServerRequests();
    const { serverRequestsCountMax, idCharsMax } = sessionLimits;
    const long = 'x'.repeat(idCharsMax + 1);
    expect(serverRequests.hasRoomFor({ ...serverRequest, serverId: long })).toBe(false);
    expect(serverRequests.hasRoomFor({ serverId: 1, token: long })).toBe(false);
    for (let serverId = 1; serverId <= serverRequestsCountMax; serverId += 1) {
      expect(serverRequests.hasRoomFor({ ...serverRequest, serverId })).toBe(true);
      serverRequests.open({ ...serverRequest, serverId });
    }
    expect(serverRequests.hasRoomFor({ ...serverRequest, serverId: 0 })).toBe(false);
    serverRequests.answered(1);
    expect(serverRequests.hasRoomFor({ ...serverRequest, serverId: 0 })).toBe(true);
  });
});

describe('a question is over', () => {
  it('if the server that asked it is dead, in either type of its id', () => {
    const serverRequests = new ServerRequests();
    serverRequests.open({ ...serverRequest, serverId: 5 });
    expect([serverRequests.isOver(5), serverRequests.size]).toEqual([false, 1]);
    serverRequests.abandon();
    expect([5, '"5"', 4].map((id) => serverRequests.isOver(id))).toEqual([true, true, true]);
    expect([6, 0, -1, '"0"', '"x"'].map((id) => serverRequests.isOver(id))).not.toContain(true);
    expect(serverRequests.size).toBe(0);
  });

  it('if it was answered and has another id or token at its server', () => {
    for (const [serverId, token] of [
      ['"a"', undefined],
      [0, undefined],
      [1, '"t"'],
    ] as const) {
      const serverRequests = new ServerRequests();
      const id = serverRequests.open({ serverId, token });
      expect(serverRequests.isOver(id)).toBe(false);
      serverRequests.answered(id);
      expect([id, id + 1, 0].map((one) => serverRequests.isOver(one))).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  it('not for the server that knows it by the same id, whatever an earlier one did', () => {
    const serverRequests = new ServerRequests();
    serverRequests.open({ ...serverRequest, serverId: '"a"' });
    serverRequests.abandon();
    for (const token of [undefined, 7]) {
      const id = serverRequests.open({ serverId: token ?? 6, token });
      serverRequests.answered(id);
      expect(serverRequests.isOver(id)).toBe(false);
    }
  });
});
