/** Which of several greetings holds, and how long the next server may take for its own. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { envelope, failure, notification, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  Script,
} from '../world/script.ts';
import { begun, greeted } from './bench.ts';

const second = { ...initialize, id: 'second', params: { ...initialize.params, x: 1 } };
const fall = { failure: { reason: 'x', message: 'It fell' }, neverRan: false };

describe('of two greetings', () => {
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

describe('of several greetings of a client that was greeted', () => {
  const third = { ...initialize, id: 'third' };

  it('the first holds if the others are refused', () => {
    const bench = greeted().client(second, third);
    bench.server(failure('second', -32602, 'no'), failure('third', -32602, 'no'));
    expect(bench.session.peers.protocol).toBe('2025-11-25');
    bench.serverGot();
    bench.session.serverFell(fall, 0);
    bench.session.serverStarted(false, 0);
    bench.server(agreement());
    expect(bench.serverGot()).toEqual([initialize, initialized]);
  });

  it('each is written once, whatever its server does meanwhile', () => {
    const bench = greeted().client(second);
    bench.session.pause();
    bench.session.resume(0);
    bench.client(third, call(1));
    expect(bench.serverGot()).toEqual([second, third, call(1)]);
    bench.session.serverFell(fall, 0);
    bench.session.serverStarted(false, 0);
    bench.serverGot();
    bench.server({ ...agreement(), id: 'third' });
    bench.client(initialized);
    expect(bench.serverGot()).toEqual([initialized]);
  });

  it('those that came while the next server is greeted follow in turn', () => {
    const bench = greeted();
    bench.session.serverFell(fall, 0);
    bench.session.serverStarted(false, 0);
    bench.client(second, third);
    expect(bench.serverGot()).toEqual([initialize]);
    bench.server(agreement());
    expect(bench.serverGot()).toEqual([initialized, second, third]);
  });

  it('nothing is told between one and its answer to a server that knows no era', () => {
    const roots = notification('notifications/roots/list_changed');
    const bench = begun().client(request(1, 'tools/list', { _meta: envelope }));
    bench.server(result(1, {}));
    bench.session.serverFell(fall, 0);
    bench.session.serverStarted(false, 0);
    bench.serverGot();
    bench.client(roots, initialize);
    expect(bench.serverGot()).toEqual([initialize]);
    bench.server(agreement());
    bench.client(initialized);
    expect(bench.serverGot()).toEqual([initialized, roots]);
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
