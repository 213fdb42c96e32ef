/** Bytes and ids: what may pass, what is answered here, what is bounded. */

import { expect } from 'vitest';
import { guessLimits } from '../../../src/base/limits.ts';
import { notification, request, result } from '../packet.ts';
import {
  agreement,
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  Script,
} from '../script.ts';
import type { Scenario } from './scenario.ts';

export const wireScenarios: readonly Scenario[] = [
  {
    wrong: 'a question that was too long for the client was never answered, and its server waited',
    seen: 'own',
    play() {
      const it = greetedSession({ maxMessageBytes: 8_192 });
      it.server(request(5, 'sampling/createMessage', { text: 'x'.repeat(10_000) }));
      expect(it.clientGot()).toEqual([]);
      const data = { source: 'mcp-shield', reason: 'message-too-large' };
      expect(it.serverGot()).toMatchObject([{ id: 5, error: { data } }]);
    },
  },
  {
    wrong: 'an answer that was cut off by a death was told as one that cannot be read',
    seen: 'own',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.server('{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","te');
      it.exits(1);
      const data = { reason: 'server-restarted', mayHaveRun: true };
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data } }]);
    },
  },
  {
    wrong: 'a server that writes frames was written lines, and waited for its headers',
    seen: 'own',
    play() {
      const it = new Script();
      it.client(initialize);
      const body = JSON.stringify(agreement());
      it.server(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      forget(it);
      it.client(initialized, call(1));
      const bodies = [initialized, call(1)].map((packet) => `${JSON.stringify(packet)}\n`);
      const frames = bodies.map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`);
      expect(it.serverLines().join('')).toBe(frames.join(''));
    },
  },
  {
    wrong:
      'a server that needed long to start refused the greeting without an id, and nobody heard',
    seen: 'own',
    play() {
      const it = new Script();
      it.client(initialize);
      it.after(20_000);
      it.server('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no licence"}}\n');
      it.after(guessLimits.fullMs);
      expect(it.clientGot()).toMatchObject([
        { id: initialize.id, error: { message: 'no licence' } },
      ]);
    },
  },
  {
    wrong: 'ids 1 and "1" were mixed up',
    seen: 'protocol facts 2, ids',
    play() {
      const it = greetedSession();
      it.client(call(1), call('1'));
      it.server(result('1', { text: true }), result(1, { number: true }));
      expect(it.clientGot()).toEqual([result('1', { text: true }), result(1, { number: true })]);
    },
  },
  {
    wrong: 'an id came back in other letters and the client did not know it any more',
    seen: 'midsession-055',
    play() {
      const it = greetedSession();
      it.client('{"jsonrpc":"2.0","id":"\\u0061/b","method":"ping"}\n');
      it.server('{"jsonrpc":"2.0","id":"a/b","result":{}}\n');
      expect(it.clientGot()).toEqual([result('a/b', {})]);
    },
  },
  {
    wrong: 'a server made text of a number and its answer was lost',
    seen: 'protocol facts 2, ids',
    play() {
      const it = new Script();
      it.client(initialize);
      it.server({ ...agreement(), id: '0' });
      expect(it.clientGot()).toEqual([agreement()]);
    },
  },
  {
    wrong: 'an answer with a changed id inside a log line was thrown away with the line',
    seen: 'test world',
    play() {
      const it = new Script();
      it.client(initialize);
      it.server('Loading… {"jsonrpc":"2.0","id":"0","result":{}}\n');
      it.after(2_000);
      expect(it.clientGot()).toEqual([result(0, {})]);
    },
  },
  {
    wrong: 'answers that nobody had asked for reached the client',
    seen: 'design 2.3',
    play() {
      const it = greetedSession();
      it.server(result(99, {}), result('ghost', {}));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a request was answered twice',
    seen: 'design 2.3',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.server(result(1, { first: true }), result(1, {}));
      expect(it.clientGot()).toEqual([result(1, { first: true })]);
    },
  },
  {
    wrong: 'a request under an id that was still open replaced the first one',
    seen: 'specification, ids',
    play() {
      const it = greetedSession();
      it.client(call(1), call(1));
      expect(it.serverGot()).toEqual([call(1)]);
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { code: -32603 } }]);
    },
  },
  {
    wrong: 'a clean message was written anew and lost its number format',
    seen: 'design 2.2',
    play() {
      const it = greetedSession();
      it.client(call(1));
      const odd = '{ "id":1,"jsonrpc" : "2.0","result":{"n":1.0e2,"big":12345678901234567890}}\n';
      it.server(odd);
      expect(it.clientLines()).toEqual([odd]);
    },
  },
  {
    // [R-malformed]
    wrong: 'a broken answer left its request unanswered',
    seen: 'design 7',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.server('{"jsonrpc":"2.0","id":1,"result":{"n":undefined}}\n');
      it.after(2_000);
      const data = { reason: 'malformed-response', mayHaveRun: true };
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { code: -32603, data } }]);
    },
  },
  {
    // [R-too-large]
    wrong: 'a reply above 10 MiB closed the pipe of the client',
    seen: 'protocol facts 0.6',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.server(result(1, { text: 'x'.repeat(70_000) }));
      const [answer] = it.clientGot();
      expect(answer).toMatchObject({ id: 1, error: { data: { reason: 'message-too-large' } } });
      expect(answer?.error?.message).toContain('--max-message');
    },
  },
  {
    wrong: 'a request that its server would take was refused for what the client can read',
    seen: 'held-out checks',
    play() {
      const it = greetedSession();
      const long = request(1, 'tools/call', { text: 'x'.repeat(70_000) });
      it.client(long);
      expect(it.serverGot()).toEqual([long]);
    },
  },
  {
    wrong: 'garbage of the client went on to the server',
    seen: 'design 2.2',
    play() {
      const it = greetedSession();
      it.client('hello\n', call(1));
      expect(it.serverGot()).toEqual([call(1)]);
      const data = { source: 'mcp-shield', reason: 'parse-error' };
      expect(it.clientGot()).toMatchObject([{ id: null, error: { code: -32700, data } }]);
    },
  },
  {
    // [R-errors]
    wrong: 'an error of the shield did not say whose it was, and why',
    seen: 'of three shapes one had no reason, and one no data',
    play() {
      const it = greetedSession();
      const text = 'x'.repeat(70_000);
      it.client('[]\n', '{"id":7,"method":"x"}\n', `{"text":"${text}"}\n`, `${text}\n`);
      const data = it.clientGot().map(({ error }) => error?.data);
      const reasons = data.map((one) => one?.['reason']);
      expect(reasons).toEqual([
        'invalid-request',
        'invalid-request',
        'invalid-request',
        'parse-error',
      ]);
      expect(data.every((one) => one?.['source'] === 'mcp-shield')).toBe(true);
    },
  },
  {
    wrong: 'memory grew without end while the server was away',
    seen: 'design 2.8',
    play() {
      const it = new Script({ maxMessageBytes: 1_000_000 });
      it.exits(1);
      const big = 'x'.repeat(900_000);
      for (let id = 0; id < 80; id += 1) it.client(request(id, 'tools/call', { big }));
      const refused = it.clientGot();
      expect(refused[0]).toMatchObject({ error: { data: { reason: 'request-refused' } } });
      // 64 MiB hold 74 of them.
      expect(refused).toHaveLength(6);
    },
  },
  {
    wrong: 'too many small requests were held',
    seen: 'design 2.8',
    play() {
      const it = new Script();
      it.exits(1);
      for (let id = 0; id < 20_010; id += 1) it.client(request(id, 'ping'));
      expect(it.clientGot()).toHaveLength(10);
    },
  },
  {
    wrong: 'a batch was torn apart on its way to the server',
    seen: 'specification 2025-03-26',
    play() {
      const it = greetedSession();
      const batch = [call(1), notification('notifications/roots/list_changed'), call(2)];
      it.client(batch);
      expect(it.serverLines()).toEqual([`${JSON.stringify(batch)}\n`]);
    },
  },
  {
    wrong: 'a batch reached a client whose revision has none',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession();
      it.client(call(1), call(2));
      it.server([result(1, {}), result(2, {})]);
      // It may be a log of what was answered.
      expect(it.clientLines()).toHaveLength(0);
      it.after(2_000);
      expect(it.clientLines()).toHaveLength(2);
    },
  },
  {
    wrong: 'a member of a batch was lost because its neighbour was held',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.serverGot();
      it.client([call(1), call(2)]);
      it.server(agreement());
      expect(it.serverGot()).toEqual([initialized, call(1), call(2)]);
    },
  },
];
