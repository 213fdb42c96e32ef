/** Requests of the server to the client, over several lives that all count from 0. */

import { expect } from 'vitest';
import { notification, request, result } from '../packet.ts';
import { call, forget, greetedSession, regreet } from '../script.ts';
import type { Scenario } from './scenario.ts';

const ask = request(0, 'sampling/createMessage', { _meta: { progressToken: 0 } });

function cancelled(requestId: number) {
  return { method: 'notifications/cancelled', params: { requestId } };
}

export const questionScenarios: readonly Scenario[] = [
  {
    wrong: 'an answer to a dead server was taken by the new one as the answer to its request 0',
    seen: 'protocol facts 0.4',
    play() {
      const it = greetedSession();
      it.server(ask);
      const [first] = it.clientGot();
      it.exits(1);
      regreet(it);
      it.server(ask);
      forget(it);
      it.client(result(first?.id ?? null, { old: true }));
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'a question of id 0 could not be cancelled: clients ignore that id',
    seen: 'protocol facts 0.4',
    play() {
      const it = greetedSession();
      it.server(ask);
      const [seen] = it.clientGot();
      expect(seen?.id).toBe(1);
      it.server(notification('notifications/cancelled', { requestId: 0 }));
      expect(it.clientGot()).toMatchObject([cancelled(1)]);
    },
  },
  {
    wrong: 'two lives asked under the same id and the client mixed them up',
    seen: 'protocol facts 0.4',
    play() {
      const it = greetedSession();
      it.server(ask);
      it.exits(1);
      regreet(it);
      it.server(ask);
      const ids = it.clientGot().flatMap(({ id, method }) => (method === ask.method ? [id] : []));
      expect(ids).toEqual([1, 2]);
    },
  },
  {
    wrong: 'a dialog of a dead server stayed open at the client',
    seen: 'design 4',
    play() {
      const it = greetedSession();
      it.server(ask, { ...ask, id: 1 });
      it.clientGot();
      it.exits(1);
      expect(it.clientGot()).toMatchObject([cancelled(1), cancelled(2)]);
    },
  },
  {
    wrong: 'the server did not recognise the answer under the id it never used',
    seen: 'design 4',
    play() {
      const it = greetedSession();
      it.server(ask, { ...ask, id: 'text' });
      it.clientGot();
      it.client(result(1, { one: 1 }), result(2, { two: 2 }));
      expect(it.serverGot()).toEqual([result(0, { one: 1 }), result('text', { two: 2 })]);
    },
  },
  {
    wrong: 'progress of the client carried a token that the server had not given',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.server(ask);
      expect(it.clientGot()).toMatchObject([{ id: 1, params: { _meta: { progressToken: 1 } } }]);
      it.client(notification('notifications/progress', { progressToken: 1, progress: 5 }));
      expect(it.serverGot()).toEqual([
        notification('notifications/progress', { progressToken: 0, progress: 5 }),
      ]);
    },
  },
  {
    wrong: 'an answer was written to a server that had already exited',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.server(ask);
      forget(it);
      it.exits(1, { stdoutEnds: false });
      it.client(result(1, {}));
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'the client answered twice and the server took the second for another question',
    seen: 'design 2.3',
    play() {
      const it = greetedSession();
      it.server(ask);
      it.client(result(1, {}), result(1, {}));
      expect(it.serverGot()).toEqual([result(0, {})]);
    },
  },
  {
    wrong: 'a server behind a terminal asked the client what the client had just asked',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.client(call(5));
      it.server(call(5), notification('notifications/initialized'));
      it.server(result(5, {}));
      expect(it.clientGot()).toEqual([result(5, {})]);
    },
  },
  {
    wrong: 'the echo of a replayed handshake reached the client as a question',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.exits(1);
      const [line = ''] = it.serverLines();
      it.clientGot();
      it.server(line);
      expect(it.clientGot()).toEqual([]);
    },
  },
];
