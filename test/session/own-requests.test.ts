/** What the shield itself asks a server, and what its answers lead to; told with whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits, supervisorLimits } from '../../src/base/limits.ts';
import {
  envelope,
  failure,
  notification,
  type Packet,
  type Params,
  request,
  result,
} from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  regreet,
  Script,
  tools,
} from '../world/script.ts';

const { drainMs, launchedMs, launchedProofMs } = supervisorLimits;
const changed = notification('notifications/tools/list_changed');

/** Its process has left with code 0, and somebody holds the pipes. */
function leaves(session: Script): void {
  forget(session);
  session.exits(0, { stdoutEnds: false, leftovers: true });
  session.after(drainMs);
}

describe('whoever holds the pipes of a process that left', () => {
  it('is asked for a ping in a session that was greeted, and goes on when it answers', () => {
    const session = greetedSession();
    leaves(session);
    const [asked, ...more] = session.serverGot();
    expect([asked?.method, more]).toEqual(['ping', []]);
    session.after(launchedProofMs - 1);
    expect(session.generation).toBe(1);
    session.server(result(asked?.id ?? null, {}));
    session.after(10 * launchedProofMs);
    expect(session.clientGot()).toEqual([]);
    session.client(call(1));
    expect(session.serverGot()).toEqual([call(1)]);
    expect(session.generation).toBe(1);
  });

  it('goes on also when it knows no ping, or says something else', () => {
    for (const says of [failure('?', -32601, 'no such method'), changed]) {
      const session = greetedSession();
      leaves(session);
      const [asked] = session.serverGot();
      session.server(says.id === undefined ? says : { ...says, id: asked?.id ?? null });
      session.after(10 * launchedProofMs);
      session.client(call(1));
      expect(session.serverGot()).toEqual([call(1)]);
    }
  });

  it('is over when it does not answer', () => {
    const session = greetedSession();
    leaves(session);
    forget(session);
    session.client(call(1));
    session.after(launchedProofMs);
    expect(session.did()).toContainEqual({
      type: 'signal-server',
      generation: 1,
      signal: 'SIGTERM',
    });
    expect(session.serverGot().filter(({ id }) => id === 1)).toEqual([]);
  });

  it('is asked in the way of modern servers in a session without a handshake', () => {
    const session = new Script();
    session.client(request(1, 'tools/list', { _meta: envelope }));
    session.server(result(1, { tools: [] }));
    leaves(session);
    expect(session.serverGot()).toEqual([
      { ...request(null, 'server/discover', { _meta: envelope }), id: expect.anything() },
    ]);
    session.after(launchedProofMs);
    expect(session.did()).toContainEqual({
      type: 'signal-server',
      generation: 1,
      signal: 'SIGTERM',
    });
  });

  it('is asked nothing before it was greeted, and has the time of a start', () => {
    const session = new Script();
    leaves(session);
    expect(session.serverGot()).toEqual([]);
    session.after(launchedMs - 1);
    expect(session.generation).toBe(1);
    expect(session.did()).toEqual([]);
  });
});

describe('a server that was remembered', () => {
  const { id: _id, jsonrpc: _jsonrpc, ...greeting } = agreement();
  const remembered = {
    initialize: ['{"jsonrpc":"2.0","id":', `,${JSON.stringify(greeting).slice(1)}\n`],
    lists: {},
  } as const;

  /** The client was greeted in the server's place, and has called a tool. */
  function woken(): Script {
    const session = new Script({ lazy: true, remembers: true, startPatienceMs: 0 });
    session.client(request(0, 'initialize', { protocolVersion: '2025-11-25' }));
    session.recalls(remembered);
    session.client(notification('notifications/initialized'), call(1));
    forget(session);
    return session;
  }

  it('is forgotten if it speaks another version by now, and is told what changed', () => {
    const session = woken();
    session.server(agreement({ protocolVersion: '2024-11-05' }));
    expect(session.did()).toContainEqual(expect.objectContaining({ type: 'forget' }));
  });

  it('is not forgotten if it greets as before, whatever is beside the greeting', () => {
    const session = woken();
    session.server(agreement({ _meta: { since: 1 } }));
    session.after(60_000);
    expect(session.did().map(({ type }) => type)).not.toContain('forget');
  });

  /** As `woken`, of a modern client, which has asked what the server offers. */
  function wokenModern() {
    const session = new Script({ lazy: true, remembers: true, startPatienceMs: 0 });
    session.client(request(0, 'server/discover', { _meta: envelope }));
    const offered = `,"result":{"capabilities":{"tools":{}}}}\n`;
    session.recalls({ discover: ['{"jsonrpc":"2.0","id":', offered], lists: {} });
    session.client(request(1, 'tools/call', { name: 'x', _meta: envelope }));
    const asked = session.serverGot().find(({ method }) => method === 'server/discover');
    forget(session);
    return { session, id: asked?.id ?? null };
  }

  it.each([
    ['offers the same', { result: { capabilities: { tools: {} } } }, false],
    ['offers something else', { result: { capabilities: { prompts: {} } } }, true],
    ['refuses to tell', { error: { code: -32603, message: 'no' } }, false],
  ])('is asked what it offers by now, and %s', (_words, outcome, isForgotten) => {
    const { session, id } = wokenModern();
    session.server({ jsonrpc: '2.0', id, ...outcome } as Packet);
    expect(session.clientGot()).toEqual([]);
    expect(session.did().some(({ type }) => type === 'forget')).toBe(isForgotten);
  });

  it('that lost a capability is forgotten, and what needs it is refused', () => {
    const session = woken();
    session.server(agreement({ capabilities: { tools: {} } }));
    expect(session.did().map(({ type }) => type)).toContain('forget');
    forget(session);
    session.client(request(2, 'resources/list'), request(3, 'tools/list'));
    expect(session.clientGot()).toMatchObject([
      { id: 2, error: { data: { reason: 'request-refused' } } },
    ]);
    expect(session.serverGot()).toContainEqual(request(3, 'tools/list'));
  });
});

describe('a list that is looked at after a restart', () => {
  const one = { name: 'one', inputSchema: {} };

  /** Its server has fallen after `first` was listed; the next one is asked. */
  function looking(
    first: readonly Params[],
    capabilities: Params = { tools: { listChanged: true } },
  ) {
    const session = new Script();
    session.client(request(0, 'initialize', { protocolVersion: '2025-11-25' }));
    session.server(agreement({ capabilities }));
    session.client(notification('notifications/initialized'), request(1, 'tools/list'));
    session.server(result(1, { tools: first }));
    session.exits(1);
    session.server(agreement({ capabilities }));
    const asked = session
      .serverGot()
      .filter(({ method }) => method === 'tools/list')
      .slice(1);
    forget(session);
    return { session, ids: asked.map(({ id }) => id ?? null) };
  }

  it('is told to have changed if it has', () => {
    const { session, ids } = looking(tools);
    expect(ids).toHaveLength(1);
    session.server(result(ids[0] ?? null, { tools: [...tools, one] }));
    expect(session.clientGot()).toEqual([changed]);
    expect(session.logged()).toContain(
      'the list of the restarted server differs; the client gets list_changed',
    );
  });

  it('is told of no change if there is none, or if it cannot be read or had', () => {
    const answers: ((id: Packet['id']) => Packet)[] = [
      (id = null) => result(id, { tools: tools.toReversed() }),
      (id = null) => result(id, { other: [] }),
      (id = null) => failure(id, -32603, 'no'),
    ];
    for (const answer of answers) {
      const { session, ids } = looking(tools);
      session.server(answer(ids[0]));
      expect(session.clientGot()).toEqual([]);
    }
  });

  it('is read to its end, page by page', () => {
    const { session, ids } = looking([...tools, one]);
    session.server(result(ids[0] ?? null, { tools, nextCursor: 'more' }));
    const [asked] = session.serverGot();
    expect(asked).toMatchObject({ method: 'tools/list', params: { cursor: 'more' } });
    session.server(result(asked?.id ?? null, { tools: [one] }));
    expect(session.clientGot()).toEqual([]);
  });

  it('is not looked at if the client was promised no news of it', () => {
    for (const capabilities of [
      { tools: {} },
      { tools: { listChanged: false } },
      { tools: null },
      {},
    ]) {
      expect(looking(tools, capabilities).ids).toEqual([]);
    }
  });
});

describe('an announced change of tools of which some are hidden', () => {
  function announced() {
    const session = greetedSession({ hideTools: ['write'], maxMessageBytes: 20_000_000 });
    session.client(request(1, 'tools/list'));
    session.server(result(1, { tools }), changed);
    const asked = session.serverGot().at(-1);
    forget(session);
    return { session, id: asked?.id ?? null };
  }

  it('is no change of anything else', () => {
    const { session, id } = announced();
    session.server(result(id, { tools }));
    const other = notification('notifications/prompts/list_changed');
    session.server(other);
    expect(session.clientGot()).toEqual([other]);
    expect(session.serverGot()).toEqual([]);
  });

  it('is told if the list cannot be read', () => {
    const { session, id } = announced();
    session.server(result(id, { other: [] }));
    expect(session.clientGot()).toEqual([changed]);
  });

  it('is told if the list is too long to be compared', () => {
    const { session, id } = announced();
    const description = 'x'.repeat(sessionLimits.seenListBytesMax);
    const [write, ...visible] = tools;
    session.server(result(id, { tools: [{ ...write, description }, ...visible] }));
    expect(session.clientGot()).toEqual([changed]);
  });

  it('is not asked after twice when the look was overdue', () => {
    const { session, id } = announced();
    session.after(sessionLimits.lookMaxMs);
    expect(session.clientGot()).toEqual([changed]);
    session.server(result(id, { tools: [] }));
    session.after(sessionLimits.lookMaxMs);
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toEqual([]);
  });

  it('passes while the server is being replaced', () => {
    const { session, id } = announced();
    session.server(result(id, { tools }));
    session.client(call(5, 'look'));
    session.wantsRestart();
    forget(session);
    session.server(changed);
    expect(session.clientGot()).toEqual([changed]);
  });
});

describe('what is restored at a new server', () => {
  const level = request(5, 'logging/setLevel', { level: 'debug' });

  it('is asked once, and its refusal is told in the log', () => {
    const session = greetedSession();
    session.client(level);
    session.server(result(5, {}));
    session.exits(1);
    forget(session);
    regreet(session);
    const asked = session.serverGot().find(({ method }) => method === level.method);
    expect(asked?.params).toEqual(level.params);
    session.server(failure(asked?.id ?? null, -32603, 'no'));
    expect(session.clientGot()).toEqual([]);
    expect(session.logged().join('\n')).toMatch(/level/);
  });
});
