/** Handshakes: replayed, swallowed, refused, early, slow. */

import { expect } from 'vitest';
import { failure, request, result } from '../packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  regreet,
  Script,
} from '../script.ts';
import type { Scenario } from './scenario.ts';

const ping = request(7, 'ping');

export const handshakeScenarios: readonly Scenario[] = [
  {
    wrong: 'a request before initialization was complete killed the restarted server',
    seen: 'midsession-038',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(request(1, 'tools/list'));
      expect(it.serverGot()).toEqual([initialize]);
      regreet(it);
      expect(it.serverGot()).toEqual([initialized, request(1, 'tools/list')]);
    },
  },
  {
    wrong: 'a restarted server without notifications/initialized let calls hang',
    seen: 'midsession-040',
    play() {
      const it = greetedSession();
      it.exits(1);
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized]);
    },
  },
  {
    wrong: 'the replayed initialize was answered to the client a second time',
    seen: 'mcp-hot-reload handleServerData',
    play() {
      const it = greetedSession();
      it.exits(1);
      regreet(it);
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'the replayed initialize was not the line the client had written',
    seen: 'protocol facts 1',
    play() {
      const it = new Script();
      const odd =
        '{"id":0,  "jsonrpc":"2.0","method":"initialize","params":{"x":1.50,"é":"\\u00e9"}}\n';
      it.client(odd);
      it.server(agreement());
      it.serverLines();
      it.exits(1);
      it.untilRestart();
      expect(it.serverLines()).toEqual([odd]);
    },
  },
  {
    wrong: 'the restarted server refused the handshake and the session hung',
    seen: 'midsession-042',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(request(1, 'tools/list'));
      for (let refusals = 1; refusals <= 5; refusals += 1) {
        if (refusals > 1) it.untilRestart();
        it.server(failure(0, -32600, 'another instance holds the lock'));
        const generation = refusals + 1;
        expect(it.did()).toContainEqual({ type: 'signal-server', generation, signal: 'SIGKILL' });
        it.exits(null, { signal: 'SIGKILL' });
      }
      // Time might have helped, so it was given; now the client learns the server's own words.
      const [answer] = it.clientGot();
      expect(answer).toMatchObject({ id: 1, error: { code: -32603 } });
      expect(answer?.error?.message).toContain('another instance holds the lock');
    },
  },
  {
    wrong: 'a restarted server that speaks another protocol version went unnoticed',
    seen: 'protocol facts 5',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.server(agreement({ protocolVersion: '2024-11-05' }));
      expect(it.serverGot()).toEqual([initialize]);
      expect(it.did()).toContainEqual({ type: 'signal-server', generation: 2, signal: 'SIGKILL' });
    },
  },
  {
    wrong: 'what an unfit server said before it was dead still reached the client',
    seen: 'design, generations',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.server(agreement({ protocolVersion: '2024-11-05' }), request(1, 'roots/list'));
      it.server(request(2, 'roots/list'));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a restarted server that never answers initialize held the session for ever',
    seen: 'midsession-092',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(call(1));
      it.after(30_000);
      expect(it.did()).toContainEqual({ type: 'signal-server', generation: 2, signal: 'SIGKILL' });
    },
  },
  {
    wrong: 'the server died before it had answered the first initialize and the next one stuck',
    seen: 'test world',
    play() {
      const it = new Script();
      it.client(initialize);
      it.exits(1);
      it.untilRestart();
      it.server(agreement());
      expect(it.clientGot()).toEqual([agreement()]);
      it.client(initialized, ping);
      expect(it.serverGot()).toEqual([initialize, initialize, initialized, ping]);
    },
  },
  {
    wrong: 'an error to the first initialize of a restarted server blocked the next attempt',
    seen: 'test world',
    play() {
      const it = new Script();
      it.client(initialize);
      it.exits(1);
      it.untilRestart();
      it.server(failure(0, -32602, 'Unsupported protocol version'));
      forget(it);
      const second = { ...initialize, id: 1 };
      it.client(second);
      expect(it.serverGot()).toEqual([second]);
    },
  },
  {
    // [R-cannot-start]
    wrong: 'a client that died of its 60 s time-out never learned why there was no server',
    seen: 'midsession-079',
    play() {
      const it = new Script({ restarts: 100, backoffMaxMs: 5_000 });
      it.client(initialize);
      const crash = (): void => {
        it.exits(1);
        it.untilRestart(6_000);
      };
      while (it.now < 20_000) crash();
      const [answer] = it.clientGot();
      expect(answer).toMatchObject({ id: 0, error: { code: -32603 } });
      expect(it.now).toBeLessThan(26_000);
    },
  },
  {
    wrong: 'a server that is only slow was given up (npx downloads for a minute)',
    seen: 'failures 1b, too slow for the start timeout',
    play() {
      const it = new Script();
      it.client(initialize);
      it.after(55_000);
      expect(it.clientGot()).toEqual([]);
      it.server(agreement());
      expect(it.clientGot()).toEqual([agreement()]);
    },
  },
  {
    wrong: 'after a refused handshake the late greeting of that server confused the client',
    seen: 'test world',
    play() {
      const it = new Script();
      it.client(initialize);
      it.exits(1);
      it.untilRestart();
      it.after(20_000);
      expect(it.clientGot()).toMatchObject([{ id: 0, error: { code: -32603 } }]);
      it.server(agreement());
      expect(it.clientGot()).toEqual([]);
      const second = { ...initialize, id: 1 };
      it.client(second);
      it.server({ ...agreement(), id: 1 });
      expect(it.clientGot()).toMatchObject([{ id: 1, result: {} }]);
    },
  },
  {
    wrong: 'initialize was cancelled when it ran out of time, which it must not be',
    seen: 'specification, cancellation',
    play() {
      const it = new Script({ requestTimeoutMs: 1_000 });
      it.client(initialize);
      it.after(1_000);
      expect(it.clientGot()).toMatchObject([{ error: { data: { reason: 'request-timeout' } } }]);
      expect(it.serverGot()).toEqual([initialize]);
    },
  },
  {
    wrong: 'a ping during the replayed handshake went to a server that was not greeted',
    seen: 'rmcp, webclaw 107',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(ping);
      expect(it.clientGot()).toEqual([result(ping.id ?? null, {})]);
      expect(it.serverGot()).toEqual([initialize]);
      regreet(it);
      expect(it.serverGot()).toEqual([initialized]);
    },
  },
  {
    wrong: 'the replayed handshake was answered with the id as a string and nobody noticed',
    seen: 'test world',
    play() {
      const it = new Script();
      it.client(initialize);
      it.server(agreement());
      it.client(initialized);
      it.exits(1);
      it.untilRestart();
      it.serverGot();
      it.server({ ...agreement(), id: '0' });
      expect(it.serverGot()).toEqual([initialized]);
    },
  },
  {
    wrong: 'the server died between its greeting and initialized, which was then lost',
    seen: 'midsession-040',
    play() {
      const it = new Script();
      it.client(initialize);
      it.server(agreement());
      it.exits(1);
      it.untilRestart();
      regreet(it);
      it.client(initialized);
      expect(it.serverGot()).toEqual([initialize, initialize, initialized]);
    },
  },
  {
    wrong: 'a client that died on the probe of its own got no second chance',
    seen: 'protocol facts 0.1',
    play() {
      const it = new Script();
      it.client(request('probe', 'server/discover'));
      it.exits(1);
      expect(it.clientGot()).toMatchObject([{ id: 'probe', error: { code: -32601 } }]);
      expect(it.generation).toBe(2);
      it.client(initialize);
      it.server(agreement());
      expect(it.clientGot()).toEqual([agreement()]);
    },
  },
  {
    wrong: 'deaths at a probe were counted and opened the breaker',
    seen: 'protocol facts 0.1',
    play() {
      const it = new Script({ restarts: 1 });
      for (const id of ['a', 'b', 'c']) {
        it.client(request(id, 'server/discover'));
        it.exits(1);
      }
      expect(it.generation).toBe(4);
      it.client(ping);
      it.server(result(7, {}));
      expect(it.clientGot().at(-1)).toEqual(result(7, {}));
    },
  },
  {
    wrong: 'a server that dies at each probe was started for ever',
    seen: 'own',
    play() {
      const it = new Script({ restarts: 1 });
      for (let probes = 0; probes < 10; probes += 1) {
        it.client(request(probes, 'server/discover'));
        if (it.generation === probes + 1) it.exits(1);
      }
      // Three are free, one is tolerated.
      expect(it.generation).toBeLessThanOrEqual(5);
    },
  },
  {
    wrong: 'a server that spoke before it died at the probe was taken for a legacy one',
    seen: 'design 4',
    play() {
      const it = new Script();
      it.client(request(1, 'tools/list'), request('probe', 'server/discover'));
      it.server(result(1, { tools: [] }));
      it.exits(1);
      expect(it.clientGot().at(-1)).toMatchObject({ id: 'probe', error: { code: -32603 } });
    },
  },
];
