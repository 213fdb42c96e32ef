/** What becomes of each kind of request when its server falls; told with whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { envelope, notification, type Packet, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  regreet,
  Script,
  tools,
} from '../world/script.ts';

function refused(id: number, reason: string, mayHaveRun?: boolean): object {
  const data = mayHaveRun === undefined ? { reason } : { reason, mayHaveRun };
  return { id, error: { data } };
}

/** A session in which a list of tools was seen, with annotations. */
function listedSession(retry: 'annotated' | 'reads' | 'never'): Script {
  const session = greetedSession({ retry });
  session.client(request(90, 'tools/list'));
  session.server(result(90, { tools }));
  forget(session);
  return session;
}

/** What the next server is asked, after its greeting. */
function askedAgain(session: Script): Packet[] {
  session.exits(1);
  session.untilRestart(1);
  forget(session);
  regreet(session);
  return session.serverGot().filter(({ method }) => method !== initialized.method);
}

describe('a request in flight at a fall', () => {
  it('is asked again if it is a read, unless that is not wanted', () => {
    const list = request(1, 'resources/list');
    const reads = greetedSession();
    reads.client(list);
    expect(askedAgain(reads)).toEqual([list]);
    const never = greetedSession({ retry: 'never' });
    never.client(list);
    never.exits(1);
    expect(never.clientGot()).toMatchObject([refused(1, 'server-restarted', false)]);
  });

  it('is asked again if its tool says that it may, and that is wanted', () => {
    const session = listedSession('annotated');
    session.client(call(1, 'look'), call(2, 'again'), call(3, 'write'), call(4, 'unknown'));
    session.exits(1);
    expect(session.clientGot()).toMatchObject([
      refused(3, 'server-restarted', true),
      refused(4, 'server-restarted', true),
    ]);
    regreet(session);
    expect(session.serverGot()).toEqual(
      expect.arrayContaining([call(1, 'look'), call(2, 'again')]),
    );
    const reads = listedSession('reads');
    reads.client(call(1, 'look'));
    reads.exits(1);
    expect(reads.clientGot()).toMatchObject([refused(1, 'server-restarted', true)]);
  });

  it('is not asked again if it begins a task, has no name or no parameters', () => {
    const session = listedSession('annotated');
    const params = { name: 'look', arguments: {}, task: {} };
    session.client(request(1, 'tools/call', params), request(2, 'tools/call', {}));
    session.client(request(3, 'tools/call'));
    session.exits(1);
    expect(session.clientGot()).toMatchObject(
      [1, 2, 3].map((id) => refused(id, 'server-restarted', true)),
    );
  });

  it('is told with the tool that was called, and with no other name', () => {
    const messageOf = (...asked: Packet[]): string => {
      const session = greetedSession({ retry: 'never' });
      session.client(...asked);
      session.exits(3);
      return session.clientGot()[0]?.error?.message ?? '';
    };
    expect(messageOf(request(2, 'resources/list'), call(1, 'write'))).toContain('tool `write`');
    expect(messageOf(request(3, 'tools/call'), call(1, 'look'))).toContain('tool `look`');
    const prompt = request(1, 'prompts/get', { name: 'a-prompt' });
    expect(messageOf(prompt)).not.toContain('a-prompt');
    expect(messageOf(request(1, 'tools/call', {}))).not.toContain('tool `');
  });

  it('is told without a tool that no server was asked for', () => {
    const session = greetedSession();
    session.client(request(1, 'tools/call', {}));
    session.wantsRestart();
    session.client(call(2, 'held'));
    session.exits(3);
    expect(session.clientGot()[0]?.error?.message).not.toContain('held');
  });

  it('is told once, and a question of that server is taken back with its reason', () => {
    const session = greetedSession();
    session.server(request(5, 'ping'));
    session.clientGot();
    session.exits(3);
    const reason = 'the server that asked has ended';
    expect(session.clientGot()).toEqual([
      notification('notifications/cancelled', { requestId: 5, reason }),
    ]);
  });

  it('is refused at the second fall', () => {
    const list = request(1, 'resources/list');
    const session = greetedSession();
    session.client(list);
    session.exits(1);
    regreet(session);
    forget(session);
    session.exits(1);
    expect(session.clientGot()).toMatchObject([refused(1, 'request-refused')]);
  });

  it('is answered if it is a ping of a client that was greeted, and asked again before', () => {
    const session = greetedSession();
    session.client(request(1, 'ping'));
    session.exits(1);
    expect(session.clientGot()).toEqual([result(1, {})]);
    const early = new Script();
    early.client(request(1, 'ping'));
    early.exits(1);
    expect(early.clientGot()).toEqual([]);
  });

  it('is lost, and never ran, if its line was too long to be kept', () => {
    const session = greetedSession({ maxMessageBytes: sessionLimits.inflightBytesMax });
    const text = 'x'.repeat(30_000_000);
    const count = Math.ceil(sessionLimits.inflightBytesMax / text.length);
    for (let id = 1; id <= count; id += 1) session.client(request(id, 'resources/list', { text }));
    session.exits(1);
    expect(session.clientGot()).toMatchObject([refused(count, 'server-restarted', false)]);
  });

  it('takes its progress with it', () => {
    const session = greetedSession();
    session.client(request(1, 'tools/call', { name: 'write', _meta: { progressToken: 't' } }));
    session.exits(1);
    regreet(session);
    forget(session);
    const late = notification('notifications/progress', { progressToken: 't', progress: 1 });
    session.server(late);
    expect(session.clientGot()).toEqual([]);
    session.client(request(2, 'tools/call', { name: 'write', _meta: { progressToken: 't' } }));
    session.server(late);
    expect(session.clientGot()).toEqual([late]);
  });
});

describe('a request whose server never ran', () => {
  it('is asked again whatever it is, as often as that happens', () => {
    const session = new Script();
    session.client(initialize, call(1), request(2, 'ping'));
    for (let times = 0; times < 3; times += 1) {
      session.spawnFails('EAGAIN');
      session.untilRestart();
    }
    expect(session.clientGot()).toEqual([]);
    forget(session);
    session.server(agreement());
    expect(session.serverGot()).toEqual([call(1), request(2, 'ping')]);
  });
});

describe('of two greetings in flight', () => {
  const second = { ...initialize, id: 'second' };

  it('the next server is written the last, and the other is answered', () => {
    const session = new Script();
    session.client(initialize, second);
    expect(session.serverGot()).toEqual([initialize, second]);
    session.exits(1);
    expect(session.clientGot()).toMatchObject([refused(0, 'server-restarted')]);
    session.untilRestart();
    expect(session.serverGot()).toEqual([second]);
    session.server({ ...agreement(), id: 'second' });
    expect(session.clientGot()).toEqual([{ ...agreement(), id: 'second' }]);
  });

  it('the next server is written the last also if the one before never ran', () => {
    const session = new Script();
    session.client(initialize, second);
    forget(session);
    session.spawnFails('EAGAIN');
    expect(session.clientGot()).toMatchObject([refused(0, 'server-restarted')]);
    session.untilRestart();
    expect(session.serverGot()).toEqual([second]);
  });
});

describe('a probe of a modern client', () => {
  const probe = request(1, 'server/discover', { _meta: envelope });

  it('whose server falls is told that there is no such method', () => {
    const session = new Script();
    session.client(probe);
    session.exits(1);
    expect(session.clientGot()).toMatchObject([{ id: 1, error: { code: -32601 } }]);
  });

  it('is refused if the server had spoken before it fell', () => {
    const session = new Script();
    session.client(probe);
    session.server(notification('notifications/message', { level: 'info', data: 1 }));
    session.clientGot();
    session.exits(1);
    expect(session.clientGot()).toMatchObject([refused(1, 'server-restarted', false)]);
  });
});

describe('a stream of changes at a fall', () => {
  const listen = request(1, 'subscriptions/listen', { _meta: envelope, notifications: {} });

  it('that was not acknowledged is asked for once more', () => {
    const session = new Script();
    session.client(listen);
    session.exits(1);
    session.untilRestart();
    expect(session.serverGot().filter(({ id }) => id === 1)).toHaveLength(2);
    expect(session.clientGot()).toEqual([]);
    session.exits(1);
    expect(session.clientGot()).toMatchObject([refused(1, 'request-refused')]);
  });
});

describe('the time of a request', () => {
  const options = { requestTimeoutMs: 1_000 };

  it('ends with an error, and its server hears that nobody waits', () => {
    const session = greetedSession(options);
    session.client(call(1), call('a'));
    forget(session);
    session.after(1_000);
    expect(session.clientGot()).toMatchObject([
      refused(1, 'request-timeout', true),
      { id: 'a', error: { data: { reason: 'request-timeout' } } },
    ]);
    expect(session.serverGot()).toEqual(
      [1, 'a'].map((requestId) =>
        notification('notifications/cancelled', { requestId, reason: 'request timed out' }),
      ),
    );
  });

  it('ends also while its server is about to be replaced', () => {
    const session = greetedSession(options);
    session.client(call(1));
    session.wantsRestart();
    forget(session);
    session.after(1_000);
    expect(session.clientGot()).toMatchObject([refused(1, 'request-timeout', true)]);
    expect(session.serverGot()[0]).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: 1 },
    });
  });

  it('of one that waits for a server ends without a word to any', () => {
    const session = greetedSession(options);
    session.exits(1);
    session.client(call(1));
    forget(session);
    session.after(600_000);
    expect(session.clientGot()).toMatchObject([refused(1, 'server-unavailable')]);
    expect(session.serverGot().filter(({ method }) => method !== 'initialize')).toEqual([]);
  });

  it('of one that was cancelled ends with an error, and nothing more is told', () => {
    const session = greetedSession(options);
    session.client(call(1), notification('notifications/cancelled', { requestId: 1 }));
    forget(session);
    session.after(1_000);
    expect(session.serverGot()).toEqual([]);
  });
});

describe('the answer to a greeting that is replayed', () => {
  const beside = (packet: Packet): string => `log: ${JSON.stringify(packet)}\n`;

  /** Its server has fallen, and the next one is greeted. */
  function replaying(first: object = {}): Script {
    const session = new Script();
    session.client(initialize);
    session.server(agreement({ ...first }));
    session.client(initialized, request('first', 'ping'));
    session.server(result('first', {}));
    session.exits(1);
    forget(session);
    return session;
  }

  it('is believed beside text if it is that of the same server', () => {
    const session = replaying();
    session.server(beside(agreement()));
    expect(session.serverGot()).toEqual([initialized]);
  });

  it('is not believed beside text if it has another name or version, or is a refusal', () => {
    const session = replaying();
    session.server(beside(agreement({ serverInfo: { name: 'other', version: '1' } })));
    session.server(beside(agreement({ protocolVersion: '2024-11-05' })));
    session.server(beside({ jsonrpc: '2.0', id: 0, error: { code: 1, message: 'no' } }));
    expect(session.serverGot()).toEqual([]);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized]);
  });

  it('is believed beside text by what it can do if the server has no name', () => {
    const nameless = { serverInfo: undefined };
    const session = replaying(nameless);
    session.server(beside(agreement({ ...nameless, capabilities: {} })));
    expect(session.serverGot()).toEqual([]);
    session.server(beside(agreement(nameless)));
    expect(session.serverGot()).toEqual([initialized]);
  });

  it.each([
    [{ code: 1, message: 'busy' }, 'The restarted server refused the handshake: busy; restarting'],
    [{ code: 1 }, 'The restarted server refused the handshake: {"code":1}; restarting'],
  ])('may be a refusal, and is told: %j', (error, words) => {
    const session = replaying();
    session.server(`${JSON.stringify({ jsonrpc: '2.0', id: 0, error })}\n`);
    session.exits(null, { signal: 'SIGKILL' });
    expect(session.logged().join('\n')).toContain(words);
  });

  it('of another version is final at its second time, without the pauses of a refusal', () => {
    const session = replaying();
    session.client(call(1));
    for (let times = 0; times < 2; times += 1) {
      session.server(agreement({ protocolVersion: 'x'.repeat(2 * sessionLimits.shownCharsMax) }));
      session.exits(null, { signal: 'SIGKILL' });
      if (times === 0) session.untilRestart();
    }
    const [answer] = session.clientGot();
    expect(answer).toMatchObject({ id: 1 });
    const shown = 'x'.repeat(sessionLimits.shownCharsMax);
    expect(answer?.error?.message).toContain(`speaks protocol ${shown}, not`);
  });

  it.each([
    ['2024-11-05', 'speaks protocol 2024-11-05, not 2025-11-25'],
    [undefined, 'speaks protocol without a version, not 2025-11-25'],
  ])('may be of another version, %s, and is told', (protocolVersion, words) => {
    const session = replaying();
    session.server(agreement({ protocolVersion }));
    session.exits(null, { signal: 'SIGKILL' });
    expect(session.logged().join('\n')).toContain(words);
    expect(session.serverGot().map(({ method }) => method)).not.toContain(initialized.method);
  });
});
