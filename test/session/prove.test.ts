/** A server that was remembered is another one by now: what is left of it for the next run. */
import { describe, expect, it } from 'vitest';
import { memoryLimits } from '../../src/base/limits.ts';
import { failure, request, result } from '../world/packet.ts';
import { agreement, call, Script } from '../world/script.ts';
import { heardText } from './messages.ts';
import { discover, greetedAsleep, greeting, lazy, list, modern, offered } from './remembered.ts';

describe('a server that was another one than is remembered', () => {
  const { delayMs } = memoryLimits;
  const left = (session: Script) => {
    session.endOfClient();
    session.exits(0);
    session.after(delayMs + 60_000);
    const done = session.did().map(({ type }) => type);
    return done.filter((type) => type === 'remember' || type === 'forget');
  };

  it('is not remembered as it was, if it speaks another version', () => {
    const session = greetedAsleep();
    session.client(list, call(2));
    session.server(agreement({ protocolVersion: '2024-11-05' }));
    expect(left(session)).toEqual(['forget']);
  });

  it('is not remembered as it was, if it offers something else', () => {
    const session = new Script(lazy);
    session.client(discover);
    session.recalls({ discover: heardText(offered), lists: {} });
    session.client(request(1, 'tools/call', { ...modern, name: 'x' }));
    const own = session.serverGot().find(({ method }) => method === 'server/discover');
    session.server(result(own?.id ?? null, { capabilities: {} }), result(1, {}));
    expect(left(session)).toEqual(['forget']);
  });

  it('is remembered as it is, if it refuses nothing and offers less', () => {
    const session = greetedAsleep();
    session.client(call(2));
    session.server(agreement({ capabilities: {} }), failure(2, -32601, 'no'));
    session.after(delayMs);
    const kept = session.did().flatMap((it) => (it.type === 'remember' ? [it.remembered] : []));
    expect(kept).toEqual([{ initialize: greeting({ capabilities: {} }), lists: {} }]);
  });
});
