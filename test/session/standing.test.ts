/** What is open when a server leaves with code 0, and what is waited for; whole sessions. */
import { describe, expect, it } from 'vitest';
import { envelope, failure, notification, type Packet, request, result } from '../world/packet.ts';
import { call, forget, greetedSession, Script } from '../world/script.ts';

const cancel = (requestId: Packet['id']) => notification('notifications/cancelled', { requestId });
const subscribe = (id: number, how = 'subscribe') =>
  request(id, `resources/${how}`, { uri: 'file:///a' });
const modern = { _meta: envelope };
const listen = request(9, 'subscriptions/listen', { ...modern, notifications: {} });
const done = (id: number) => result(id, {});

/** Who speaks, and what. */
type Said = readonly ['client' | 'server', Packet];
const client = (packet: Packet): Said => ['client', packet];
const server = (packet: Packet): Said => ['server', packet];

function play(session: Script, said: readonly Said[]): void {
  for (const [who, packet] of said) session[who](packet);
  forget(session);
}

describe('a server that leaves with code 0', () => {
  it.each<[string, boolean, Said[]]>([
    ['nothing is open', false, []],
    ['a call was answered', false, [client(call(1)), server(done(1))]],
    ['a call is not answered', true, [client(call(1))]],
    ['a call was cancelled', false, [client(call(1)), client(cancel(1))]],
    ['its question is open', true, [server(request('q', 'roots/list'))]],
    [
      'its question was answered',
      false,
      [server(request(7, 'roots/list')), client(result(7, { roots: [] }))],
    ],
    ['news are awaited', true, [client(subscribe(1)), server(done(1))]],
    ['news were refused', false, [client(subscribe(1)), server(failure(1, -32603, 'no'))]],
    [
      'news are awaited no more',
      false,
      [client(subscribe(1)), server(done(1)), client(subscribe(2, 'unsubscribe')), server(done(2))],
    ],
    ['its log level was set', false, [client(request(1, 'logging/setLevel')), server(done(1))]],
    [
      'it has a task',
      true,
      [client(request(1, 'tools/call', { name: 'x', task: {} })), server(done(1))],
    ],
    ['it was asked about a task', true, [client(request(1, 'tasks/get')), server(done(1))]],
    ['a long call was answered', true, [client(longCall(65_536)), server(done(1))]],
    ['a call that is not so long was', false, [client(longCall(65_535)), server(done(1))]],
  ])('while %s is started again: %j', (_when, isStarted, said) => {
    const session = greetedSession({ maxMessageBytes: 100_000 });
    play(session, said);
    session.exits(0);
    session.untilRestart();
    expect(session.generation).toBe(isStarted ? 2 : 1);
  });

  it('while a stream of changes is open is started again', () => {
    for (const [said, generation] of [
      [[client(listen)], 2],
      [[client(listen), server(done(9))], 1],
    ] as const) {
      const session = new Script();
      session.client(request(1, 'tools/list', modern));
      session.server(done(1));
      play(session, said);
      session.exits(0);
      session.untilRestart();
      expect(session.generation).toBe(generation);
    }
  });
});

/** The longest that is searched for a task has 64 KB, its newline included. */
function longCall(bytes: number): Packet {
  const bare = `${JSON.stringify(request(1, 'tools/call', { text: '' }))}\n`.length;
  return request(1, 'tools/call', { text: 'x'.repeat(bytes + 1 - bare) });
}

describe('at the end of its input', () => {
  const ends = (session: Script) => {
    forget(session);
    session.endOfClient();
    session.after(1_000);
    return session.did().map(({ type }) => type);
  };

  it('is waited for answers, and for nothing that is no answer', () => {
    const [owing, free, cancelled] = [greetedSession(), greetedSession(), greetedSession()];
    const streaming = new Script();
    owing.client(call(1));
    cancelled.client(call(1), cancel(1));
    streaming.client(listen);
    expect(ends(owing)).toEqual([]);
    for (const session of [free, cancelled, streaming]) {
      expect(ends(session)).toEqual(['end-server-input']);
    }
  });
});

describe('a server that lets requests time out', () => {
  const options = { requestTimeoutMs: 1_000, restartHung: 2 };
  const hung = (session: Script, ...ids: number[]) => {
    for (const id of ids) session.client(call(id));
    session.after(1_000);
    return session.did().filter(({ type }) => type === 'signal-server').length;
  };

  it('counts as hung after so many in a row', () => {
    const session = greetedSession(options);
    expect(hung(session, 1)).toBe(0);
    session.client(request(2, 'ping'));
    session.server(done(2));
    expect(hung(session, 3)).toBe(0);
    expect(hung(session, 4)).toBe(1);
  });

  it('never counts as hung if that is not wanted', () => {
    expect(hung(greetedSession({ ...options, restartHung: 0 }), 1, 2, 3, 4)).toBe(0);
  });
});
