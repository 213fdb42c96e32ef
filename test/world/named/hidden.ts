/** Tools that the client is not to see. */

import { expect } from 'vitest';
import { sessionLimits } from '../../../src/base/limits.ts';
import { envelope, failure, notification, request, result, subscriptionKey } from '../packet.ts';
import { call, forget, greetedSession, regreet, Script, tools } from '../script.ts';
import type { Scenario } from './scenario.ts';

const hideTools = ['write'];
const changed = notification('notifications/tools/list_changed');
const [write, look, again] = tools;
const news = { name: 'news', inputSchema: {} };

/** A session that has listed its tools; the server is what the client is not. */
function listedSession() {
  const it = greetedSession({ hideTools });
  it.client(request(1, 'tools/list'));
  it.server(result(1, { tools }));
  expect(it.clientGot()).toEqual([result(1, { tools: [look, again] })]);
  forget(it);
  return it;
}

/** The server says that its tools are others, and the shield asks which. */
function announced() {
  const it = listedSession();
  it.server(changed);
  const [asked, ...more] = it.serverGot();
  expect(asked).toMatchObject({ method: 'tools/list' });
  expect(more).toEqual([]);
  expect(it.clientGot()).toEqual([]);
  return { it, id: asked?.id ?? null };
}

export const hiddenScenarios: readonly Scenario[] = [
  {
    wrong: 'a hidden tool was called',
    seen: 'own',
    play() {
      const it = listedSession();
      it.client(call(2, 'write'), call(3, 'look'), notification('tools/call', { name: 'write' }));
      expect(it.serverGot()).toEqual([call(3, 'look')]);
      expect(it.clientGot()).toEqual([
        expect.objectContaining({
          id: 2,
          error: expect.objectContaining({
            code: -32602,
            data: { source: 'mcp-shield', reason: 'tool-hidden' },
          }),
        }),
      ]);
    },
  },
  {
    wrong: 'a client was sent to look for a change that it cannot see',
    seen: 'own',
    play() {
      const { it, id } = announced();
      it.server(result(id, { tools: [{ ...write, description: 'new' }, look, again] }));
      it.after(2 * sessionLimits.lookMaxMs);
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a change that the client can see was kept from it',
    seen: 'own',
    play() {
      const { it, id } = announced();
      it.server(result(id, { tools: [write, look, again, news] }));
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'a second change during the look was lost',
    seen: 'own',
    play() {
      const { it, id } = announced();
      it.server(changed, changed, result(id, { tools: [look] }));
      expect(it.clientGot()).toEqual([changed]);
      const [asked, ...more] = it.serverGot();
      expect(more).toEqual([]);
      it.server(result(asked?.id ?? null, { tools: [look, news] }));
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'a server that does not list left the client in the dark',
    seen: 'own',
    play() {
      const { it } = announced();
      it.after(sessionLimits.lookMaxMs - 1);
      expect(it.clientGot()).toEqual([]);
      it.after(1);
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'a server that refuses to list left the client in the dark',
    seen: 'own',
    play() {
      const { it, id } = announced();
      it.server(failure(id, -32603, 'not now'));
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'what the client listed during the look hid the change from it',
    seen: 'own',
    play() {
      const { it, id } = announced();
      it.client(request(5, 'tools/list'));
      it.server(result(5, { tools }), result(id, { tools: [look] }));
      expect(it.clientGot()).toEqual([result(5, { tools: [look, again] }), changed]);
    },
  },
  {
    wrong: 'a client that never listed was not told',
    seen: 'own',
    play() {
      const it = greetedSession({ hideTools });
      it.server(changed);
      expect(it.serverGot()).toEqual([]);
      expect(it.clientGot()).toEqual([changed]);
    },
  },
  {
    wrong: 'after a restart the client heard of a change of a hidden tool',
    seen: 'own',
    play() {
      const it = listedSession();
      it.exits(1);
      it.untilRestart();
      regreet(it);
      const asked = it.serverGot().find(({ method }) => method === 'tools/list');
      it.server(result(asked?.id ?? null, { tools: [look, again] }));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a modern client was told under no stream, or of what it cannot see',
    seen: 'own',
    play() {
      const it = new Script({ onlyTools: ['look', 'news'] });
      const modern = (id: string, method: string, params = {}) =>
        request(id, method, { ...params, _meta: envelope });
      const ours = { [subscriptionKey]: 'l' };
      const tagged = notification(changed.method ?? '', { _meta: ours });
      const notifications = { toolsListChanged: true };
      const acknowledged = 'notifications/subscriptions/acknowledged';
      it.client(modern('l', 'subscriptions/listen', { notifications }));
      it.server(notification(acknowledged, { notifications, _meta: ours }));
      it.client(modern('1', 'tools/list'));
      it.server(result('1', { tools }));
      forget(it);
      it.server(tagged);
      const unchanged = it.serverGot().find(({ method }) => method === 'tools/list');
      it.server(result(unchanged?.id ?? null, { tools: [look] }));
      expect(it.clientGot()).toEqual([]);
      it.server(tagged);
      const other = it.serverGot().find(({ method }) => method === 'tools/list');
      it.server(result(other?.id ?? null, { tools: [look, news] }));
      expect(it.clientGot()).toEqual([tagged]);
    },
  },
];
