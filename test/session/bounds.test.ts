/** How much of a client and a server a session remembers at once; beyond, somebody is told. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { request, result } from '../world/packet.ts';
import { call, forget, greetedSession } from '../world/script.ts';

describe('requests in flight', () => {
  it('are refused beyond a bound, and taken again once one is answered', () => {
    const session = greetedSession();
    const { inflightCountMax } = sessionLimits;
    const step = 10_000;
    for (let first = 0; first < inflightCountMax; first += step) {
      const some = Array.from({ length: step }, (_none, at) => request(first + at + 10, 'ping'));
      session.client(...some);
    }
    forget(session);
    session.client(call(1));
    expect(session.serverGot()).toEqual([]);
    const data = { source: 'mcp-shield', reason: 'request-refused' };
    expect(session.clientGot()).toMatchObject([{ id: 1, error: { data } }]);
    session.server(result(10, {}));
    session.client(call(2));
    expect(session.serverGot()).toEqual([call(2)]);
  });
});
