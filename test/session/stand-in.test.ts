/**
 * What is answered in the place of a server that sleeps, of what an earlier run heard; whole
 * sessions. What the server's own answers lead to then: own-requests.test.ts, prove.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { envelope, notification, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  initialize,
  initialized,
  Script,
  tools,
} from '../world/script.ts';
import { heardText } from './messages.ts';
import {
  discover,
  first,
  greetedAsleep,
  greeting,
  known,
  lazy,
  list,
  lists,
  modern,
  offered,
  recallsOf,
  second,
} from './remembered.ts';

describe('in the place of a server that sleeps', () => {
  it('lists are given page by page, as often as they are asked for', () => {
    const session = greetedAsleep();
    const asked = [list, request(2, 'tools/list', { cursor: 'more' })];
    const told = [result(1, first), result(2, second)];
    session.client(...asked);
    expect(session.clientGot()).toEqual(told);
    session.client(...asked.toReversed());
    expect(session.clientGot()).toEqual(told.toReversed());
    expect(session.generation).toBe(0);
  });

  it.each([
    ['another page', request(1, 'tools/list', { cursor: 'x' })],
    ['a list with more than a cursor', request(1, 'tools/list', { kind: 'x' })],
    ['another list', request(1, 'prompts/list')],
    ['a call', call(1)],
    ['what modern servers offer', request(1, 'server/discover')],
    ['its log level, where it has no log', request(1, 'logging/setLevel', { level: 'debug' })],
  ])('%s is not given', (_words, asked) => {
    const session = greetedAsleep();
    session.client(asked);
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
  });

  it('nothing is given to a client that is not greeted, or without a handshake', () => {
    const session = new Script(lazy);
    session.client(initialize);
    session.recalls({ lists });
    session.client(list);
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
    const bare = new Script(lazy);
    bare.client(list);
    expect([bare.clientGot(), bare.generation, recallsOf(bare)]).toEqual([[], 1, 0]);
  });

  it('no greeting is given that agrees to nothing', () => {
    const session = new Script(lazy);
    session.client(initialize);
    session.recalls({ initialize: ['{"jsonrpc":"2.0","id":', ',"result":7}\n'], lists });
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
    expect(session.serverGot()).toEqual([initialize]);
  });

  it('a client may be greeted once more, and another one is asked about', () => {
    const session = greetedAsleep();
    forget(session);
    session.client({ ...initialize, id: 5 });
    expect([session.clientGot(), session.generation]).toEqual([[{ ...agreement(), id: 5 }], 0]);
    expect(recallsOf(session)).toBe(0);
    session.client({ ...initialize, id: 6, params: { ...initialize.params, capabilities: [] } });
    expect([session.clientGot(), recallsOf(session)]).toEqual([[], 1]);
    session.recalls();
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
  });

  it('what was found for the client before is given to no other', () => {
    const session = new Script(lazy);
    session.client(initialize, { ...initialize, id: 1, params: { protocolVersion: 'other' } });
    session.recalls(known);
    expect(session.clientGot()).toEqual([]);
    session.recalls({ initialize: greeting({ instructions: 'other' }), lists: {} });
    expect(session.clientGot().at(-1)).toEqual({ ...agreement({ instructions: 'other' }), id: 1 });
  });

  it('no greeting without a version takes the place of one with it', () => {
    const session = greetedAsleep();
    const other = { ...initialize, id: 5, params: { protocolVersion: 'other' } };
    session.client(other);
    session.recalls({ initialize: greeting({ protocolVersion: undefined }), lists: {} });
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
  });

  it('nobody is asked about if nothing is remembered, or a server runs by itself', () => {
    for (const options of [{ lazy: true }, { remembers: true }, {}]) {
      const session = new Script(options);
      session.client(initialize);
      expect([recallsOf(session), session.generation]).toEqual([0, 1]);
    }
    const idle = new Script({ remembers: true, idleMs: 1_000 });
    idle.client(initialize);
    idle.server(agreement());
    idle.client(initialized);
    idle.after(60_000);
    idle.exits(0);
    forget(idle);
    idle.client({ ...initialize, id: 1, params: { protocolVersion: 'other' } });
    expect([recallsOf(idle), idle.generation]).toEqual([0, 2]);
  });

  it('tools are given without those that the client is not to see', () => {
    const session = greetedAsleep(known, { hideTools: ['write'] });
    session.client(list);
    expect(session.clientGot()).toEqual([result(1, { ...first, tools: tools.slice(1) })]);
  });

  it('the log level is set once, and at the server when it comes; not a very long one', () => {
    const logging = { ...known, initialize: greeting({ capabilities: { logging: {} } }) };
    const session = greetedAsleep(logging);
    const level = request(1, 'logging/setLevel', { level: 'debug' });
    session.client(level);
    expect(session.clientGot()).toEqual([result(1, {})]);
    session.client(call(2));
    session.server(agreement({ capabilities: { logging: {} } }));
    const asked = session.serverGot().filter(({ method }) => method === level.method);
    expect(asked).toEqual([{ ...level, id: expect.anything() }]);
    session.server(result(asked[0]?.id ?? null, {}), result(2, {}));
    expect(session.clientGot()).toEqual([result(2, {})]);
    session.client({ ...level, id: 3 });
    expect(session.serverGot()).toEqual([{ ...level, id: 3 }]);
    const text = 'x'.repeat(sessionLimits.subscriptionBytesMax / sessionLimits.subscriptionsMax);
    const long = greetedAsleep(logging);
    long.client(request(1, level.method ?? '', { level: text }));
    expect([long.clientGot(), long.generation]).toEqual([[], 1]);
  });

  it('what was given is not taken back at the server that comes', () => {
    const session = greetedAsleep();
    session.client(list, call(2));
    session.server(agreement());
    forget(session);
    session.client(notification('notifications/cancelled', { requestId: 1 }));
    expect(session.serverGot()).toEqual([]);
  });

  it('it is not learnt how long a server takes', () => {
    const session = new Script(lazy);
    session.after(20_000);
    session.client(initialize);
    session.recalls(known);
    session.client(initialized, call(1));
    session.server(agreement());
    session.server(result(1, {}));
    session.exits(1);
    session.client(call(2));
    forget(session);
    session.after(sessionLimits.replayMaxMs - 1);
    expect(session.did().map(({ type }) => type)).toEqual(['remember']);
    session.after(1);
    expect(session.did()).toMatchObject([{ type: 'signal-server' }]);
  });

  it('a modern client is told what was heard for it, and no other', () => {
    const session = new Script(lazy);
    session.client(discover);
    session.recalls({ discover: heardText(offered), lists });
    session.client(request(1, 'tools/list', modern), { ...discover, id: 2 });
    expect(session.clientGot()).toEqual([result(0, offered), result(1, first), result(2, offered)]);
    expect(session.generation).toBe(0);
    session.client(request(3, 'server/discover', { _meta: { ...envelope, x: 1 } }));
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
  });

  it('is told to be known from an earlier run, or not', () => {
    expect(greetedAsleep().report().remembered?.what).toEqual(['greeting', 'tools/list']);
    const session = new Script(lazy);
    session.client(initialize);
    session.recalls();
    expect(session.report().remembered).toBeUndefined();
    expect(session.logged()).toContain('nothing is remembered');
  });
});
