/**
 * Restarts that somebody asked for, and ends for idleness: when each is done, what is waited for,
 * and what the log says. Whole shields, told step by step.
 */
import { describe, expect, it } from 'vitest';
import { clockJumpMinMs, restartLimits } from '../../src/base/limits.ts';
import { AwakeClock } from '../../src/shield/awake-clock.ts';
import { notification, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  regreet,
  Script,
} from '../world/script.ts';

const term = (generation: number) => ({ type: 'signal-server', generation, signal: 'SIGTERM' });
const planned = (session: Script): string[] =>
  session.lines('restart-planned').map(({ message }) => message);

describe('changed files', () => {
  it('are one restart once they have settled', () => {
    const session = greetedSession();
    session.changes('/a');
    session.after(restartLimits.settleMs - 1);
    session.changes('/b', '/a');
    session.after(restartLimits.settleMs - 1);
    expect(session.did()).toEqual([]);
    session.after(1);
    expect(planned(session)).toEqual(['restarting the server on purpose: /a, /b changed']);
    expect(session.did()).toContainEqual(term(1));
  });

  it.each([
    [['/a'], '/a changed'],
    [['/a', '/b', '/c'], '/a, /b, /c changed'],
    [['/a', '/b', '/c', '/d'], '/a, /b, /c and 1 more changed'],
    [['/a', '/b', '/c', '/d', '/e'], '/a, /b, /c and 2 more changed'],
  ])('are named, a few of them: %j', (paths, why) => {
    const session = greetedSession();
    session.changes(...paths);
    session.after(restartLimits.settleMs);
    expect(planned(session)).toEqual([`restarting the server on purpose: ${why}`]);
  });

  it('while a restart waits for calls are part of it, and so is another wish', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart('by hand');
    expect(planned(session)).toEqual([
      'the server will be restarted once calls in flight are over: by hand',
    ]);
    session.after(restartLimits.drainMs - 100);
    session.changes('/a');
    session.wantsRestart('once more');
    expect(planned(session)).toHaveLength(1);
    session.after(99);
    expect(session.did()).toEqual([]);
    session.after(1);
    expect(planned(session)).toEqual(['restarting the server on purpose: by hand']);
    expect(session.did()).toContainEqual(term(1));
    session.exits(null, { signal: 'SIGTERM' });
    forget(session);
    regreet(session);
    session.after(restartLimits.drainMs);
    expect(session.generation).toBe(2);
    expect(session.did()).toEqual([]);
  });

  it('that are deleted while they settle before a wish are part of that', () => {
    const session = greetedSession();
    session.changes('/a');
    session.wantsRestart('by hand');
    expect(planned(session)).toEqual(['restarting the server on purpose: by hand']);
    session.exits(null, { signal: 'SIGTERM' });
    regreet(session);
    forget(session);
    session.after(10_000);
    expect(session.did()).toEqual([]);
  });
});

describe('a restart that was asked for', () => {
  it('waits for calls, and for nothing more once they are answered', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart();
    forget(session);
    session.server(result(1, {}));
    expect(session.did()).toContainEqual(term(1));
  });

  it('waits for nothing of a server that is being greeted', () => {
    const session = new Script();
    session.client(initialize);
    forget(session);
    session.wantsRestart();
    expect(session.did()).toContainEqual(term(1));
    session.exits(null, { signal: 'SIGTERM' });
    expect(session.serverGot()).toMatchObject([{ method: 'initialize' }]);
    session.server(agreement());
    expect(session.clientGot()).toMatchObject([{ id: 0, result: {} }]);
  });

  it('waits for calls beside a second greeting, which is no start', () => {
    const session = greetedSession();
    session.client(call(1), { ...initialize, id: 2 });
    forget(session);
    session.wantsRestart();
    expect(session.did()).toEqual([]);
  });

  it('starts one at once where there is none', () => {
    const session = greetedSession({ restarts: 1 });
    session.exits(1);
    session.exits(1);
    expect(session.report().state).toBe('stopped');
    forget(session);
    session.wantsRestart('by hand');
    expect(session.did()).toContainEqual({ type: 'spawn', generation: 3 });
    const waiting = new Script();
    waiting.exits(1);
    expect(waiting.report().state).toBe('restarting');
    waiting.wantsRestart('by hand');
    expect(waiting.generation).toBe(2);
  });

  it('is forgotten where the server rests: the next one is a new one', () => {
    const session = greetedSession();
    session.exits(0);
    forget(session);
    session.wantsRestart();
    session.after(60_000);
    expect(session.did()).toEqual([]);
    session.client(request(1, 'resources/list'));
    regreet(session);
    session.server(result(1, { resources: [] }));
    forget(session);
    session.after(60_000);
    expect(session.did()).toEqual([]);
    expect(session.report().state).toBe('running');
  });

  it('waits while a life is on its way out, and starts the next one', () => {
    const session = greetedSession();
    session.client(call(1));
    session.closesStdin();
    forget(session);
    session.wantsRestart();
    expect(session.did()).toEqual([]);
    session.exits(1, { leftovers: true });
    session.after(1_000);
    expect(session.generation).toBe(2);
    expect(session.report().state).toBe('running');
  });

  it('is over with the session, and what was held back is written', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart();
    session.client(call(2));
    session.serverGot();
    session.endOfClient();
    expect(session.serverGot()).toMatchObject([{ id: 2 }]);
    session.server(result(1, {}), result(2, {}));
    expect(session.clientGot()).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(session.did()).not.toContainEqual(term(1));
  });

  it('and changes that settle are over with the session', () => {
    const session = greetedSession();
    session.client(call(1));
    session.changes('/a');
    session.endOfClient();
    session.after(restartLimits.settleMs);
    expect(planned(session)).toEqual([]);
  });
});

describe('a server that nobody uses', () => {
  const idleMs = 1_000;
  const idle = () => greetedSession({ idleMs });
  const rested = (session: Script): string[] =>
    session.lines('server-rested').map(({ message }) => message);

  it('is ended after that time, and what it did last counts', () => {
    const session = idle();
    session.after(idleMs - 1);
    session.server(notification('own/event'));
    session.after(idleMs - 1);
    expect(session.did()).toEqual([]);
    session.after(1);
    expect(session.did()).toContainEqual(term(1));
    session.exits(null, { signal: 'SIGTERM' });
    expect(rested(session)).toEqual([
      'nobody has used the server for 1.0 s, so it was ended; the next request starts it again',
    ]);
    expect(session.report()).toMatchObject({ state: 'asleep', fallCount: 0 });
  });

  it.each([
    ['it is being asked', (session: Script) => session.client(call(1))],
    ['it asks', (session: Script) => session.server(request(1, 'roots/list'))],
  ])('is not ended while %s', (_what, asks) => {
    const session = idle();
    asks(session);
    session.after(10 * idleMs);
    expect(session.did()).toEqual([]);
  });

  it('is not ended before it was greeted, nor while the next one is', () => {
    const greeted = new Script({ idleMs });
    greeted.client(initialize);
    forget(greeted);
    greeted.after(10 * idleMs);
    expect(greeted.did()).toEqual([]);
    const silent = new Script({ idleMs });
    forget(silent);
    silent.after(10 * idleMs);
    expect(silent.did()).toEqual([]);
    const later = idle();
    later.exits(1);
    forget(later);
    later.after(2 * idleMs);
    expect(later.did()).toEqual([]);
  });

  it('is not ended twice, nor after it has closed a pipe', () => {
    const session = idle();
    session.after(idleMs);
    expect(session.did()).toContainEqual(term(1));
    session.after(idleMs / 2);
    expect(session.did()).toEqual([]);
    const closed = idle();
    closed.after(idleMs - 1);
    closed.closesStdin();
    closed.after(idleMs / 4);
    expect(closed.did()).toEqual([]);
  });

  it('ends the run with `--restarts 0`, and that is told', () => {
    const session = greetedSession({ idleMs, restarts: 0 });
    session.after(idleMs);
    session.exits(null, { signal: 'SIGTERM' });
    expect(session.lines('server-exited')).toMatchObject([
      {
        message: 'The MCP server was ended because nobody had used it for 1.0 s',
        fields: { reason: 'server-restarted' },
      },
    ]);
    expect(session.did()).toContainEqual({ type: 'exit', code: 143 });
  });

  it('is left to the end of the session', () => {
    const session = greetedSession({ idleMs: 100 });
    session.endOfClient();
    session.after(150);
    expect(session.did()).toEqual([{ type: 'end-server-input', generation: 1 }]);
  });

  it('that ended by itself is told so', () => {
    const session = greetedSession();
    session.exits(0);
    expect(rested(session)).toEqual([
      'the server ended by itself while nobody needed it; the next request starts it again',
    ]);
  });
});

describe('a start', () => {
  it('is told to the log, and that it is not the first', () => {
    const session = new Script();
    session.spawns();
    session.exits(1);
    session.untilRestart();
    session.spawns();
    expect(session.lines('server-started')).toMatchObject([
      { level: 'info', message: 'the server was started', fields: { serverPid: 4711 } },
      { level: 'info', message: 'the server was started again', fields: { serverPid: 4711 } },
    ]);
  });

  it('that is put off, and one that is needed then, are told too', () => {
    const session = new Script({ lazy: true });
    expect(session.lines('start-deferred')).toHaveLength(1);
    expect(session.generation).toBe(0);
    session.client(call(1));
    expect(session.lines('server-woken')).toMatchObject([{ level: 'info' }]);
    expect(session.generation).toBe(1);
  });
});

describe('the state that is shown', () => {
  it('is that of the life, and of the session at its end', () => {
    const session = new Script();
    const shown = () => session.report().state;
    expect([shown(), session.report().lives]).toEqual(['running', 1]);
    session.exits(1);
    expect(shown()).toBe('restarting');
    session.untilRestart();
    session.client(initialize);
    session.server(agreement());
    expect(session.report()).toMatchObject({
      state: 'running',
      lives: 2,
      era: 'legacy',
      protocol: '2025-11-25',
      parties: { client: { name: 'client' }, server: { name: 'server' } },
      requests: 1,
    });
    session.endOfClient();
    expect(shown()).toBe('ending');
  });
});

describe('time that counts', () => {
  const jump = clockJumpMinMs;

  it('is that of the clock, while deadlines are looked at in time', () => {
    const clock = new AwakeClock();
    expect([0, 10, jump, 3 * jump].map((now) => clock.read(now, () => undefined))).toEqual([
      0,
      10,
      jump,
      3 * jump,
    ]);
    expect(clock.read(5 * jump, () => 5 * jump - jump + 1)).toBe(5 * jump);
    expect(clock.real(7)).toBe(7);
  });

  it('asks for a deadline only after a long silence', () => {
    const clock = new AwakeClock();
    const due = (): number => {
      throw new Error('asked');
    };
    clock.read(100, () => undefined);
    expect(clock.read(99 + jump, due)).toBe(99 + jump);
    expect(() => clock.read(99 + 2 * jump, due)).toThrow('asked');
  });

  it('leaves out what lies before a deadline that is looked at far too late', () => {
    const clock = new AwakeClock();
    clock.read(100, () => undefined);
    expect(clock.read(200 + jump, () => 200)).toBe(100);
    expect(clock.read(250 + jump, () => 200)).toBe(150);
    expect(clock.real(200)).toBeGreaterThanOrEqual(300 + jump);
    expect(clock.real(200)).toBeLessThan(301 + jump);
    expect(clock.read(300 + 3 * jump, () => 200)).toBe(150);
    expect(clock.read(301 + 3 * jump, () => 200)).toBe(151);
  });
});
