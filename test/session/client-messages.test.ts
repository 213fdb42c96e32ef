/** What requests and answers of the client lead to, by the state of the server; whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits, supervisorLimits } from '../../src/base/limits.ts';
import {
  envelope,
  failure,
  lineOf,
  notification,
  type Packet,
  request,
  result,
} from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  Script,
  tools,
} from '../world/script.ts';

const modern = { _meta: envelope };
const later = { ...initialize, id: 'later' };
const refused = (id: Packet['id'], words: string) => ({
  id,
  error: { message: expect.stringContaining(words), data: { reason: 'request-refused' } },
});

/** Its process has left, and somebody holds the pipes, who is asked for a ping. */
function unsure(): { session: Script; ping: Packet['id'] } {
  const session = greetedSession();
  forget(session);
  session.exits(0, { stdoutEnds: false, leftovers: true });
  session.after(supervisorLimits.drainMs);
  const [asked] = session.serverGot();
  expect(asked?.method).toBe('ping');
  return { session, ping: asked?.id };
}

describe('a greeting of a client that was greeted', () => {
  it('waits for a server that may have left, and is written once it answers', () => {
    const { session, ping } = unsure();
    session.client(later);
    expect(session.serverGot()).toEqual([]);
    session.server(result(ping ?? null, {}));
    expect(session.serverGot()).toEqual([later]);
    session.server({ ...agreement(), id: 'later' });
    expect(session.clientGot()).toEqual([{ ...agreement(), id: 'later' }]);
    session.client(call(1));
    expect(session.serverGot()).toEqual([call(1)]);
  });

  it('follows one before it in its turn if both wait', () => {
    const { session, ping } = unsure();
    session.client(later, { ...initialize, id: 'last' });
    session.server(result(ping ?? null, {}));
    expect(session.serverGot().map(({ id }) => id)).toEqual(['last', 'later']);
  });

  it('is written once to the server that takes the place of this one', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart();
    session.client(later);
    forget(session);
    session.server(result(1, {}));
    session.exits(0);
    expect(session.serverGot()).toEqual([later]);
    session.server({ ...agreement(), id: 'later' });
    session.client(initialized);
    expect(session.serverGot()).toEqual([initialized]);
  });

  it('is written once to the server that it wakes', () => {
    const session = new Script({ lazy: true });
    session.client(initialize);
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    session.client(initialized, call(1));
    expect(session.serverGot()).toEqual([initialized, call(1)]);
  });

  it('overtakes nothing that was written before', () => {
    const session = greetedSession();
    session.client(call(1), later, call(2));
    expect(session.serverGot()).toEqual([call(1), later, call(2)]);
  });
});

describe('what waits for a server that may have left', () => {
  it('is written to it in turn when it answers, and when the session ends', () => {
    const { session, ping } = unsure();
    const roots = notification('notifications/roots/list_changed');
    session.client(call(1), roots, call(2));
    expect(session.serverGot()).toEqual([]);
    session.server(result(ping ?? null, {}));
    expect(session.serverGot()).toEqual([call(1), roots, call(2)]);
    const ending = greetedSession();
    ending.client(call(1));
    ending.wantsRestart();
    ending.client(call(2));
    forget(ending);
    ending.endOfClient();
    expect(ending.serverGot()).toEqual([call(2)]);
  });
});

describe('the id of a request', () => {
  it('names one open request', () => {
    const session = greetedSession();
    session.client(call(1), call(1));
    expect(session.clientGot()).toMatchObject([refused(1, 'id of another one')]);
    expect(session.serverGot()).toEqual([call(1)]);
    session.server(result(1, { text: 'one' }));
    session.client(call(1), call('1'));
    expect(session.serverGot()).toEqual([call(1), call('1')]);
  });

  it('is free again once its request was cancelled', () => {
    const session = greetedSession();
    session.client(call(1), notification('notifications/cancelled', { requestId: 1 }));
    forget(session);
    session.client(call(1));
    expect(session.serverGot()).toEqual([call(1)]);
    session.server(result(1, {}));
    expect(session.clientGot()).toEqual([result(1, {})]);
  });

  it('is none that the shield uses itself', () => {
    const { session, ping = null } = unsure();
    session.client({ ...call(1), id: ping });
    expect(session.clientGot()).toMatchObject([refused(ping, 'id of another one')]);
  });

  it('is not too long to be remembered', () => {
    const session = greetedSession();
    const { idCharsMax } = sessionLimits;
    const long = 'x'.repeat(idCharsMax - 1);
    session.client(call(long), call(long.slice(1)));
    expect(session.clientGot()).toMatchObject([refused(long, 'too long')]);
    expect(session.serverGot()).toEqual([call(long.slice(1))]);
  });

  it.each([
    ['a number', request(1, 'tools/list'), 'number'],
    ['text', request('x', 'tools/list'), 'string'],
  ])('is %s, as are those of the shield then', (_words, list, type) => {
    const session = new Script();
    session.client({ ...initialize, id: list.id ?? null });
    session.server({ ...agreement(), id: list.id ?? null });
    session.client(initialized, list);
    session.server(result(list.id ?? null, { tools }));
    session.exits(1);
    forget(session);
    session.server({ ...agreement(), id: list.id ?? null });
    const asked = session.serverGot().find(({ method }) => method === list.method);
    expect(typeof asked?.id).toBe(type);
    expect(asked?.id).not.toBe(list.id);
  });
});

describe('a ping', () => {
  it('is answered while there is no server for a client that was greeted', () => {
    const session = greetedSession();
    session.exits(1);
    session.client(request(1, 'ping'));
    expect(session.clientGot()).toEqual([result(1, {})]);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialize, initialized]);
  });

  it('is answered while nobody needs a server, but not of a modern client', () => {
    const session = new Script({ lazy: true });
    session.client(request(1, 'ping'));
    expect([session.clientGot(), session.generation]).toEqual([[result(1, {})], 0]);
    session.client(request(2, 'ping', modern));
    expect([session.clientGot(), session.generation]).toEqual([[], 1]);
    expect(session.serverGot()).toEqual([request(2, 'ping', modern)]);
  });

  it('is written where a server is', () => {
    const session = greetedSession();
    session.client(request(1, 'ping'));
    expect([session.clientGot(), session.serverGot()]).toEqual([[], [request(1, 'ping')]]);
  });
});

describe('a batch', () => {
  const hidden = call(1, 'write');
  const rest = [request(2, 'tools/list'), notification('notifications/x')];

  it('travels as the line it was', () => {
    const session = greetedSession();
    forget(session);
    const line = `[ ${rest.map((one) => JSON.stringify(one)).join(' , ')} ]\n`;
    session.client(line);
    expect(session.serverLines()).toEqual([line]);
    session.client(call(3));
    expect(session.serverLines()).toEqual([lineOf(call(3))]);
  });

  it('travels in pieces if one of it ends here', () => {
    const session = greetedSession({ hideTools: ['write'] });
    forget(session);
    session.client([hidden, ...rest]);
    expect(session.serverLines()).toEqual(rest.map((one) => lineOf(one)));
    expect(session.clientGot()).toMatchObject([{ id: 1, error: { code: -32602 } }]);
  });
});

describe('an answer of the client', () => {
  it.each([
    ['to no question', result(7, {})],
    ['without an id', failure(null, -32600, 'what?')],
  ])('%s goes nowhere', (_words, answer) => {
    const session = greetedSession();
    session.client(answer);
    expect(session.serverGot()).toEqual([]);
    expect(session.logged()).toContain('an answer to a question that is not open was dropped');
  });
});
