/** What notifications of the client lead to, by the state of the server, in whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits, supervisorLimits } from '../../src/base/limits.ts';
import { lineOf, notification, request, result } from '../world/packet.ts';
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

const roots = notification('notifications/roots/list_changed');
const droppedNotice = 'a notification of the client was dropped: there is no server';

function cancel(requestId: unknown) {
  return notification('notifications/cancelled', { requestId });
}

describe('initialized', () => {
  it('is told to the next server in its turn if the first one fell before it came', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement());
    session.exits(1);
    session.untilRestart();
    forget(session);
    session.client(initialized);
    expect(session.serverGot()).toEqual([]);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized]);
  });

  it('lets what was sent before it follow it', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement());
    forget(session);
    session.client(initialized, roots);
    expect(session.serverGot()).toEqual([initialized, roots]);
  });

  it('reaches a server whose launcher has left meanwhile', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement());
    session.exits(0, { stdoutEnds: false, leftovers: true });
    forget(session);
    session.client(initialized);
    session.after(supervisorLimits.drainMs);
    const [told, ping] = session.serverGot();
    expect([told, ping?.method]).toEqual([initialized, 'ping']);
    session.server(result(ping?.id ?? null, {}));
    session.client(call(1));
    expect(session.serverGot()).toEqual([call(1)]);
  });
});

describe('a notification', () => {
  it('waits for the next server while this one finishes its calls', () => {
    const session = greetedSession();
    session.client(call(1));
    session.wantsRestart();
    forget(session);
    session.client(roots);
    expect(session.serverGot()).toEqual([]);
    session.server(result(1, {}));
    session.exits(0);
    regreet(session);
    expect(session.serverGot()).toEqual([initialize, initialized, roots]);
  });

  it('is dropped while no server is tried, and said to be', () => {
    const session = greetedSession({ restarts: 1 });
    session.exits(1);
    session.exits(1);
    session.client(roots);
    expect(session.logged()).toContain(droppedNotice);
    session.after(60_000);
    forget(session);
    session.client(request(1, 'tools/list'));
    regreet(session);
    expect(session.serverGot()).not.toContainEqual(roots);
  });

  it('that waited is dropped with the requests when no server is tried any more', () => {
    const lost = 'notifications of the client were dropped: there is no server';
    for (const waiting of [[roots, call(1)], [call(1)]]) {
      const session = greetedSession({ restarts: 1 });
      session.exits(1);
      session.client(...waiting);
      session.exits(1);
      expect(session.clientGot()).toMatchObject([{ id: 1, error: {} }]);
      expect(session.logged().includes(lost)).toBe(waiting.length > 1);
    }
  });

  it('is dropped when too much waits already', () => {
    const session = greetedSession();
    session.exits(1);
    const data = 'x'.repeat(60_000);
    const fits = Math.floor(
      sessionLimits.holdBytesMax / lineOf(notification('notifications/x', { data })).length,
    );
    for (let count = 0; count < fits; count += 1) {
      session.client(notification('notifications/x', { data }));
    }
    expect(session.logged()).not.toContain(droppedNotice);
    session.client(notification('notifications/x', { data }));
    expect(session.logged()).toContain(droppedNotice);
  });
});

describe('a cancellation', () => {
  it('of a request that waits for a server ends both', () => {
    const session = greetedSession();
    session.exits(1);
    session.client(call(1), cancel(1));
    forget(session);
    regreet(session);
    expect(session.serverGot()).toEqual([initialized]);
    session.client(call(1));
    expect(session.serverGot()).toEqual([call(1)]);
  });

  it('of a greeting that waits for a server changes nothing', () => {
    const session = new Script();
    session.exits(1);
    session.client(initialize, cancel(0));
    session.untilRestart();
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    expect(session.clientGot()).toEqual([agreement()]);
  });

  it('of a greeting in flight is told to the server, whose answer still counts', () => {
    const session = new Script();
    session.client(initialize, cancel(0));
    session.exits(1);
    session.untilRestart();
    forget(session);
    session.server(agreement());
    expect(session.clientGot()).toEqual([agreement()]);
  });

  it('is not told to a server that has not been greeted', () => {
    const session = greetedSession();
    session.exits(1);
    forget(session);
    session.client(cancel('ghost'));
    expect(session.serverGot()).toEqual([]);
  });

  it('of what this server may know is told to it; of what one before it knew is not', () => {
    const session = greetedSession();
    session.client(cancel('ghost'), cancel(undefined));
    expect(session.serverGot()).toEqual([cancel('ghost'), cancel(undefined)]);
    session.exits(1);
    regreet(session);
    forget(session);
    session.client(cancel('ghost'));
    expect(session.serverGot()).toEqual([]);
    session.client(call(5), cancel(5));
    expect(session.serverGot()).toEqual([call(5), cancel(5)]);
  });

  it('of a request whose server has exited is not written to it', () => {
    const session = greetedSession();
    session.client(call(1));
    session.exits(1, { stdoutEnds: false });
    forget(session);
    session.client(cancel(1));
    expect(session.serverGot()).toEqual([]);
  });

  it('leaves its request unanswered when the server falls', () => {
    const session = greetedSession();
    session.client(call(1), cancel(1));
    session.exits(1);
    expect(session.clientGot()).toEqual([]);
    session.client(call(1));
    regreet(session);
    expect(session.serverGot()).toContainEqual(call(1));
  });
});

describe('progress of the client', () => {
  const progress = (progressToken: unknown) =>
    notification('notifications/progress', { progressToken, progress: 1 });
  const ask = (id: number | string, progressToken?: string | number) =>
    request(id, 'sampling/createMessage', progressToken ? { _meta: { progressToken } } : {});

  it('on a question of a server that fell ends here', () => {
    const session = greetedSession();
    session.server(ask(5, 't'));
    session.exits(1);
    regreet(session);
    forget(session);
    session.client(progress(5));
    expect(session.serverGot()).toEqual([]);
    expect(session.logged()).toContain('progress on a question that is over was dropped');
  });

  it('on a question that is answered ends here if the server knew it by another id', () => {
    const session = greetedSession();
    session.server(ask('a', 't'));
    session.client(result(1, {}));
    forget(session);
    session.client(progress(1), progress(2));
    expect(session.serverGot()).toEqual([progress(2)]);
  });

  it('passes if it is about no question, or says not about which', () => {
    const session = greetedSession();
    session.server(ask(5));
    forget(session);
    const all = [progress(5), progress(undefined), progress(9)];
    session.client(...all);
    expect(session.serverGot()).toEqual(all);
  });
});
