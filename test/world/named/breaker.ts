/** Falls, back-off and the breaker. */

import { expect } from 'vitest';
import { request, result } from '../packet.ts';
import { call, forget, greetedSession, initialize, regreet, Script } from '../script.ts';
import type { Scenario } from './scenario.ts';

const ping = request(1, 'ping');

/** Falls so often in a row, each time as soon as it is started. */
function falls(it: Script, times: number): void {
  for (let fall = 0; fall < times; fall += 1) {
    it.exits(1);
    if (fall < times - 1) it.untilRestart();
  }
}

export const breakerScenarios: readonly Scenario[] = [
  {
    wrong: 'a stdio server that had died was never started again',
    seen: 'midsession-013',
    play() {
      const it = greetedSession();
      it.exits(1);
      expect(it.did()).toContainEqual({ type: 'spawn', generation: 2 });
    },
  },
  {
    wrong: 'a graceful exit (0) ended the session',
    seen: 'midsession-018',
    play() {
      const it = greetedSession();
      it.exits(0);
      // It had served and owed nothing: the next request needs a server, and not before.
      expect(it.generation).toBe(1);
      it.client(request(9, 'tools/list'));
      expect(it.generation).toBe(2);
    },
  },
  {
    wrong: 'a client respawned its server every 60 ms, 8,300 times',
    seen: 'midsession-097',
    play() {
      const it = new Script();
      it.client(ping);
      falls(it, 6);
      it.after(600_000);
      expect(it.generation).toBe(6);
    },
  },
  {
    wrong: 'a server that starts well and dies seconds later flapped for ever',
    seen: 'midsession-095',
    play() {
      const it = greetedSession();
      for (let life = 0; life < 20; life += 1) {
        regreet(it);
        it.client(request(life + 10, 'ping'));
        it.server(result(life + 10, {}));
        it.after(1_000);
        it.exits(1);
        it.after(40_000 / 20);
      }
      expect(it.generation).toBeLessThanOrEqual(7);
    },
  },
  {
    wrong: 'a long life did not forgive the falls before it',
    seen: 'failures 2, restart',
    play() {
      const it = greetedSession({ restarts: 2, restartWindowMs: 600_000 });
      for (let life = 0; life < 6; life += 1) {
        it.client(request(2 * life + 10, 'ping'));
        it.server(result(2 * life + 10, {}));
        it.after(11_000);
        it.client(request(2 * life + 11, 'ping'));
        it.server(result(2 * life + 11, {}));
        it.exits(1);
        it.untilRestart(1_000);
        regreet(it);
      }
      expect(it.generation).toBe(7);
    },
  },
  {
    wrong: 'calls to a server that is given up hung instead of failing',
    seen: 'midsession-025',
    play() {
      const it = new Script({ restarts: 2 });
      it.client(call(1));
      falls(it, 3);
      it.clientGot();
      it.client(call(2));
      expect(it.clientGot()).toMatchObject([{ id: 2, error: { code: -32603 } }]);
    },
  },
  {
    wrong: 'what waited when the breaker opened was forgotten',
    seen: 'design 5',
    play() {
      const it = new Script({ restarts: 1 });
      it.client(ping);
      it.exits(1);
      it.client(call(2));
      it.untilRestart();
      it.exits(1);
      expect(it.clientGot().map(({ id }) => id)).toEqual([1, 2]);
    },
  },
  {
    wrong: 'an open breaker stayed open although the cause was gone',
    seen: 'design 5',
    play() {
      const it = new Script({ restarts: 1 });
      it.client(ping);
      falls(it, 2);
      forget(it);
      it.after(29_000);
      it.client(request(2, 'ping'));
      expect(it.clientGot()).toMatchObject([{ id: 2, error: {} }]);
      it.after(1_000);
      it.client(request(3, 'ping'));
      expect(it.generation).toBe(3);
      it.server(result(3, {}));
      expect(it.clientGot()).toEqual([result(3, {})]);
    },
  },
  {
    wrong: 'one try of a half-open breaker started a new storm',
    seen: 'midsession-097',
    play() {
      const it = new Script({ restarts: 1 });
      it.client(ping);
      falls(it, 2);
      it.after(30_000);
      it.client(request(2, 'ping'));
      it.exits(1);
      it.after(29_000);
      expect(it.generation).toBe(3);
      expect(it.clientGot().at(-1)).toMatchObject({ id: 2, error: {} });
    },
  },
  {
    wrong: 'a command that does not exist was started again and again',
    seen: 'failures 1b, command-not-found',
    play() {
      const it = new Script();
      it.client(initialize);
      it.spawnFails('ENOENT');
      it.untilRestart();
      it.spawnFails('ENOENT');
      it.after(120_000);
      expect(it.generation).toBe(2);
      const data = { reason: 'command-not-found' };
      expect(it.clientGot()).toMatchObject([{ id: 0, error: { code: -32603, data } }]);
      expect(it.did().filter(({ type }) => type === 'exit')).toEqual([]);
    },
  },
  {
    wrong: 'a system that was short of processes for a moment ended the session',
    seen: 'midsession-049',
    play() {
      const it = new Script();
      it.client(initialize, ping);
      it.spawnFails('EAGAIN');
      it.untilRestart();
      it.server(result(0, { protocolVersion: '2025-11-25', capabilities: {} }));
      expect(it.clientGot()).toMatchObject([{ id: 0, result: {} }]);
      expect(it.serverGot()).toContainEqual(ping);
    },
  },
  {
    wrong: 'a program that only wraps was expected to end as its server does',
    seen: 'design 5, --restarts 0',
    play() {
      const it = new Script({ restarts: 0 });
      it.client(ping);
      it.exits(3);
      expect(it.clientGot()).toMatchObject([{ id: 1, error: {} }]);
      expect(it.did().at(-1)).toEqual({ type: 'exit', code: 3 });
      expect(it.generation).toBe(1);
    },
  },
  {
    wrong: 'a second server was started while the first one was being killed',
    seen: 'midsession-086',
    play() {
      const it = greetedSession();
      it.exits(1, { leftovers: true });
      expect(it.did()).toEqual([{ type: 'signal-server', generation: 1, signal: 'SIGTERM' }]);
      it.after(200);
      expect(it.did()).toEqual([
        { type: 'signal-server', generation: 1, signal: 'SIGKILL' },
        { type: 'release-server', generation: 1 },
        { type: 'spawn', generation: 2 },
      ]);
    },
  },
  {
    wrong: 'the restart\u2019s own close was taken for a second crash',
    seen: 'midsession-021',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.late(1, 'bye\n');
      expect(it.generation).toBe(2);
      expect(it.did().filter(({ type }) => type === 'release-server')).toHaveLength(1);
    },
  },
];
