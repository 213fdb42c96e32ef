/** A server that has not answered its greeting in time, and what is answered in its place. */
import { describe, expect, it } from 'vitest';
import { failure, lineOf, notification, type Packet, request, result } from '../world/packet.ts';
import { agreement, call, forget, initialize, initialized, Script } from '../world/script.ts';
import { heardText } from './messages.ts';
import {
  discover,
  first,
  greeting,
  known,
  list,
  lists,
  modern,
  offered,
  patient,
  recallsOf,
  startPatienceMs,
} from './remembered.ts';

/** Its server has been asked this, and says nothing. */
function silent(...asked: Packet[]): Script {
  const session = new Script(patient);
  session.client(...asked);
  session.after(startPatienceMs);
  expect(recallsOf(session)).toBe(1);
  return session;
}

describe('a server that is slow to greet', () => {
  it('is waited for from the first greeting on', () => {
    const session = new Script(patient);
    session.after(1_000);
    session.client(request(9, 'ping'));
    session.after(startPatienceMs);
    expect(recallsOf(session)).toBe(0);
    session.client(initialize);
    session.after(startPatienceMs - 1);
    session.client(list);
    expect(recallsOf(session)).toBe(0);
    session.after(1);
    expect(recallsOf(session)).toBe(1);
    session.recalls(known);
    expect(session.clientGot()).toEqual([agreement(), result(1, first)]);
  });

  it.each([
    ['if it answers in time', patient, [agreement()], 0],
    ['if that is not wanted', { remembers: true }, [], 0],
    ['if nothing is remembered', { startPatienceMs }, [], 0],
    ['whatever else it says', patient, [notification('notifications/x')], 1],
  ])('is not asked about for ever: %s', (_when, options, says, recalls) => {
    const session = new Script(options);
    session.client(initialize);
    session.server(...says);
    session.after(600_000);
    expect(recallsOf(session)).toBe(recalls);
  });

  it('is waited for from the first request on by a client without a handshake', () => {
    const session = new Script(patient);
    session.client(discover);
    session.after(startPatienceMs - 1);
    session.client(request(1, 'tools/list', modern));
    session.after(1);
    expect(recallsOf(session)).toBe(1);
  });

  it('is not asked about if it has spoken, or one before it has answered', () => {
    for (const says of [notification('notifications/x'), result(0, offered)]) {
      const session = new Script(patient);
      session.client(discover);
      session.server(says);
      session.client(request(1, 'tools/list', modern));
      session.after(600_000);
      expect(recallsOf(session)).toBe(0);
    }
    const session = new Script(patient);
    session.client(discover);
    session.server(result(0, offered));
    session.exits(1);
    session.untilRestart();
    session.client(request(1, 'tools/list', modern));
    session.after(600_000);
    expect(recallsOf(session)).toBe(0);
    const legacy = new Script(patient);
    legacy.client(initialize);
    legacy.server(failure(0, -32602, 'no'));
    legacy.after(startPatienceMs - 1);
    legacy.client({ ...initialize, id: 1 });
    legacy.after(600_000);
    expect(recallsOf(legacy)).toBe(0);
  });

  it('is greeted later also if it comes later than the client can wait', () => {
    const session = new Script({ ...patient, backoffInitialMs: 20_000 });
    session.client(initialize);
    session.exits(1);
    session.after(startPatienceMs);
    session.recalls(known);
    expect([session.clientGot(), session.generation]).toEqual([[agreement()], 1]);
    session.client(initialized);
    forget(session);
    session.untilRestart();
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toEqual([initialized]);
  });

  it('answers for itself once it is there', () => {
    const session = silent(initialize, list);
    session.recalls(known);
    session.client(initialized);
    session.server(agreement());
    forget(session);
    session.client({ ...initialize, id: 5 }, { ...list, id: 6 });
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toEqual([
      { ...initialize, id: 5 },
      { ...list, id: 6 },
    ]);
  });

  it('is greeted otherwise only after its answer to the first greeting', () => {
    const session = silent(initialize);
    session.recalls(known);
    forget(session);
    session.client({ ...initialize, id: 5, params: { protocolVersion: '2025-11-25' } });
    session.after(startPatienceMs);
    expect([session.clientGot(), session.serverGot(), recallsOf(session)]).toEqual([[], [], 0]);
    session.server(agreement());
    expect(session.serverGot()).toMatchObject([{ id: 5 }]);
  });

  it('hears of what is cancelled that it was asked', () => {
    const session = silent(discover, request(1, 'tools/list', modern));
    session.recalls({ discover: heardText(offered), lists });
    forget(session);
    const cancel = notification('notifications/cancelled', { requestId: 1 });
    session.client(cancel);
    expect(session.serverGot()).toEqual([cancel]);
  });

  it('is not asked about if it has spoken before anybody greeted it', () => {
    const session = new Script(patient);
    session.server(notification('notifications/x'));
    session.client(initialize);
    session.after(600_000);
    expect(recallsOf(session)).toBe(0);
  });

  it('answers by itself when nothing is found', () => {
    const session = silent(initialize, list);
    session.recalls();
    expect(session.clientGot()).toEqual([]);
    session.server(agreement(), result(1, first));
    expect(session.clientGot()).toEqual([agreement(), result(1, first)]);
  });

  it('answers by itself what was found too late', () => {
    const session = silent(initialize);
    session.server(agreement());
    expect(session.clientGot()).toEqual([agreement()]);
    session.recalls({ ...known, initialize: greeting({ instructions: 'x' }) });
    session.client(initialized, list);
    expect([session.clientGot(), session.serverGot().at(-1)]).toEqual([[], list]);
  });

  it('is not answered for where it may have answered itself', () => {
    const session = silent(initialize);
    session.server(`log: ${lineOf(agreement({ instructions: 'its own' }))}`);
    session.recalls(known);
    expect(session.clientGot()).toEqual([]);
    session.after(60_000);
    expect(session.clientGot()).toEqual([agreement({ instructions: 'its own' })]);
  });

  it('is not waited for once more by a client that greets again', () => {
    const session = silent(initialize);
    session.recalls({ lists });
    expect(session.clientGot()).toEqual([]);
    session.client({ ...initialize, id: 5, params: { protocolVersion: '2025-11-25' } });
    session.after(0);
    expect(recallsOf(session)).toBe(1);
    session.recalls(known);
    expect(session.clientGot()).toEqual([{ ...agreement(), id: 5 }]);
    session.client(initialized, call(6));
    forget(session);
    // Nobody waits for its own answer to the second.
    session.server(agreement());
    expect([session.clientGot(), session.serverGot()]).toEqual([[agreement()], []]);
    session.server({ ...agreement(), id: 5 });
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toMatchObject([initialized, call(6)]);
  });

  it('is greeted in the client’s place also if one before it fell', () => {
    const session = new Script(patient);
    session.client(initialize);
    session.exits(1);
    session.client(request(9, 'ping'));
    session.untilRestart();
    expect(session.clientGot()).toEqual([]);
    session.after(startPatienceMs);
    session.recalls(known);
    expect(session.clientGot()).toEqual([agreement(), result(9, {})]);
    session.client(initialized, call(1));
    forget(session);
    session.server(agreement());
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toMatchObject([initialized, call(1)]);
  });

  it('of the modern era is answered for as far as nobody has given up', () => {
    const lists1 = [1, 2].map((id) => request(id, 'tools/list', modern));
    const session = silent(discover, ...lists1);
    session.client(notification('notifications/cancelled', { requestId: 1 }));
    session.recalls({ discover: heardText(offered), lists });
    expect(session.clientGot()).toEqual([result(0, offered), result(2, first)]);
    // Its own words come too late, but for what only it can say.
    session.client(request(3, 'tools/call', { ...modern, name: 'x' }));
    session.server(result(0, offered), result(1, {}), result(2, first), result(3, {}));
    expect(session.clientGot().map(({ id }) => id)).toEqual([1, 3]);
    session.client(request(4, 'tools/list', modern));
    expect(session.clientGot()).toEqual([]);
  });

  it('is asked about no more once it fell', () => {
    const session = silent(initialize);
    session.exits(1);
    session.recalls(known);
    expect(session.clientGot()).toEqual([]);
    session.untilRestart();
    session.server(agreement());
    expect(session.clientGot()).toEqual([agreement()]);
  });
});
