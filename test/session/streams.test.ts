/** What servers may acknowledge of a stream of changes; told with whole sessions. */
import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import {
  envelope,
  notification,
  type Packet,
  request,
  result,
  subscriptionKey,
} from '../world/packet.ts';
import { forget, Script } from '../world/script.ts';

const listen = request(2, 'subscriptions/listen', { notifications: {}, _meta: envelope });
const tag = { _meta: { [subscriptionKey]: 2 } };
const ended = result(2, { resultType: 'complete', ...tag });

function acknowledged(notifications: unknown): Packet {
  return notification('notifications/subscriptions/acknowledged', { ...tag, notifications });
}

/** What the client gets when a server acknowledges the one and the next server the other. */
function renewed(one: unknown, other: unknown): Packet[] {
  const session = new Script({ maxMessageBytes: 20_000_000 });
  session.client(listen);
  session.server(acknowledged(one));
  expect(session.clientGot()).toEqual([JSON.parse(JSON.stringify(acknowledged(one)))]);
  session.exits(1);
  session.untilRestart();
  expect(session.serverGot()).toContainEqual(listen);
  forget(session);
  session.server(acknowledged(other));
  return session.clientGot();
}

describe('an acknowledgement', () => {
  it('of what no object is promises nothing', () => {
    for (const odd of [undefined, null, 5, 'text', [], ['toolsListChanged']]) {
      expect(renewed(odd, {})).toEqual([]);
      expect(renewed({}, odd)).toEqual([]);
      expect(renewed({ toolsListChanged: true }, odd)).toEqual([ended]);
    }
  });

  it('that is too long to be read promises nothing', () => {
    const { acknowledgementBytesMax } = sessionLimits;
    const bare = JSON.stringify({ text: '' }).length;
    const fits = { text: 'x'.repeat(acknowledgementBytesMax - bare) };
    expect(renewed(fits, {})).toEqual([ended]);
    expect(renewed(fits, fits)).toEqual([]);
    expect(renewed({ text: `${fits.text}x` }, {})).toEqual([]);
  });

  it('of addresses that are none tells of no gap', () => {
    const odd = { resourceSubscriptions: 'file:///a' };
    expect(renewed(odd, odd)).toEqual([]);
    const two = { resourceSubscriptions: ['file:///a', 'file:///b'] };
    expect(renewed(two, two)).toEqual(
      ['file:///a', 'file:///b'].map((uri) =>
        notification('notifications/resources/updated', { uri, ...tag }),
      ),
    );
  });

  it('of no stream that is open passes, until a server was replaced', () => {
    const session = new Script();
    session.client(request(1, 'tools/list', { _meta: envelope }));
    session.server(result(1, { tools: [] }));
    forget(session);
    const none = notification('notifications/subscriptions/acknowledged');
    session.server(acknowledged({}), none);
    expect(session.clientGot()).toEqual([acknowledged({}), none]);
    session.exits(1);
    session.client(request(3, 'tools/list', { _meta: envelope }));
    session.server(acknowledged({}), none);
    expect(session.clientGot()).toEqual([]);
  });
});
