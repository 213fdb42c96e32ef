/** Servers that end when nobody needs them, and commands that leave their server behind. */

import { expect } from 'vitest';
import { request, result } from '../packet.ts';
import { agreement, call, greetedSession, initialize, regreet, Script } from '../script.ts';
import type { Scenario } from './scenario.ts';

const isSpawn = ({ type }: { readonly type: string }): boolean => type === 'spawn';

export const restScenarios: readonly Scenario[] = [
  {
    wrong: 'six ends of an idle server within a minute opened the breaker',
    seen: 'midsession-018',
    play() {
      const it = greetedSession();
      for (let id = 10; id < 22; id += 1) {
        it.exits(0);
        it.client(request(id, 'tools/list'));
        regreet(it);
        it.server(result(id, { tools: [] }));
        expect(it.clientGot()).toContainEqual(expect.objectContaining({ id }));
      }
      expect(it.logged().filter((message) => message.includes('restarting'))).toEqual([]);
    },
  },
  {
    wrong: 'a restart that was asked for started a server that nobody needed',
    seen: 'own',
    play() {
      const it = greetedSession();
      it.exits(0);
      it.did();
      it.wantsRestart();
      it.changes('server.ts');
      it.after(60_000);
      expect(it.did().filter(isSpawn)).toEqual([]);
      it.client(request(9, 'tools/list'));
      expect(it.generation).toBe(2);
    },
  },
  {
    wrong: 'a subscription slept with its server',
    seen: 'own',
    play() {
      const it = greetedSession();
      it.client(request(2, 'resources/subscribe', { uri: 'file:///a' }));
      it.server(result(2, {}));
      it.exits(0);
      it.untilRestart();
      expect(it.generation).toBe(2);
    },
  },
  {
    wrong: 'a task was forgotten in its sleep',
    seen: 'own',
    play() {
      const it = greetedSession({ idleMs: 1_000 });
      it.client(request(2, 'tools/call', { name: 'write', arguments: {}, task: { ttl: 60_000 } }));
      it.server(result(2, { task: { taskId: 't', status: 'working' } }));
      it.after(30_000);
      expect(it.did().filter(({ type }) => type === 'signal-server')).toEqual([]);
      it.exits(0);
      it.untilRestart();
      expect(it.generation).toBe(2);
    },
  },
  {
    wrong: 'an idle server was ended while its question was open',
    seen: 'own',
    play() {
      const it = greetedSession({ idleMs: 1_000 });
      it.server(request(5, 'roots/list'));
      it.after(30_000);
      expect(it.did().filter(({ type }) => type === 'signal-server')).toEqual([]);
      it.client(result(5, { roots: [] }));
      it.after(1_500);
      expect(it.did()).toContainEqual({ type: 'signal-server', generation: 1, signal: 'SIGTERM' });
    },
  },
  {
    wrong: 'a request that came while an idle server was being ended was lost',
    seen: 'own',
    play() {
      const it = greetedSession({ idleMs: 1_000 });
      it.after(1_500);
      it.client(call(2));
      expect(it.serverGot()).toEqual([]);
      it.exits(null, { signal: 'SIGTERM' });
      expect(it.generation).toBe(2);
      regreet(it);
      expect(it.serverGot()).toContainEqual(expect.objectContaining({ id: 2 }));
    },
  },
  {
    wrong: 'a question of a server that was being ended for idleness made its end a fall',
    seen: 'own',
    play() {
      const it = greetedSession({ idleMs: 1_000, restarts: 1 });
      for (let generation = 1; generation < 5; generation += 1) {
        it.after(1_500);
        it.server(request(0, 'roots/list'));
        it.exits(null, { signal: 'SIGTERM' });
        expect(it.generation).toBe(generation);
        it.client(request(10 + generation, 'tools/list'));
        regreet(it);
        it.server(result(10 + generation, { tools: [] }));
      }
      expect(it.logged().filter((message) => message.includes('restarting'))).toEqual([]);
      expect(it.clientGot().filter(({ error }) => error !== undefined)).toEqual([]);
    },
  },
  {
    wrong: 'a launcher that left counted as the end of its server',
    seen: 'own',
    play() {
      const it = new Script();
      it.client(initialize);
      it.exits(0, { stdoutEnds: false, leftovers: true });
      it.after(1_000);
      it.server(agreement());
      expect(it.clientGot()).toHaveLength(1);
      expect(it.generation).toBe(1);
    },
  },
  {
    wrong: 'who held the pipe of a server that had ended was taken for it',
    seen: 'own',
    play() {
      const it = greetedSession();
      it.exits(0, { stdoutEnds: false, leftovers: true });
      it.client(call(2));
      it.after(500);
      expect(it.serverGot()).toEqual([expect.objectContaining({ method: 'ping' })]);
      it.after(3_000);
      expect(it.generation).toBe(2);
      regreet(it);
      expect(it.serverGot()).toContainEqual(expect.objectContaining({ id: 2 }));
    },
  },
];
