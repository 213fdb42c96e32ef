/**
 * The end of the session: who is said to have ended it, what whoever still waits is told, the exit
 * code, and that nothing happens behind it. Whole shields, told step by step.
 */
import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { endLimits } from '../../src/base/limits.ts';
import { createClientInput } from '../../src/shield/client-input.ts';
import { exitCodeOf } from '../../src/shield/exit-code.ts';
import type { LifeEnd } from '../../src/shield/life.ts';
import { createShield } from '../../src/shield/step.ts';
import { defaultOptions } from '../world/default-options.ts';
import { lineOf, request, result } from '../world/packet.ts';
import { agreement, call, forget, greetedSession, initialize, Script } from '../world/script.ts';
import { surroundings } from '../world/surroundings.ts';

describe('who ended the session', () => {
  it.each([
    ['eof', 'the client closed stdin'],
    ['broken-pipe', 'the client closed stdout'],
    ['orphaned', 'the client died'],
  ] as const)('stands in the log: %s', (cause, who) => {
    const session = greetedSession();
    session.endOfClient(cause);
    expect(session.lines('session-ended')).toMatchObject([
      { level: 'info', message: `the session ends: ${who}` },
    ]);
  });

  it('is told with what was missing', () => {
    const session = new Script();
    session.client(initialize);
    session.signal('SIGINT');
    expect(session.lines('session-ended')).toMatchObject([
      { message: 'the session ends: SIGINT; the server had not answered initialize' },
    ]);
  });

  it('is the first who did', () => {
    const session = greetedSession();
    session.endOfClient();
    session.signal('SIGTERM');
    expect(session.lines('session-ended')).toHaveLength(1);
  });
});

describe('after the end of the input', () => {
  it('a last line without its newline is read once, and nothing more', () => {
    const session = greetedSession();
    session.client(lineOf(call(1)).trimEnd());
    session.endOfClient();
    session.client('\n', call(2));
    session.endOfClient();
    expect(session.serverGot()).toMatchObject([{ id: 1 }]);
    session.server(result(1, {}));
    expect(session.clientGot()).toMatchObject([{ id: 1, result: {} }]);
  });

  it.each([
    ['eof', []],
    ['broken-pipe', [{ type: 'end-server-input', generation: 1 }]],
    ['orphaned', [{ type: 'end-server-input', generation: 1 }]],
  ] as const)('of a client that waits, %s ends that of the server: %j', (cause, done) => {
    const session = greetedSession();
    session.client(call(1));
    forget(session);
    session.endOfClient(cause);
    expect(session.did()).toEqual(done);
  });

  it('what was asked before it still starts a server, until that is given up', () => {
    const session = greetedSession();
    session.exits(0);
    session.client(call(1));
    expect(session.generation).toBe(2);
    session.endOfClient();
    session.exits(1);
    expect(session.clientGot()).toMatchObject([{ id: 1, error: {} }]);
    expect(session.did()).toContainEqual({ type: 'exit', code: 0 });
  });

  it('it ends at once where no server is', () => {
    const resting = greetedSession();
    resting.exits(0);
    forget(resting);
    resting.endOfClient();
    expect(resting.did()).toEqual([{ type: 'exit', code: 0 }]);
    const fallen = new Script();
    fallen.exits(1);
    forget(fallen);
    fallen.endOfClient();
    expect(fallen.did()).toEqual([{ type: 'exit', code: 0 }]);
  });

  it('nothing more happens behind the exit', () => {
    const shield = createShield(defaultOptions, surroundings);
    shield.step({ type: 'started' }, 0);
    shield.step({ type: 'signalled', signal: 'SIGTERM' }, 1);
    shield.step({ type: 'server-stdout-ended', generation: 1 }, 2);
    const exit = { exitCode: 0, signal: null, leftovers: false };
    const last = shield.step({ type: 'server-exited', generation: 1, ...exit }, 2);
    expect(last.at(-1)).toEqual({ type: 'exit', code: 0 });
    expect(last.filter(({ type }) => type === 'exit')).toHaveLength(1);
    expect(shield.step({ type: 'woke' }, 100_000)).toEqual([]);
    expect(shield.nextWakeup()).toBeUndefined();
  });
});

describe('whoever still waits at the end', () => {
  const words = (session: Script): unknown => session.clientGot()[0]?.error?.message;

  it('is told that the session ended, if the shield ended the server', () => {
    const session = greetedSession();
    session.client(call(1));
    session.signal('SIGTERM');
    session.after(endLimits.signal.killMs);
    session.exits(null, { signal: 'SIGKILL' });
    expect(words(session)).toBe('The session ended before the MCP server answered.');
  });

  it('is told that also where the server never ended', () => {
    const session = greetedSession();
    session.client(call(1));
    session.signal('SIGTERM');
    session.after(endLimits.signal.exitMs);
    expect(words(session)).toBe('The session ended before the MCP server answered.');
    expect(session.did().filter(({ type }) => type === 'exit')).toHaveLength(1);
  });

  it('is told why the server fell, if it fell by itself', () => {
    const session = greetedSession();
    session.client(call(1));
    session.endOfClient();
    session.complains('Error: the disk is full\n');
    session.exits(9);
    expect(words(session)).toContain('the disk is full');
  });

  it('is told what was said of the last fall, if there is no server', () => {
    const session = new Script();
    session.client(initialize);
    session.complains('Error: the disk is full\n');
    session.exits(9);
    session.endOfClient();
    expect(words(session)).toContain('the disk is full');
  });
});

describe('the exit code', () => {
  const exited = (exitCode: number | null, signal: string | null = null): LifeEnd => ({
    kind: 'exited',
    exitCode,
    signal,
  });
  const failed = (errno: string): LifeEnd => ({ kind: 'start-failed', errno, message: 'x' });

  it.each([
    [exited(3), false, 3],
    [exited(0), false, 0],
    [exited(null), false, 0],
    [exited(null, 'SIGKILL'), false, 137],
    [exited(null, 'SIGTERM'), false, 143],
    [exited(null, 'SIGUNHEARDOF'), false, 128],
    [exited(null, 'SIGTERM'), true, 0],
    [exited(4), true, 4],
    [failed('ENOENT'), false, 127],
    [failed('EACCES'), false, 126],
  ])('with `--restarts 0` is that of the server: %j, at its end: %s', (end, ending, code) => {
    expect(exitCodeOf({ ...defaultOptions, restarts: 0 }, end, ending)).toBe(code);
    expect(exitCodeOf({ ...defaultOptions, restarts: 1 }, end, ending)).toBe(0);
  });
});

describe('a breaker that is open', () => {
  function open(): Script {
    const session = greetedSession({ restarts: 1 });
    session.exits(1);
    session.exits(1);
    session.after(defaultOptions.backoffMaxMs);
    return session;
  }
  const ping = request('b', 'ping');

  it.each([
    ['a request', [ping], 3],
    ['a batch', [[ping, request('c', 'ping')]], 3],
    ['a notification', [{ jsonrpc: '2.0', method: 'notifications/roots/list_changed' }], 2],
  ] as const)('lets %s try once more, or not', (_what, said, generation) => {
    const session = open();
    session.client(...(said as unknown as (typeof ping)[]));
    expect(session.generation).toBe(generation);
    expect(session.lines('start-retried')).toHaveLength(generation - 2);
  });

  it('lets nobody once the session ends', () => {
    const session = open();
    session.endOfClient();
    session.client(ping);
    expect(session.generation).toBe(2);
  });

  it('is not tried by a life that is only being replaced', () => {
    const session = greetedSession();
    session.server(agreement());
    session.client(ping);
    expect(session.lines('start-retried')).toEqual([]);
  });
});

describe('what a client sends that is no message', () => {
  function told(text: string) {
    const answers: string[] = [];
    const warnings: unknown[] = [];
    const input = createClientInput({
      maxMessageBytes: 100,
      isUtf8,
      fastAfterBytes: undefined,
      toClient: (bytes) => void answers.push(bytes.toString()),
      warn: (...warning) => void warnings.push(warning),
    });
    const messages: string[] = [];
    input.read(Buffer.from(text), ({ kind }) => void messages.push(kind));
    return { answers: answers.map((answer) => JSON.parse(answer)), warnings, messages };
  }

  it.each([
    ['{"jsonrpc"\n', -32700, 'Parse error'],
    ['{"a":1}\n', -32600, 'Invalid Request'],
  ])('is answered with the words of JSON-RPC, and told to the log: %j', (text, code, message) => {
    const { answers, warnings, messages } = told(text);
    expect(answers).toMatchObject([{ id: null, error: { code, message } }]);
    expect(warnings).toEqual([
      ['client-message-malformed', expect.stringMatching(/client/), { code, kind: `code ${code}` }],
    ]);
    expect(messages).toEqual([]);
  });

  it('stands in a batch beside what is one', () => {
    const { answers, messages } = told('[{"jsonrpc":"2.0","id":1,"method":"ping"},7]\n');
    expect(answers).toMatchObject([{ error: { code: -32600 } }]);
    expect(messages).toEqual(['request']);
  });

  it('is too long: it is refused with its size, and told to the log', () => {
    const { answers, warnings } = told(lineOf(request(1, 'x', { text: 'x'.repeat(2_000) })));
    expect(answers[0].error.message).toMatch(/^This request has 2 KB, more than the 100 B /);
    expect(warnings).toEqual([
      ['client-message-too-large', expect.any(String), { sizeBytes: expect.any(Number) }],
    ]);
  });

  it('is too long and a response, or has no id: it is answered to nobody', () => {
    const long = 'x'.repeat(2_000);
    expect(told(`{"jsonrpc":"2.0","id":1,"result":"${long}"}\n`).answers).toEqual([]);
    expect(told(`{"jsonrpc":"2.0","method":"x","params":{"a":"${long}"}}\n`).answers).toEqual([]);
  });
});
