/** What follows from the answer to a replayed greeting; whole sessions. */
import { describe, expect, it } from 'vitest';
import { memoryLimits, sessionLimits } from '../../src/base/limits.ts';
import { lineOf, type Params, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  Script,
} from '../world/script.ts';
import { begun } from './bench.ts';
import { greetedAsleep } from './remembered.ts';

const { replayMaxMs, replayFactor } = sessionLimits;
const typesOf = (session: Script) => session.did().map(({ type }) => type);

/** Its server has fallen, and the next one is greeted. */
function replaying(session = greetedSession()): Script {
  session.exits(1);
  session.client(call(9));
  session.untilRestart(1);
  forget(session);
  return session;
}

describe('capabilities of the next server', () => {
  const told = 'the restarted server has other capabilities; the client keeps the old';
  const agreed = agreement().result?.['capabilities'] as Params;
  const changedWith = (capabilities: Params) => {
    const session = replaying();
    session.server(agreement({ capabilities }));
    expect(session.serverGot()).toEqual([initialized, call(9)]);
    expect(session.logged().includes(told)).toBe(session.lines('capabilities-differ').length > 0);
    return session.lines('capabilities-differ').map(({ fields }) => fields?.['changed']);
  };

  it('that differ are told in the log, by their names', () => {
    expect(changedWith(agreed)).toEqual([]);
    expect(changedWith(Object.fromEntries(Object.entries(agreed).toReversed()))).toEqual([]);
    expect(changedWith({ ...agreed, logging: {} })).toEqual([['logging']]);
    expect(changedWith({ tools: {} })).toEqual([['tools', 'resources']]);
  });
});

describe('a next server of another version', () => {
  it('may have one that the client was told before', () => {
    const session = greetedSession();
    session.client({ ...initialize, id: 1, params: { protocolVersion: '2024-11-05' } });
    session.server({ ...agreement({ protocolVersion: '2024-11-05' }), id: 1 });
    session.client(initialized);
    replaying(session);
    session.server({ ...agreement(), id: 1 });
    expect(session.serverGot()).toEqual([initialized, call(9)]);
  });

  it('may have any where the client was told none', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement({ protocolVersion: undefined }));
    session.client(initialized);
    session.exits(1);
    session.client(call(9));
    session.untilRestart();
    forget(session);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized, call(9)]);
  });

  it('may have none that the client was told very long ago', () => {
    const { handshakesMax } = sessionLimits;
    const last = handshakesMax + 1;
    const fits = (version: number) => {
      const bench = begun();
      const greets = (id: number, protocolVersion = `v${id}`) => ({
        ...agreement({ protocolVersion }),
        id,
      });
      for (let id = 0; id <= last; id += 1) {
        bench.client({ ...initialize, id }).server(greets(id));
      }
      bench.session.serverFell({ failure: { reason: 'x', message: 'x' }, neverRan: false }, 0);
      bench.session.serverStarted(false, 0);
      bench.server(greets(last, `v${version}`));
      return bench.unfit.length === 0;
    };
    expect([0, 1, last - 1, last, last + 1].map(fits)).toEqual([false, true, true, true, false]);
  });

  it('is not remembered as the one before, which greeted by itself', () => {
    const session = greetedSession({ remembers: true });
    session.after(memoryLimits.delayMs);
    expect(typesOf(session)).toEqual(['remember']);
    replaying(session);
    session.server(agreement({ protocolVersion: '2024-11-05' }));
    session.endOfClient();
    session.exits(0);
    session.after(600_000);
    const types = typesOf(session);
    expect([types.includes('forget'), types.includes('remember')]).toEqual([true, false]);
    const forgetful = replaying();
    forgetful.server(agreement({ protocolVersion: '2024-11-05' }));
    expect(forgetful.lines('server-changed')).toEqual([]);
  });

  it('is tried once more, in the way of a fall', () => {
    const session = replaying();
    session.server(agreement({ protocolVersion: '2024-11-05' }));
    session.exits(null, { signal: 'SIGKILL' });
    session.untilRestart();
    session.server(agreement());
    expect(session.serverGot().slice(-2)).toEqual([initialized, call(9)]);
    expect(session.clientGot()).toEqual([]);
  });
});

describe('how long the next server may take', () => {
  it('follows what the first took whose answer nobody waited for', () => {
    const slowMs = 20_000;
    const session = greetedAsleep();
    session.after(7_000);
    session.client(call(1));
    session.after(slowMs);
    session.server(agreement());
    session.server(result(1, {}));
    for (const takesMs of [10, undefined]) {
      const { generation } = session;
      session.client(call(9));
      session.exits(1);
      if (session.generation === generation) session.untilRestart();
      if (takesMs === undefined) continue;
      session.after(takesMs);
      session.server(agreement());
    }
    forget(session);
    session.after(replayFactor * slowMs - 10);
    expect(typesOf(session)).not.toContain('signal-server');
    session.after(10);
    expect(typesOf(session)).toContain('signal-server');
    expect(replayMaxMs).toBeLessThan(replayFactor * slowMs - 10);
  });
});

describe('a greeting beside other text', () => {
  it('is that of a server that was remembered if it names a version', () => {
    const named = { serverInfo: { name: 'renamed', version: '2' } };
    for (const [protocolVersion, isBelieved] of [
      ['2025-11-25', true],
      [undefined, false],
    ] as const) {
      const session = greetedAsleep();
      session.client(call(1));
      forget(session);
      session.server(`log: ${lineOf(agreement({ ...named, protocolVersion }))}`);
      expect(session.serverGot().some(({ id }) => id === 1)).toBe(isBelieved);
    }
  });

  it('is not that of a server with a name if it has none', () => {
    const session = replaying();
    session.server(`log: ${lineOf(agreement({ serverInfo: undefined }))}`);
    expect(session.serverGot()).toEqual([]);
    session.server(agreement({ serverInfo: undefined }));
    expect(session.serverGot()).toEqual([initialized, call(9)]);
  });
});
