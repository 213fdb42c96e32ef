/** In which order the next server is told what the one before knew, in whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { classify } from '../../src/protocol/classify.ts';
import { parseAgreement } from '../../src/session/replay-to-server.ts';
import { envelope, failure, notification, type Packet, request, result } from '../world/packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  Script,
} from '../world/script.ts';
import { greetedAsleep } from './remembered.ts';

const { replayMaxMs } = sessionLimits;
const later = { ...initialize, id: 5, params: { ...initialize.params, x: 1 } };
const roots = notification('notifications/roots/list_changed');
const modern = { _meta: envelope };
const signals = (session: Script) =>
  session.did().filter(({ type }) => type === 'signal-server').length;

/** Its first greeting took a while, and its server has fallen. */
function fallen(): Script {
  const session = new Script();
  session.client(initialize);
  session.after(10);
  session.server(agreement());
  session.client(initialized);
  session.exits(1);
  forget(session);
  return session;
}

describe('a server before anybody has said a word', () => {
  it('is written to as the client writes, whichever it is', () => {
    const session = new Script();
    session.client(roots);
    expect(session.serverGot()).toEqual([roots]);
    session.exits(1);
    session.untilRestart();
    session.client(roots, initialize);
    expect(session.serverGot()).toEqual([roots, initialize]);
  });

  it('is told what waited for it', () => {
    const session = new Script();
    session.exits(1);
    session.client(roots, request(1, 'ping'));
    session.untilRestart();
    expect(session.serverGot()).toEqual([roots, request(1, 'ping')]);
  });
});

describe('a modern server', () => {
  const asked = (id: number) => request(id, 'tools/list', modern);

  it('is asked something before it is told anything', () => {
    const session = new Script();
    session.client(asked(1));
    session.server(result(1, {}));
    session.exits(1);
    session.client(roots);
    session.untilRestart(1);
    forget(session);
    expect(session.serverGot()).toEqual([]);
    session.client(roots, asked(2), roots, asked(3));
    expect(session.serverGot()).toEqual([asked(2), roots, roots, roots, asked(3)]);
  });

  it('is asked the first request that waited, then told the rest in turn', () => {
    const session = new Script();
    session.client(asked(1));
    session.exits(1);
    session.client(roots, asked(2), roots);
    forget(session);
    session.untilRestart();
    expect(session.serverGot()).toEqual([asked(1), roots, asked(2), roots]);
    const other = new Script();
    other.client(asked(1));
    other.server(result(1, {}));
    other.exits(1, { stdoutEnds: false });
    other.client(roots, asked(2), roots);
    forget(other);
    other.closesStdout();
    other.untilRestart();
    expect(other.serverGot()).toEqual([asked(2), roots, roots]);
  });
});

describe('the next server', () => {
  it('has as long as it likes for a greeting that none has answered yet', () => {
    const session = new Script();
    session.client(initialize);
    session.exits(1);
    session.untilRestart();
    session.after(10 * replayMaxMs);
    expect([signals(session), session.generation]).toEqual([0, 2]);
  });

  it('has so long for one of a client that greets once more', () => {
    const session = fallen();
    session.client(later);
    session.untilRestart();
    expect(session.serverGot()).toEqual([later]);
    session.after(replayMaxMs - 1);
    expect(signals(session)).toBe(0);
    session.after(1);
    expect(signals(session)).toBe(1);
  });

  it('is greeted as the client greets by now, and its answer is given', () => {
    const session = fallen();
    session.client(later);
    session.untilRestart();
    session.server({ ...agreement(), id: 5 });
    expect(session.clientGot()).toEqual([{ ...agreement(), id: 5 }]);
    session.client(initialized, call(6));
    expect(session.serverGot()).toEqual([later, initialized, call(6)]);
  });

  it('that refuses it is greeted as the one before, which nobody sees', () => {
    const session = fallen();
    session.client(later, call(6));
    session.untilRestart();
    session.server(failure(5, -32602, 'no'));
    expect(session.clientGot()).toEqual([failure(5, -32602, 'no')]);
    expect(session.serverGot()).toEqual([later, initialize]);
    session.server(agreement());
    expect(session.clientGot()).toEqual([]);
    expect(session.serverGot()).toEqual([initialized, call(6)]);
  });

  it('is told of `initialized` before it is greeted once more', () => {
    const session = fallen();
    session.untilRestart();
    session.client(later);
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized, later]);
    expect(session.clientGot()).toEqual([]);
    session.server({ ...agreement(), id: 5 });
    expect(session.clientGot()).toEqual([{ ...agreement(), id: 5 }]);
  });

  it('is asked nothing before a client that said nothing since its greeting goes on', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement());
    session.exits(1);
    session.untilRestart();
    forget(session);
    session.server(agreement());
    session.after(1_000);
    expect(session.serverGot()).toEqual([]);
    session.client(roots);
    expect(session.serverGot()).toEqual([]);
    session.client(call(1));
    expect(session.serverGot()).toEqual([roots, call(1)]);
  });

  it('is asked once more what was in flight under the id of the greeting', () => {
    const list = request(0, 'resources/list');
    const session = fallen();
    session.untilRestart();
    session.server(agreement());
    session.client(list);
    session.exits(1);
    forget(session);
    session.untilRestart();
    expect(session.serverGot()).toEqual([initialize]);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized, list]);
    session.server(result(0, { resources: [] }));
    expect(session.clientGot()).toEqual([result(0, { resources: [] })]);
  });

  it('is told nothing twice that it was told', () => {
    const session = greetedSession();
    session.exits(1);
    session.client(roots, call(1));
    session.untilRestart(1);
    forget(session);
    session.server(agreement());
    expect(session.serverGot()).toEqual([initialized, roots, call(1)]);
    session.client(roots);
    expect(session.serverGot()).toEqual([roots]);
  });
});

describe('a server that was answered for, once it is there', () => {
  function woken(): Script {
    const session = greetedAsleep();
    session.client(call(1));
    session.server(agreement());
    session.server(result(1, {}));
    forget(session);
    return session;
  }

  it('is no more compared with what was remembered', () => {
    const session = woken();
    session.exits(1);
    session.client(call(2));
    session.untilRestart(1);
    session.server(agreement({ capabilities: { tools: {} } }));
    expect(session.did().map(({ type }) => type)).not.toContain('forget');
    expect(session.serverGot()).toContainEqual(call(2));
  });
});

describe('an agreement', () => {
  const agreed = (outcome: object) => {
    const made = classify(
      Buffer.from(`${JSON.stringify({ jsonrpc: '2.0', id: 1, ...outcome })}\n`),
    );
    if (made?.kind !== 'response') throw new Error('not an answer');
    return parseAgreement(made);
  };
  const none: Pick<Packet, 'error'>[] = [{ error: { code: 1, message: 'no' } }];

  it.each([{ result: null }, { result: 7 }, { result: [] }, { result: 'x' }, ...none])(
    'is none in %j',
    (outcome) => {
      expect(agreed(outcome)).toBeUndefined();
    },
  );

  it.each([
    [{}, undefined, {}],
    [{ protocolVersion: 7, capabilities: null }, undefined, {}],
    [{ protocolVersion: 'x', capabilities: 'y' }, 'x', {}],
    [{ protocolVersion: 'x', capabilities: { tools: {} } }, 'x', { tools: {} }],
  ])('is read leniently in %j', (said, protocolVersion, capabilities) => {
    expect(agreed({ result: said })).toEqual({ protocolVersion, capabilities });
  });
});
