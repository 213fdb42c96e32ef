/**
 * What the shield looks at by itself: lists after a restart, tools that a server announces while
 * some are hidden, a remembered server without a handshake. Whole sessions, told step by step.
 */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import {
  envelope,
  notification,
  type Packet,
  type Params,
  request,
  result,
} from '../world/packet.ts';
import { agreement, call, forget, initialize, initialized, Script } from '../world/script.ts';
import { heardText } from './messages.ts';

const told = { tools: { listChanged: true }, resources: { listChanged: true } };
const named = (...names: string[]): Params[] => names.map((name) => ({ name }));
const toolsChanged = notification('notifications/tools/list_changed');
const resourcesChanged = notification('notifications/resources/list_changed');

/** Greeted, and both lists seen: tools `a`, resources `a`. */
function listed(options: ConstructorParameters<typeof Script>[0] = {}): Script {
  const session = new Script(options);
  session.client(initialize);
  session.server(agreement({ capabilities: told }));
  session.client(initialized, request(1, 'tools/list'), request(2, 'resources/list'));
  session.server(result(1, { tools: named('a') }), result(2, { resources: named('a') }));
  forget(session);
  return session;
}

/** The next server is greeted; what it is asked for, by method. */
function looks(session: Script): Record<string, Packet> {
  session.exits(1);
  if (session.report().state !== 'running') session.untilRestart();
  forget(session);
  session.server(agreement({ capabilities: told }));
  return Object.fromEntries(session.serverGot().map((packet) => [packet.method, packet]));
}

const idOf = (packet: Packet | undefined) => packet?.id ?? null;

describe('lists of the next server', () => {
  it('are asked for in a plain way, each once', () => {
    const asked = looks(listed());
    expect(asked['tools/list']?.params).toEqual({});
    expect(asked['resources/list']?.params).toEqual({});
  });

  it('that the client reads by itself meanwhile are its own, and the others are still looked at', () => {
    const session = listed();
    const asked = looks(session);
    session.client(request(5, 'tools/list'));
    session.server(
      result(5, { tools: named('b') }),
      result(idOf(asked['tools/list']), { tools: named('b') }),
      result(idOf(asked['resources/list']), { resources: named('b') }),
    );
    expect(session.clientGot()).toEqual([result(5, { tools: named('b') }), resourcesChanged]);
  });

  it('are remembered for the next run if they differ, and only then', () => {
    for (const name of ['a', 'b']) {
      const session = listed({ remembers: true });
      session.after(60_000);
      forget(session);
      const asked = looks(session);
      session.server(
        result(idOf(asked['tools/list']), { tools: named(name) }),
        result(idOf(asked['resources/list']), { resources: named('a') }),
      );
      session.after(60_000);
      const kept = session.did().filter(({ type }) => type === 'remember');
      expect(kept).toHaveLength(name === 'a' ? 0 : 1);
      expect(JSON.stringify(kept).includes('b\\')).toBe(name === 'b');
    }
  });

  it('of other kinds are compared whole, whatever tools are hidden', () => {
    const session = listed({ hideTools: ['secret*'] });
    const asked = looks(session);
    session.server(
      result(idOf(asked['tools/list']), { tools: named('a', 'secret') }),
      result(idOf(asked['resources/list']), { resources: named('a', 'secret') }),
    );
    expect(session.clientGot()).toEqual([resourcesChanged]);
  });
});

describe('lists of which the client was promised no news', () => {
  const plain = { tools: {}, resources: {} };

  it('are looked at where they were told from memory, and nobody is told', () => {
    const session = new Script({ lazy: true, remembers: true });
    session.client(initialize);
    session.recalls({
      initialize: heardText(agreement({ capabilities: plain }).result ?? {}),
      lists: { 'tools/list': [{ cursor: null, answer: heardText({ tools: named('a') }) }] },
    });
    session.client(initialized, request(1, 'tools/list'), call(2));
    session.server(agreement({ capabilities: plain }), result(2, {}));
    const look = session.serverGot().find(({ method }) => method === 'tools/list');
    forget(session);
    session.server(result(idOf(look), { tools: named('b') }));
    expect(session.clientGot()).toEqual([]);
    expect(session.logged().filter((line) => line.includes('promised no news'))).toHaveLength(1);
  });

  it('are not looked at otherwise', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement({ capabilities: { tools: null, resources: 7 } }));
    session.client(initialized, request(1, 'tools/list'), request(2, 'resources/list'));
    session.server(result(1, { tools: named('a') }), result(2, { resources: named('a') }));
    session.exits(1);
    forget(session);
    session.server(agreement({ capabilities: plain }));
    expect(session.serverGot()).toEqual([initialized]);
  });
});

describe('tools that a server announces while some are hidden', () => {
  function announced(): { session: Script; look: Packet | undefined } {
    const session = listed({ hideTools: ['secret*'] });
    session.server(toolsChanged);
    const [look, ...more] = session.serverGot();
    expect([look?.method, more, session.clientGot()]).toEqual(['tools/list', [], []]);
    return { session, look };
  }

  it('are told if another is seen, once', () => {
    const { session, look } = announced();
    session.server(result(idOf(look), { tools: named('a', 'b') }));
    expect(session.clientGot()).toEqual([toolsChanged]);
    session.after(2 * sessionLimits.lookMaxMs);
    expect(session.clientGot()).toEqual([]);
  });

  it('are not told if the client would see the same', () => {
    const { session, look } = announced();
    session.server(result(idOf(look), { tools: named('secret-2', 'a') }));
    session.after(2 * sessionLimits.lookMaxMs);
    expect(session.clientGot()).toEqual([]);
  });

  it('are told when the server does not list them in time, and its late list is nobody’s', () => {
    const { session, look } = announced();
    session.after(sessionLimits.lookMaxMs - 1);
    expect(session.clientGot()).toEqual([]);
    session.after(1);
    expect(session.clientGot()).toEqual([toolsChanged]);
    session.server(result(idOf(look), { tools: named('a', 'b') }));
    expect(session.clientGot()).toEqual([]);
    session.server(toolsChanged);
    expect(session.serverGot()).toMatchObject([{ method: 'tools/list' }]);
  });

  it('are told if the list is refused or has another form', () => {
    for (const answer of [{ error: { code: 1, message: 'no' } }, { result: { tools: 7 } }]) {
      const { session, look } = announced();
      session.server({ jsonrpc: '2.0', id: idOf(look), ...answer });
      expect(session.clientGot()).toEqual([toolsChanged]);
    }
  });

  it('that change again meanwhile are looked at once more', () => {
    const { session, look } = announced();
    session.server(toolsChanged, toolsChanged);
    expect(session.serverGot()).toEqual([]);
    session.server(result(idOf(look), { tools: named('a') }));
    const [second, ...more] = session.serverGot();
    expect([second?.method, more]).toEqual(['tools/list', []]);
    session.server(result(idOf(second), { tools: named('b') }));
    expect(session.clientGot()).toEqual([toolsChanged]);
    expect(session.serverGot()).toEqual([]);
  });

  it('leave other looks as they are when their time is over', () => {
    const session = listed({ hideTools: ['secret*'] });
    const asked = looks(session);
    session.server(result(idOf(asked['tools/list']), { tools: named('a') }), toolsChanged);
    session.after(sessionLimits.lookMaxMs);
    expect(session.clientGot()).toEqual([toolsChanged]);
    session.server(result(idOf(asked['resources/list']), { resources: named('b') }));
    expect(session.clientGot()).toEqual([resourcesChanged]);
  });
});

describe('a remembered server without a handshake', () => {
  const found = { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: {} };
  const meta = { _meta: envelope };

  function woken(discover: Params | undefined): Packet[] {
    const session = new Script({ lazy: true, remembers: true });
    session.client(request(1, 'tools/list', meta));
    session.recalls({
      ...(discover && { discover: heardText(discover) }),
      lists: { 'tools/list': [{ cursor: null, answer: heardText({ tools: [] }) }] },
    });
    session.client(request(2, 'tools/call', { ...meta, name: 'write' }));
    session.server(result(2, { content: [] }));
    return session.serverGot();
  }

  it('is asked who it is, in the words of the client, once it has spoken', () => {
    const asked = woken(found).filter(({ method }) => method === 'server/discover');
    expect(asked.map(({ params }) => params)).toEqual([meta]);
  });

  it('is asked nothing of the kind where that was not remembered', () => {
    const asked = woken(undefined).filter(({ method }) => method === 'server/discover');
    expect(asked).toEqual([]);
  });
});

describe('a request that was in flight at a fall', () => {
  it('is repeated for what its tool says only if it calls one', () => {
    const session = listed({ retry: 'annotated' });
    const look = { name: 'a', annotations: { readOnlyHint: true } };
    session.client(request(3, 'tools/list'));
    session.server(result(3, { tools: [look] }));
    session.client(request(4, 'custom/method', { name: 'a' }), call(5, 'a'));
    forget(session);
    session.exits(1);
    expect(session.clientGot()).toMatchObject([{ id: 4, error: {} }]);
  });

  it('and is a read is told after so long that no server came back', () => {
    const session = listed({ restarts: 1_000, backoffInitialMs: 1_000, backoffMaxMs: 1_000 });
    session.client(request(7, 'resources/list'));
    session.exits(1);
    const { now } = session;
    let got = session.clientGot();
    for (let tries = 0; tries < 100 && got.length === 0; tries += 1) {
      session.spawnFails('EBUSY');
      session.after(1_500);
      got = session.clientGot();
    }
    expect(got).toMatchObject([{ id: 7, error: { message: expect.stringContaining('in time') } }]);
    expect(session.now - now).toBeGreaterThanOrEqual(sessionLimits.holdMaxMs);
    expect(session.now - now).toBeLessThan(sessionLimits.holdMaxMs + 3_000);
  });
});
