/** Which revision a client speaks, by what it says first; told with whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits, supervisorLimits } from '../../src/base/limits.ts';
import { envelope, type Packet, type Params, request, result } from '../world/packet.ts';
import { call, forget, initialize, Script, tools } from '../world/script.ts';

const modern = { _meta: envelope };

describe('the era of a client', () => {
  const eraOf = (...said: Packet[]) => {
    const session = new Script();
    session.client(...said);
    return session.report().era;
  };
  const list = (params?: Params) => request(1, 'tools/list', params);
  const discover = request(0, 'server/discover', modern);

  it.each([
    ['modern', 'its envelope', [list(modern)]],
    ['modern', 'its envelope after a probe', [discover, list(modern)]],
    ['modern', 'the first that has one', [list(), { ...list(modern), id: 2 }]],
    ['unknown', 'a probe alone', [discover]],
    ['unknown', 'other `_meta`', [list({ _meta: { progressToken: 1 } })]],
    ['unknown', 'an envelope elsewhere', [call(1), request(2, 'x', { other: modern })]],
    ['unknown', 'one beside other `_meta`', [request(2, 'x', { _meta: {}, other: modern })]],
    ['legacy', 'its greeting', [initialize]],
    ['legacy', 'its greeting, whatever follows', [initialize, list(modern)]],
    ['legacy', 'its greeting, whatever was before', [list(modern), initialize]],
  ])('is %s by %s', (era, _words, said) => {
    expect(eraOf(...said)).toBe(era);
  });

  it('is told with the name by which it introduces itself', () => {
    const session = new Script();
    session.client(discover);
    expect(session.report().parties.client).toBeUndefined();
    session.client(list(modern));
    expect(session.report().parties.client?.name).toBe('simulated');
    session.client({ ...initialize, id: 9 });
    expect(session.report().parties.client?.name).toBe('client');
  });

  it('is that of the requests of the shield, whose envelope is the first of the client', () => {
    const { envelopeBytesMax } = sessionLimits;
    const padded = (bytes: number) => {
      const bare = JSON.stringify({ ...envelope, x: '' }).length;
      return { _meta: { ...envelope, x: 'x'.repeat(bytes - bare) } };
    };
    for (const [bytes, isSent] of [
      [envelopeBytesMax, true],
      [envelopeBytesMax + 1, false],
    ] as const) {
      const session = new Script();
      const own = padded(bytes);
      session.client(list(own), request(2, 'tools/list', modern));
      session.server(result(1, { tools }), result(2, { tools }));
      forget(session);
      session.exits(0, { stdoutEnds: false, leftovers: true });
      session.after(supervisorLimits.drainMs);
      expect(session.serverGot()).toMatchObject(isSent ? [{ params: own }] : []);
    }
  });
});
