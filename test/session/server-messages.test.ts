/** What of a server's words reaches the client, and as which bytes; told with whole sessions. */
import { describe, expect, it } from 'vitest';
import { guessLimits, sessionLimits } from '../../src/base/limits.ts';
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
  regreet,
  Script,
} from '../world/script.ts';

const { fullMs, shortMs } = guessLimits;

/** A session of the one revision that has batches. */
function batchSession(): Script {
  const script = new Script();
  script.client({ ...initialize, params: { ...initialize.params, protocolVersion: '2025-03-26' } });
  script.server(agreement({ protocolVersion: '2025-03-26' }));
  script.client(initialized);
  forget(script);
  return script;
}

describe('a batch of the server', () => {
  const told = notification('notifications/message', { level: 'info', data: 1 });

  it('passes as the bytes it is if the client agreed to batches', () => {
    const session = batchSession();
    session.client(call(1), call(2));
    const [one, two, three] = [result(1, {}), told, result(2, {})].map((it) => JSON.stringify(it));
    const line = `[ ${one} ,${two}, ${three}]\n`;
    session.server(line);
    expect(session.clientLines()).toEqual([line]);
  });

  it('passes in pieces if one of its members ends here', () => {
    const session = batchSession();
    session.client(call(1));
    session.server([result(1, {}), result(99, {}), told]);
    expect(session.clientLines()).toEqual([result(1, {}), told].map((packet) => lineOf(packet)));
  });

  it('passes in pieces if one of its members gets another id', () => {
    const session = batchSession();
    session.server([told, request(0, 'ping')]);
    expect(session.clientLines()).toEqual([told, request(1, 'ping')].map((each) => lineOf(each)));
  });

  it('is nothing if nothing of it is for the client', () => {
    const session = batchSession();
    session.server([result(98, {}), result(99, {})]);
    expect(session.clientLines()).toEqual([]);
  });

  it('is text to a client that was never greeted', () => {
    const session = new Script();
    session.client(request(1, 'tools/list', { _meta: envelope }));
    session.server([result(1, { tools: [] })]);
    expect(session.clientGot()).toEqual([]);
    session.after(fullMs);
    expect(session.clientGot()).toEqual([result(1, { tools: [] })]);
  });

  it('is text to a client of another revision, but for answers, which wait for better ones', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server([told, request(5, 'ping'), result(1, { from: 'batch' })]);
    session.after(fullMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.after(1);
    expect(session.clientGot()).toEqual([result(1, { from: 'batch' })]);
    expect(session.logged()).toContain(
      'a batch of the server was taken as text: the client reads none',
    );
  });
});

describe('a question that is too much to be remembered', () => {
  const id = 'x'.repeat(sessionLimits.idCharsMax + 1);
  const refused = { id, error: { code: -32603, data: { reason: 'request-refused' } } };

  it('is refused to the server, and not shown to the client', () => {
    const session = greetedSession();
    session.server(request(id, 'ping'));
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toMatchObject([refused]);
  });

  it('is refused so many times, and then left alone; the next server is told again', () => {
    const session = greetedSession();
    const { refusedQuestionsMax } = sessionLimits;
    for (let times = 0; times < refusedQuestionsMax; times += 1)
      session.server(request(id, 'ping'));
    expect(session.serverGot()).toHaveLength(refusedQuestionsMax);
    session.server(request(id, 'ping'));
    expect(session.serverGot()).toEqual([]);
  });

  it('is not answered to a server that has not been greeted yet', () => {
    const session = greetedSession();
    session.exits(1);
    forget(session);
    session.server(request(id, 'ping'));
    expect(session.serverGot()).toEqual([]);
    expect(session.clientGot()).toEqual([]);
  });
});

describe('what a server takes back', () => {
  const takesBack = (params?: object): Packet =>
    notification('notifications/cancelled', params as Packet['params']);

  it('is a question under the id that the client knows', () => {
    const session = greetedSession();
    session.server(request('a', 'ping'), request(7, 'ping'));
    forget(session);
    session.server(takesBack({ requestId: 'a' }));
    expect(session.clientGot()).toEqual([takesBack({ requestId: 1 })]);
    const line = '{ "jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}\n';
    session.server(line);
    expect(session.clientLines()).toEqual([line]);
  });

  it('is nothing to the client if it never saw it, or knows it by another id', () => {
    const session = greetedSession();
    session.server(request(7, 'ping'), request('a', 'ping'));
    session.client(result(8, {}));
    forget(session);
    session.server(takesBack({ requestId: 9 }), takesBack({ requestId: 'a' }));
    expect(session.clientGot()).toEqual([]);
  });

  it('passes if it crossed the answer, once', () => {
    const session = greetedSession();
    session.server(request(7, 'ping'));
    session.client(result(7, {}));
    forget(session);
    session.server(takesBack({ requestId: 7 }), takesBack({ requestId: 7 }));
    expect(session.clientGot()).toEqual([takesBack({ requestId: 7 })]);
    session.exits(1);
    forget(session);
    session.server(takesBack({ requestId: 7 }));
    expect(session.clientGot()).toEqual([]);
  });

  it('passes if it does not say what', () => {
    const session = greetedSession();
    const all = [takesBack(), takesBack({}), takesBack({ requestId: null })];
    session.server(...all);
    expect(session.clientGot()).toEqual(all);
  });
});

describe('what a server says that only clients say', () => {
  it('is an echo of its input', () => {
    const session = greetedSession();
    session.server(request(1, 'tools/call'), initialized, request(2, 'initialize'));
    expect(session.clientGot()).toEqual([]);
    expect(session.logged()).toContain('the server echoes its input; the echo was dropped');
  });

  it('is an echo if nobody knows the method, and the client has just asked it so', () => {
    const session = greetedSession();
    session.client(request(1, 'own/method'));
    session.server(request(1, 'own/method'));
    expect(session.clientGot()).toEqual([]);
    session.server(request(2, 'own/method'), request(3, 'other/method'));
    expect(session.clientGot().map(({ method }) => method)).toEqual(['own/method', 'other/method']);
  });

  it('passes if it is a notification that nobody knows', () => {
    const session = greetedSession();
    session.server(notification('own/event'));
    expect(session.clientGot()).toEqual([notification('own/event')]);
  });
});

describe('progress', () => {
  const progress = (value: unknown, progressToken: unknown = 'token'): Packet =>
    notification('notifications/progress', { progressToken, progress: value });
  const withToken = (id: number, progressToken: string | number = 'token'): Packet =>
    request(id, 'tools/list', { _meta: { progressToken } });

  it('passes as it is, also where nobody asked for it or no number is in it', () => {
    const session = greetedSession();
    session.client(withToken(1));
    const all = [progress(5), progress(3), progress(5, 'another'), progress('much')];
    session.server(...all);
    session.server(notification('notifications/progress'));
    expect(session.clientGot()).toEqual([...all, notification('notifications/progress')]);
  });

  it('of a request that was sent again passes when it is more than was told', () => {
    const session = greetedSession();
    session.client(withToken(1));
    session.server(progress(5));
    session.exits(1);
    regreet(session);
    forget(session);
    session.server(progress(4), progress(5), progress(6), progress('much'), progress(6));
    expect(session.clientGot()).toEqual([progress(6), progress('much')]);
  });

  it('gives its request more time', () => {
    const session = greetedSession({ requestTimeoutMs: 1_000 });
    session.client(withToken(1));
    session.after(900);
    session.server(progress(1));
    forget(session);
    session.after(999);
    expect(session.clientGot()).toEqual([]);
    session.after(1);
    expect(session.clientGot()).toMatchObject([{ error: { data: { reason: 'request-timeout' } } }]);
  });
});

describe('an answer', () => {
  it('under an id that only its type tells apart gets the id of its request', () => {
    const session = greetedSession();
    // Only numbers so far, but for the first: both types are in use.
    session.client(call(7));
    session.server({ ...result(7, {}), id: '7' });
    expect(session.clientGot()).toEqual([]);
    const numbers = new Script();
    numbers.client(initialize);
    numbers.server(agreement());
    numbers.client(initialized, call(7));
    forget(numbers);
    numbers.server('{"id":"7","jsonrpc":"2.0","result":{ }}\n');
    expect(numbers.clientLines()).toEqual(['{"id":7,"jsonrpc":"2.0","result":{ }}\n']);
    expect(numbers.logged()).toContain('corrected a response id to that of its request');
  });

  it('beside text is given late, and waits less once such a one has stood', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(`log: ${lineOf(result(1, {}))}`);
    session.after(fullMs);
    expect(session.clientGot()).toEqual([result(1, {})]);
    session.client(call(2));
    session.server(`log: ${lineOf(result(2, {}))}`);
    session.after(shortMs);
    expect(session.clientGot()).toEqual([result(2, {})]);
  });

  it('beside text waits its full time for ever once the true one came after it', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(`log: ${lineOf(result(1, {}))}`);
    session.after(fullMs);
    session.server(result(1, { late: true }));
    expect(session.clientGot()).toEqual([result(1, {})]);
    session.client(call(2));
    session.server(`log: ${lineOf(result(2, {}))}`);
    session.after(fullMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.after(1);
    expect(session.clientGot()).toEqual([result(2, {})]);
  });

  it('beside text that nobody waits for tells nothing of those that are waited for', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(`log: ${lineOf(result(1, {}))}`);
    session.after(fullMs);
    session.server(`log: ${lineOf(result(1, {}))}`);
    session.clientGot();
    session.client(call(2));
    session.server(`log: ${lineOf(result(2, {}))}`);
    session.after(shortMs);
    expect(session.clientGot()).toEqual([result(2, {})]);
  });

  it('to a cancelled request that only text held does not shorten the wait of others', () => {
    const session = greetedSession();
    session.client(call(1), notification('notifications/cancelled', { requestId: 1 }));
    session.server(`log: ${lineOf(result(1, {}))}`);
    session.after(fullMs);
    session.clientGot();
    session.client(call(2));
    session.server(`log: ${lineOf(result(2, {}))}`);
    session.after(fullMs - 1);
    expect(session.clientGot()).toEqual([]);
  });

  it('that is kept aside is as it was, whatever else came in the same chunk', () => {
    const session = greetedSession();
    session.client(call(1), call(2));
    session.server(`log: ${lineOf(result(1, { one: 1 }))}log: ${lineOf(result(2, { two: 2 }))}`);
    session.after(fullMs);
    expect(session.clientGot()).toEqual([result(1, { one: 1 }), result(2, { two: 2 })]);
  });

  it('to a probe is no service: the next server is started after a pause', () => {
    const session = new Script();
    session.client(request(1, 'server/discover', { _meta: envelope }));
    session.server(result(1, {}));
    session.exits(1);
    expect(session.generation).toBe(1);
    session.untilRestart();
    expect(session.generation).toBe(2);
  });

  it('to anything but a list of tools keeps what would be hidden there', () => {
    const session = greetedSession({ hideTools: ['*'] });
    session.client(request(1, 'resources/list'));
    session.server(result(1, { tools: [{ name: 'write' }] }));
    expect(session.clientGot()).toEqual([result(1, { tools: [{ name: 'write' }] })]);
  });

  it('without a version waits shortly until its server has said something properly', () => {
    const unversioned = (id: number) => `{"id":${id},"result":{}}\n`;
    const session = new Script();
    session.client(request(1, 'own/method'), request(2, 'own/method'));
    session.server(`log: ${lineOf(result(99, {}))}`, unversioned(1));
    session.after(shortMs);
    expect(session.clientGot()).toMatchObject([{ id: 1 }]);
    const proper = new Script();
    proper.client(request(1, 'own/method'));
    proper.server(notification('own/event'), unversioned(1));
    proper.clientGot();
    proper.after(fullMs - 1);
    expect(proper.clientGot()).toEqual([]);
    proper.after(1);
    expect(proper.clientGot()).toMatchObject([{ id: 1 }]);
  });

  it('that cannot be read waits its full time for one that can', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server('{"jsonrpc":"2.0","id":1,"result":{"n":undefined}}\n');
    session.after(fullMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.server(result(1, {}));
    session.after(fullMs);
    expect(session.clientGot()).toEqual([result(1, {})]);
  });

  it('that only looked like a greeting decides nothing for good when the server dies', () => {
    const session = new Script();
    session.client(initialize);
    session.server(`log: ${lineOf(agreement({ protocolVersion: '2024-11-05' }))}`);
    session.exits(1);
    expect(session.clientGot()).toEqual([]);
    session.untilRestart();
    session.server(agreement());
    expect(session.clientGot()).toEqual([agreement()]);
  });

  it('that only looked like a greeting is given when there will be no other server', () => {
    const session = new Script();
    session.client(initialize);
    session.server(`log: ${lineOf(agreement())}`);
    session.endOfClient();
    session.exits(0);
    expect(session.clientGot()).toEqual([agreement()]);
  });

  it('that may be to a request is none to another that has its id by now', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(`log: ${lineOf(result(1, { old: true }))}`);
    session.client(notification('notifications/cancelled', { requestId: 1 }), call(1));
    session.after(2 * fullMs);
    expect(session.clientGot()).toEqual([]);
    session.server(result(1, { new: true }));
    expect(session.clientGot()).toEqual([result(1, { new: true })]);
  });

  it('that was kept aside is given when the server dies, but a read is asked again', () => {
    const session = greetedSession();
    const broken = (id: number) => `{"jsonrpc":"2.0","id":${id},"result":{"n":undefined}}\n`;
    session.client(call(1), request(2, 'tools/list'));
    session.server(broken(1), broken(2));
    session.exits(1);
    expect(session.clientGot()).toMatchObject([
      { id: 1, error: { data: { reason: 'malformed-response', mayHaveRun: true } } },
    ]);
    forget(session);
    regreet(session);
    expect(session.serverGot()).toContainEqual(request(2, 'tools/list'));
  });
});

describe('an error without an id', () => {
  const nameless = failure(null, -32600, 'what?');

  it('answers the one request that waits, late', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(nameless);
    session.after(fullMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.after(1);
    expect(session.clientGot()).toEqual([{ ...nameless, id: 1 }]);
  });

  it('is not about a stream of changes, nor about what waits for another server', () => {
    const session = new Script();
    session.client(request('s', 'subscriptions/listen', { _meta: envelope, notifications: {} }));
    session.client(request(1, 'tools/call', { name: 'x', _meta: envelope }));
    session.wantsRestart();
    session.client(request(2, 'tools/call', { name: 'x', _meta: envelope }));
    forget(session);
    session.server(nameless);
    session.after(fullMs);
    expect(session.clientGot()).toEqual([{ ...nameless, id: 1 }]);
  });

  it('gets its id at the front, wherever that is', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server('  {"jsonrpc":"2.0","error":{"code":-32600,"message":"what?"}}\n');
    session.after(fullMs);
    expect(session.clientGot()).toEqual([{ ...nameless, id: 1 }]);
  });

  it('answers nothing if two wait, or the last was long ago', () => {
    const session = greetedSession();
    session.client(call(1));
    session.after(guessLimits.namelessMaxMs + 1);
    session.server(nameless);
    session.client(call(2));
    session.server(nameless);
    session.after(fullMs);
    expect(session.clientGot()).toEqual([]);
    expect(session.logged()).toContain(
      'an answer without an id was dropped: it may be about anything',
    );
  });

  it('that cannot be read, as the first word, answers the greeting, however late', () => {
    const session = new Script();
    session.client(initialize);
    session.after(guessLimits.namelessMaxMs + 1);
    session.server('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":undefined}}\n');
    session.after(fullMs);
    expect(session.clientGot()).toMatchObject([
      { id: 0, error: { data: { source: 'mcp-shield' } } },
    ]);
  });
});

describe('a server in whose place the client was answered', () => {
  const patient = { remembers: true, startPatienceMs: 8_000 };
  const textOf = ({ id: _id, jsonrpc: _jsonrpc, ...outcome }: Packet) =>
    ['{"jsonrpc":"2.0","id":', `,${JSON.stringify(outcome).slice(1)}\n`] as const;
  const { replayMaxMs } = sessionLimits;

  /** It has not answered its greeting in time. */
  function greetedLate(): Script {
    const session = new Script(patient);
    session.client(initialize);
    session.after(patient.startPatienceMs);
    session.recalls({ initialize: textOf(agreement()), lists: {} });
    expect(session.clientGot()).toEqual([agreement()]);
    session.client(initialized);
    forget(session);
    return session;
  }

  it('may take as long as it likes for its greeting', () => {
    const session = greetedLate();
    session.after(10 * replayMaxMs);
    expect(session.did()).toEqual([]);
    session.client(call(1));
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized, call(1)]);
    expect(session.clientGot()).toEqual([]);
  });

  it('has the usual time once it printed what may have been its greeting', () => {
    const session = greetedLate();
    const other = { serverInfo: { name: 'other', version: '1' }, capabilities: {} };
    session.server(`log: ${lineOf(agreement({ ...other, protocolVersion: '2024-11-05' }))}`);
    session.after(replayMaxMs - 1);
    session.server(`log: ${lineOf(agreement({ ...other, protocolVersion: '2024-11-05' }))}`);
    expect(session.did().map(({ type }) => type)).not.toContain('signal-server');
    session.after(1);
    expect(session.did().map(({ type }) => type)).toContain('signal-server');
    expect(session.serverGot()).toEqual([]);
  });

  it('is asked for the lists that were told once it speaks, if it has no greeting', () => {
    const session = new Script(patient);
    const list = request(1, 'tools/list', { _meta: envelope });
    session.client(list);
    session.after(patient.startPatienceMs);
    const answer = textOf(result(1, { tools: [] }));
    session.recalls({ lists: { 'tools/list': [{ cursor: null, answer }] } });
    expect(session.clientGot()).toEqual([result(1, { tools: [] })]);
    forget(session);
    session.server(notification('notifications/message', { level: 'info', data: 1 }));
    expect(session.serverGot()).toEqual([{ ...list, id: expect.anything() }]);
    session.server(notification('notifications/message', { level: 'info', data: 2 }));
    expect(session.serverGot()).toEqual([]);
  });
});

describe('a stream of changes', () => {
  const listen = request(1, 'subscriptions/listen', { _meta: envelope, notifications: {} });

  it('that the server takes back is over, and not renewed', () => {
    const session = new Script();
    session.client(listen);
    session.server(notification('notifications/cancelled', { requestId: 1 }));
    expect(session.clientGot()).toEqual([
      notification('notifications/cancelled', { requestId: 1 }),
    ]);
    forget(session);
    session.exits(1);
    session.untilRestart();
    expect(session.serverGot()).toEqual([]);
    expect(session.clientGot()).toEqual([]);
  });

  it('is not ended by what may be its answer, beside text', () => {
    const session = new Script();
    session.client(listen);
    session.server(`log: ${lineOf(result(1, {}))}`);
    session.after(fullMs);
    expect(session.clientGot()).toEqual([]);
    session.server(result(1, {}));
    expect(session.clientGot()).toEqual([result(1, {})]);
  });
});
