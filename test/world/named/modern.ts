/** The stateless era (2026-07-28): era pins, streams of news. */

import { expect } from 'vitest';
import {
  envelope,
  failure,
  notification,
  type Packet,
  type Params,
  request,
  result,
  subscriptionKey,
} from '../packet.ts';
import { forget, Script } from '../script.ts';
import type { Scenario } from './scenario.ts';

const list = request(1, 'tools/list', { _meta: envelope });
const filter = { toolsListChanged: true, resourceSubscriptions: ['file:///a'] };
const listen = request(2, 'subscriptions/listen', { notifications: filter, _meta: envelope });
const tag = { _meta: { [subscriptionKey]: 2 } };

function acknowledged(notifications: Params): Packet {
  return notification('notifications/subscriptions/acknowledged', { ...tag, notifications });
}

function modernSession(): Script {
  const it = new Script();
  it.client(list);
  it.server(result(1, { tools: [{ name: 'one' }] }));
  forget(it);
  return it;
}

function listening(): Script {
  const it = modernSession();
  it.client(listen);
  it.server(acknowledged(filter));
  forget(it);
  it.exits(1);
  return it;
}

export const modernScenarios: readonly Scenario[] = [
  {
    wrong: 'a stray notification pinned the restarted server to the legacy era',
    seen: 'protocol facts 0.3',
    play() {
      const it = modernSession();
      it.exits(1);
      it.client(notification('notifications/custom'));
      expect(it.serverGot()).toEqual([]);
      const next = { ...list, id: 3 };
      it.client(next);
      expect(it.serverGot()).toEqual([next, notification('notifications/custom')]);
    },
  },
  {
    wrong: 'a restarted modern server was sent an initialize it does not know',
    seen: 'protocol facts 1',
    play() {
      const it = modernSession();
      it.exits(1);
      expect(it.generation).toBe(2);
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'a late cancel was the first line of the new server',
    seen: 'protocol facts 0.3',
    play() {
      const it = modernSession();
      it.client({ ...list, id: 3 });
      it.server(result(3, {}));
      forget(it);
      it.exits(1);
      it.client(notification('notifications/cancelled', { requestId: 3 }));
      it.client({ ...list, id: 4 });
      expect(it.serverGot()).toEqual([{ ...list, id: 4 }]);
    },
  },
  {
    wrong: 'a stream of news ended silently with its server',
    seen: 'specification, stdio, subscriptions',
    play() {
      const it = listening();
      expect(it.serverGot()).toEqual([listen]);
      it.server(acknowledged(filter));
      const [update] = it.clientGot();
      expect(update).toEqual(
        notification('notifications/resources/updated', { uri: 'file:///a', ...tag }),
      );
    },
  },
  {
    wrong: 'the client was acknowledged its stream twice',
    seen: 'design 4',
    play() {
      const it = listening();
      it.server(acknowledged(filter));
      expect(it.clientGot()).not.toContainEqual(acknowledged(filter));
      // Only the renewal is swallowed.
      it.server(acknowledged(filter));
      expect(it.clientGot()).toContainEqual(acknowledged(filter));
    },
  },
  {
    wrong: 'the new server granted less and the client waited for news that never come',
    seen: 'design 4',
    play() {
      const it = listening();
      it.serverGot();
      it.server(acknowledged({ toolsListChanged: true }));
      expect(it.clientGot()).toEqual([result(2, { resultType: 'complete', ...tag })]);
      expect(it.serverGot()).toMatchObject([
        { method: 'notifications/cancelled', params: { requestId: 2 } },
      ]);
    },
  },
  {
    wrong: 'the new server refused the stream and the client got an error out of nothing',
    seen: 'design 4',
    play() {
      const it = listening();
      it.server(failure(2, -32603, 'Subscription limit reached'));
      expect(it.clientGot()).toEqual([result(2, { resultType: 'complete', ...tag })]);
    },
  },
  {
    wrong: 'a first refusal of a stream was hidden from the client',
    seen: 'design 4',
    play() {
      const it = modernSession();
      it.client(listen);
      it.server(failure(2, -32603, 'Subscription limit reached'));
      expect(it.clientGot()).toEqual([failure(2, -32603, 'Subscription limit reached')]);
    },
  },
  {
    wrong: 'a stream that was not acknowledged yet was lost with its server',
    seen: 'protocol facts 1',
    play() {
      const it = modernSession();
      it.client(listen);
      forget(it);
      it.exits(1);
      expect(it.serverGot()).toEqual([listen]);
      it.server(acknowledged(filter));
      expect(it.clientGot()).toEqual([acknowledged(filter)]);
    },
  },
  {
    wrong: 'a stream that the client had ended was renewed',
    seen: 'design 4',
    play() {
      const it = modernSession();
      it.client(listen);
      it.server(acknowledged(filter));
      it.client(notification('notifications/cancelled', { requestId: 2 }));
      forget(it);
      it.exits(1);
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'a stream that the client had ended during the restart was acknowledged once more',
    seen: 'test world',
    play() {
      const it = listening();
      it.client(notification('notifications/cancelled', { requestId: 2 }));
      forget(it);
      it.server(acknowledged(filter));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a stream outlived the breaker only in the client\u2019s mind',
    seen: 'design 4',
    play() {
      const it = new Script({ restarts: 1 });
      it.client(listen);
      it.server(acknowledged(filter));
      it.exits(1);
      it.untilRestart();
      it.exits(1);
      forget(it);
      it.after(30_000);
      it.client(list);
      expect(it.serverGot()).toEqual([listen, list]);
    },
  },
  {
    wrong: 'changed tools were announced outside the stream that was promised them',
    seen: 'protocol facts 5',
    play() {
      const it = listening();
      it.serverGot();
      it.server(acknowledged(filter));
      const [asked] = it.serverGot();
      expect(asked).toMatchObject({ method: 'tools/list', params: { _meta: envelope } });
      it.clientGot();
      it.server(result(asked?.id ?? null, { tools: [] }));
      expect(it.clientGot()).toEqual([notification('notifications/tools/list_changed', tag)]);
    },
  },
  {
    wrong: 'the answer that ends a stream came back under an id of another type',
    seen: 'test world',
    play() {
      const it = modernSession();
      it.client(listen);
      it.server({ ...result(2, {}), id: '2' });
      expect(it.clientGot()).toEqual([result(2, {})]);
    },
  },
];
