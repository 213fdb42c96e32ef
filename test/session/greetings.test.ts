/** Which of several greetings holds, and how long the next server may take for its own. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { failure } from '../world/packet.ts';
import {
  agreement,
  forget,
  greetedSession,
  initialize,
  initialized,
  Script,
} from '../world/script.ts';

describe('of two greetings', () => {
  const second = { ...initialize, id: 'second', params: { ...initialize.params, x: 1 } };
  const no = failure('second', -32602, 'no');

  it.each([
    ['before', [agreement(), no]],
    ['after', [no, agreement()]],
  ])('the one that was accepted %s the other was refused holds on', (_when, answers) => {
    const session = new Script();
    session.client(initialize, second);
    session.server(...answers);
    session.client(initialized);
    expect(session.clientGot()).toEqual(answers);
    expect(session.report().protocol).toBe('2025-11-25');
    forget(session);
    session.exits(1);
    session.untilRestart();
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized]);
    expect(session.clientGot()).toEqual([]);
  });

  it('the later holds if both are accepted, and the next server is greeted with it', () => {
    for (const turned of [false, true]) {
      const answers = [agreement(), { ...agreement(), id: 'second' }];
      const session = new Script();
      session.client(initialize, second);
      session.server(...(turned ? answers.toReversed() : answers));
      forget(session);
      session.exits(1);
      session.untilRestart();
      expect(session.serverGot()).toEqual([second]);
    }
  });

  it('none holds if both are refused', () => {
    const session = new Script();
    session.client(initialize, second);
    session.server(failure(0, -32602, 'no'), no);
    forget(session);
    session.exits(1);
    session.untilRestart();
    expect(session.serverGot()).toEqual([]);
  });

  it('that waited for a server the earlier holds if the later is refused', () => {
    const session = new Script();
    session.spawnFails('EAGAIN');
    session.client(initialize, second);
    session.untilRestart();
    expect(session.serverGot()).toEqual([second]);
    session.server(no);
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    session.client(initialized);
    session.exits(1);
    forget(session);
    session.untilRestart();
    session.server(agreement());
    expect(session.serverGot().at(-1)).toEqual(initialized);
  });

  it('the later replaces what was agreed unless it names no version', () => {
    const session = greetedSession();
    session.client(second);
    session.server({ ...agreement({ protocolVersion: undefined }), id: 'second' });
    expect(session.report().protocol).toBe('2025-11-25');
    session.exits(1);
    forget(session);
    session.untilRestart(1);
    session.server(agreement());
    expect(session.serverGot().at(-1)).toEqual(initialized);
    const odd = new Script();
    odd.client(initialize);
    odd.server(agreement({ protocolVersion: undefined }));
    odd.client(second);
    odd.server({ ...agreement({ protocolVersion: undefined }), id: 'second' });
    odd.exits(1);
    forget(odd);
    odd.untilRestart();
    expect(odd.serverGot()).toEqual([second]);
  });
});

describe('how long a server may take for its next greeting', () => {
  const slowMs = 20_000;
  const { replayFactor } = sessionLimits;

  it('follows what the first took, whatever the later ones take', () => {
    const session = new Script();
    session.after(7_000);
    session.client(initialize);
    session.after(slowMs);
    session.server(agreement());
    session.client(initialized, initialize);
    session.server(agreement());
    session.client(initialized);
    session.exits(1);
    session.untilRestart();
    forget(session);
    session.after(replayFactor * slowMs - 1);
    expect(session.did()).toEqual([]);
    session.after(1);
    expect(session.did()).toMatchObject([{ type: 'signal-server' }]);
  });
});
