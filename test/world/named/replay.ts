/** What the client had arranged with the old server: log level, subscriptions, known lists. */

import { expect } from 'vitest';
import { failure, notification, type Packet, request, result } from '../packet.ts';
import {
  agreement,
  forget,
  greetedSession,
  initialize,
  initialized,
  regreet,
  Script,
} from '../script.ts';
import type { Scenario } from './scenario.ts';

const list = request(1, 'tools/list');
const one = { tools: [{ name: 'one' }, { name: 'two' }] };
const changed = notification('notifications/tools/list_changed');
const subscribe = request(1, 'resources/subscribe', { uri: 'file:///a' });
const updated = notification('notifications/resources/updated', { uri: 'file:///a' });

/** Restarts a session that had listed its tools; what the shield asks comes back. */
function relisted(it: Script): Packet {
  it.client(list);
  it.server(result(1, one));
  it.exits(1);
  regreet(it);
  const asked = it.serverGot().at(-1);
  it.clientGot();
  return asked ?? list;
}

export const replayScenarios: readonly Scenario[] = [
  {
    wrong: 'the log level was lost with the server',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.client(request(1, 'logging/setLevel', { level: 'debug' }));
      it.client(request(2, 'logging/setLevel', { level: 'error' }));
      it.server(result(1, {}), result(2, {}));
      forget(it);
      it.exits(1);
      regreet(it);
      const replayed = it.serverGot().slice(2);
      expect(replayed).toMatchObject([{ method: 'logging/setLevel', params: { level: 'error' } }]);
      it.server(result(replayed[0]?.id ?? null, {}));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'the log level was set before initialized, which servers reject',
    seen: 'protocol facts 1, rust-sdk 704',
    play() {
      const it = greetedSession();
      it.client(request(1, 'logging/setLevel', { level: 'debug' }));
      it.server(result(1, {}));
      forget(it);
      it.exits(1);
      regreet(it);
      const methods = it.serverGot().map(({ method }) => method);
      expect(methods).toEqual(['initialize', 'notifications/initialized', 'logging/setLevel']);
    },
  },
  {
    wrong: 'a log level that the old server had refused was replayed',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.client(request(1, 'logging/setLevel', { level: 'loud' }));
      it.server(failure(1, -32602, 'Unknown level'));
      forget(it);
      it.exits(1);
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized]);
    },
  },
  {
    wrong: 'subscriptions were lost with the server, and with them every update',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.client(subscribe);
      it.server(result(1, {}));
      forget(it);
      it.exits(1);
      regreet(it);
      const replayed = it.serverGot().at(-1);
      expect(replayed).toMatchObject({ method: subscribe.method, params: subscribe.params });
      expect(it.clientGot()).toEqual([]);
      it.server(result(replayed?.id ?? null, {}));
      // What changed in the gap was told to nobody.
      expect(it.clientGot()).toEqual([updated]);
    },
  },
  {
    wrong: 'a subscription that was ended came back with the new server',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.client(subscribe, request(2, 'resources/unsubscribe', { uri: 'file:///a' }));
      it.server(result(1, {}), result(2, {}));
      forget(it);
      it.exits(1);
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized]);
    },
  },
  {
    wrong: 'news of a resource came after the client had unsubscribed it',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.client(subscribe);
      it.server(result(1, {}));
      it.exits(1);
      it.client(request(2, 'resources/unsubscribe', { uri: 'file:///a' }));
      forget(it);
      regreet(it);
      const replayed = it.serverGot().find(({ method }) => method === subscribe.method);
      it.server(result(2, {}), result(replayed?.id ?? null, {}));
      expect(it.clientGot()).toEqual([result(2, {})]);
    },
  },
  {
    wrong: 'a subscription that could not be restored looked as if it had been',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.client(subscribe);
      it.server(result(1, {}));
      forget(it);
      it.exits(1);
      regreet(it);
      const replayed = it.serverGot().at(-1);
      it.server(failure(replayed?.id ?? null, -32602, 'No such resource'));
      expect(it.clientGot()).toEqual([]);
      expect(it.logged()).toContain('a resource subscription could not be restored');
    },
  },
  {
    wrong: 'the client went on with tools that the restarted server no longer has',
    seen: 'midsession-077',
    play() {
      const it = greetedSession();
      const asked = relisted(it);
      it.server(result(asked.id ?? null, { tools: [{ name: 'one' }] }));
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'every restart told of changed tools and threw the caches of the client away',
    seen: 'protocol facts 5',
    play() {
      const it = greetedSession();
      const asked = relisted(it);
      const shuffled = { tools: [...one.tools].reverse() };
      it.server(result(asked.id ?? null, shuffled));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a changed list was announced to a client that had not been promised it',
    seen: 'protocol facts 5',
    play() {
      const it = new Script();
      const silent = agreement({ capabilities: { tools: {} } });
      it.client(initialize);
      it.server(silent);
      it.client(initialized, list);
      it.server(result(1, one));
      it.exits(1);
      it.serverGot();
      it.server(silent);
      expect(it.serverGot()).toEqual([initialized]);
    },
  },
  {
    wrong: 'a client that read one page only was told of a change that was none',
    seen: 'test world',
    play() {
      const it = greetedSession();
      const page = { ...one, nextCursor: 'more' };
      it.client(list);
      it.server(result(1, page));
      it.exits(1);
      regreet(it);
      const asked = it.serverGot().at(-1);
      it.clientGot();
      it.server(result(asked?.id ?? null, page));
      expect(it.serverGot()).toEqual([]);
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'all pages of a list were compared with the first one',
    seen: 'test world',
    play() {
      const it = greetedSession();
      const second = request(2, 'tools/list', { cursor: 'more' });
      it.client(list, second);
      it.server(result(1, { tools: [{ name: 'one' }], nextCursor: 'more' }));
      it.server(result(2, { tools: [{ name: 'two' }] }));
      it.exits(1);
      regreet(it);
      const first = it.serverGot().at(-1);
      it.clientGot();
      it.server(result(first?.id ?? null, { tools: [{ name: 'one' }], nextCursor: 'x' }));
      const next = it.serverGot().at(-1);
      expect(next).toMatchObject({ method: 'tools/list', params: { cursor: 'x' } });
      it.server(result(next?.id ?? null, { tools: [{ name: 'other' }] }));
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'the client listed anew by itself and was told to do so once more',
    seen: 'test world',
    play() {
      const it = greetedSession();
      const asked = relisted(it);
      it.client(request(2, 'tools/list'));
      it.server(result(2, { tools: [] }));
      it.server(result(asked.id ?? null, one));
      expect(it.clientGot()).toEqual([result(2, { tools: [] })]);
    },
  },
  {
    wrong: 'capabilities shrank in the restart and nobody was told why calls fail',
    seen: 'protocol facts 5',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.server(agreement({ capabilities: {} }));
      expect(it.logged()).toContain(
        'the restarted server has other capabilities; the client keeps the old',
      );
      expect(it.clientGot()).toEqual([]);
    },
  },
];
