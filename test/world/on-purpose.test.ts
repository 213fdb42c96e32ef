/**
 * Restarts that somebody asked for, servers that hang, and a machine that sleeps: told step by
 * step, for both eras.
 */

import { describe, expect, it } from 'vitest';
import { restartLimits, sessionLimits } from '../../src/base/limits.ts';
import { envelope, notification, type Packet, request, result } from './packet.ts';
import {
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  regreet,
  Script,
} from './script.ts';

const { settleMs, drainMs, killMs } = restartLimits;
const term = (generation: number) => ({ type: 'signal-server', generation, signal: 'SIGTERM' });
const kill = (generation: number) => ({ type: 'signal-server', generation, signal: 'SIGKILL' });
const endInput = (generation: number) => ({ type: 'end-server-input', generation });
const modern = (id: string | number, method: string, params = {}): Packet =>
  request(id, method, { ...params, _meta: envelope });

describe('a restart on purpose', () => {
  it('waits until changes have settled, and is one for many files', () => {
    const session = greetedSession();
    session.changes('a.ts', 'b.ts');
    session.after(settleMs - 1);
    session.changes('c.ts', 'd.ts', 'a.ts');
    session.after(settleMs - 1);
    expect(session.did()).toEqual([]);
    session.after(1);
    expect(session.logged()).toContain(
      'restarting the server on purpose: a.ts, b.ts, c.ts and 1 more changed',
    );
    expect(session.did()).toEqual([endInput(1), term(1)]);
    session.exits(0);
    expect(session.generation).toBe(2);
    expect(session.serverGot()).toEqual([initialize]);
    regreet(session);
    expect(session.serverGot()).toEqual([initialized]);
    expect(session.clientGot()).toEqual([]);
  });

  it('by hand comes at once and kills a server that does not go', () => {
    const session = greetedSession();
    session.wantsRestart();
    expect(session.did()).toEqual([endInput(1), term(1)]);
    session.after(killMs);
    expect(session.did()).toEqual([kill(1)]);
    session.exits(null, { signal: 'SIGKILL' });
    expect(session.generation).toBe(2);
  });

  it('lets calls in flight finish and holds what comes meanwhile', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart();
    session.client(call(2), notification('notifications/cancelled', { requestId: 9 }));
    expect(session.did()).toEqual([]);
    expect(session.serverGot().map(({ id }) => id)).toEqual([1, undefined]);
    session.server(result(1, {}));
    expect(session.clientGot()).toEqual([result(1, {})]);
    expect(session.did()).toEqual([endInput(1), term(1)]);
    session.exits(0);
    regreet(session);
    expect(session.serverGot()).toEqual([initialize, initialized, call(2)]);
  });

  it('cuts off a call that takes too long, and says so', () => {
    const session = greetedSession();
    session.client(call(1), request(2, 'tools/list'));
    session.wantsRestart('server.ts changed');
    session.after(drainMs - 1);
    expect(session.did()).toEqual([]);
    session.after(1);
    session.exits(0);
    const [answer] = session.clientGot();
    expect(answer?.error?.message).toMatch(/restarted on purpose \(server.ts changed\).*may have/);
    expect(answer?.error?.data).toMatchObject({ reason: 'server-restarted', mayHaveRun: true });
    regreet(session);
    expect(session.serverGot().at(-1)).toEqual(request(2, 'tools/list'));
  });

  it('still brings the server the answers it asked for', () => {
    const session = greetedSession();
    session.client(call(1));
    session.server(request(1, 'sampling/createMessage'));
    session.wantsRestart();
    forget(session);
    session.client(result(1, { role: 'user' }));
    expect(session.serverGot()).toEqual([result(1, { role: 'user' })]);
  });

  it('is never counted and needs no back-off', () => {
    const session = greetedSession({ restarts: 1 });
    for (let times = 0; times < 10; times += 1) {
      session.wantsRestart();
      session.exits(0);
      expect(session.generation).toBe(times + 2);
      regreet(session);
    }
  });

  it('does not end the only life of --restarts 0', () => {
    const session = greetedSession({ restarts: 0 });
    session.wantsRestart();
    session.exits(0);
    expect(session.generation).toBe(2);
    session.exits(3);
    expect(session.did()).toContainEqual({ type: 'exit', code: 3 });
  });

  it('keeps the session over a syntax error, shows it, and recovers with the next change', () => {
    const session = greetedSession();
    session.changes('server.ts');
    session.after(settleMs);
    session.client(call(1));
    session.exits(0);
    session.complains("server.ts:3\nSyntaxError: Unexpected token '}'\n");
    session.exits(1);
    session.client(call(2));
    const answers = session.clientGot();
    expect(answers.map(({ id }) => id)).toEqual([1, 2]);
    expect(answers[1]?.error?.message).toContain(
      "it said: server.ts:3: SyntaxError: Unexpected token '}'",
    );
    session.after(5_000);
    expect(session.generation).toBe(2);
    session.changes('server.ts');
    session.after(settleMs);
    expect(session.generation).toBe(3);
    forget(session);
    session.client(call(3));
    regreet(session);
    expect(session.serverGot()).toEqual([initialized, call(3)]);
  });

  it('does not wait for the pause after a crash', () => {
    const session = greetedSession();
    session.exits(1);
    session.exits(1);
    expect(session.generation).toBe(2);
    session.wantsRestart();
    expect(session.generation).toBe(3);
  });

  it('replaces a server that is still being greeted', () => {
    const session = greetedSession();
    session.exits(1);
    session.wantsRestart();
    expect(session.did()).toContainEqual(term(2));
  });

  it('tells of tools that are new', () => {
    const session = greetedSession();
    session.client(request(1, 'tools/list'));
    session.server(result(1, { tools: [{ name: 'old' }] }));
    forget(session);
    session.wantsRestart();
    session.exits(0);
    regreet(session);
    const asked = session.serverGot().find(({ method }) => method === 'tools/list');
    forget(session);
    session.server(result(String(asked?.id), { tools: [{ name: 'new' }] }));
    expect(session.clientGot()).toEqual([notification('notifications/tools/list_changed')]);
  });

  it('is given up when the session ends', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart();
    session.client(call(2));
    session.endOfClient();
    expect(session.serverGot().map(({ id }) => id)).toEqual([1, 2]);
    session.server(result(1, {}), result(2, {}));
    expect(session.clientGot()).toHaveLength(2);
    session.exits(0);
    expect(session.generation).toBe(1);
  });

  it('renews a listen stream of the modern era', () => {
    const session = new Script();
    const listen = modern('l', 'subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    session.client(listen);
    session.wantsRestart();
    session.exits(0);
    forget(session);
    session.client(modern(2, 'tools/list'));
    expect(session.serverGot()).toEqual([modern(2, 'tools/list')]);
    expect(session.generation).toBe(2);
  });
});

describe('a server that hangs', () => {
  const options = { requestTimeoutMs: 1_000, restartHung: 2 };

  it('is restarted after so many time-outs in a row', () => {
    const session = greetedSession(options);
    session.client(call(1));
    session.after(1_000);
    session.client(call(2), call(3));
    forget(session);
    session.after(1_000);
    expect(session.did()).toEqual([endInput(1), term(1)]);
    expect(session.clientGot().map(({ error }) => error?.data?.['reason'])).toEqual([
      'request-timeout',
      'request-timeout',
    ]);
    session.exits(null, { signal: 'SIGTERM' });
    expect(session.logged().at(-1)).toMatch(/^The MCP server hung: 2 requests in a row/);
    expect(session.generation).toBe(2);
  });

  it.each([
    ['an answer', 2],
    ['a late answer', 1],
  ])('is not one after %s', (_what, answered) => {
    const session = greetedSession(options);
    session.client(call(1));
    session.after(1_000);
    session.client(call(2));
    session.server(result(answered, {}));
    session.client(call(3, 'look'));
    session.after(999);
    expect(session.did()).toEqual([]);
    session.server(result(3, {}));
    session.after(1);
    expect(session.did()).toEqual([]);
  });

  it('is not one because the client cancelled', () => {
    const session = greetedSession(options);
    for (const id of [1, 2, 3]) {
      session.client(call(id), notification('notifications/cancelled', { requestId: id }));
      session.after(1_000);
    }
    expect(session.did()).toEqual([]);
    expect(session.clientGot()).toEqual([]);
  });

  it('is left alone unless asked for', () => {
    const session = greetedSession({ requestTimeoutMs: 1_000 });
    for (let id = 1; id < 20; id += 1) {
      session.client(call(id));
      session.after(1_000);
    }
    expect(session.did()).toEqual([]);
  });
});

describe('a time-out', () => {
  const progress = (value: number): Packet =>
    notification('notifications/progress', { progressToken: 't', progress: value });
  const long = request(1, 'tools/call', { name: 'write', _meta: { progressToken: 't' } });

  it('starts anew with progress, up to a total', () => {
    const session = greetedSession({ requestTimeoutMs: 1_000 });
    session.client(long);
    forget(session);
    const totalMs = 1_000 * sessionLimits.requestTimeoutTotalFactor;
    for (let at = 900; at < totalMs; at += 900) {
      session.after(900);
      session.server(progress(at));
    }
    expect(session.clientGot().every(({ method }) => method !== undefined)).toBe(true);
    session.after(900);
    expect(session.clientGot()[0]?.error?.data?.['reason']).toBe('request-timeout');
    expect(session.serverGot()).toEqual([
      notification('notifications/cancelled', { requestId: 1, reason: 'request timed out' }),
    ]);
  });

  it('never ends a listen stream, whatever it reports', () => {
    const session = new Script({ requestTimeoutMs: 1_000 });
    const meta = { ...envelope, progressToken: 't' };
    session.client(request('l', 'subscriptions/listen', { notifications: {}, _meta: meta }));
    session.server(progress(1));
    session.after(20_000);
    expect(session.clientGot().every(({ method }) => method !== undefined)).toBe(true);
  });

  it('does not pass while the machine sleeps', () => {
    const session = greetedSession({ requestTimeoutMs: 10_000, restartHung: 1 });
    session.client(call(1));
    session.after(9_000);
    session.sleeps(8 * 3_600_000);
    expect(session.clientGot()).toEqual([]);
    session.server(result(1, {}));
    expect(session.clientGot()).toEqual([result(1, {})]);
  });

  it('passes after the sleep, when nothing comes', () => {
    const session = greetedSession({ requestTimeoutMs: 10_000 });
    session.client(call(1));
    session.sleeps(60_000);
    session.after(9_999);
    expect(session.clientGot()).toEqual([]);
    session.after(2);
    expect(session.clientGot()[0]?.error?.data?.['reason']).toBe('request-timeout');
  });
});
