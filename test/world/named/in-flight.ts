/** Requests in flight when the server falls: re-sent, refused, poisoned, held, cancelled. */

import { expect } from 'vitest';
import { failure, lineOf, notification, request, result } from '../packet.ts';
import {
  call,
  forget,
  greetedSession,
  initialize,
  initialized,
  regreet,
  tools,
} from '../script.ts';
import type { Scenario } from './scenario.ts';

const list = request(1, 'tools/list');

function cancel(requestId: number | string) {
  return notification('notifications/cancelled', { requestId });
}

function progress(progressToken: number, value: number) {
  return notification('notifications/progress', { progressToken, progress: value });
}

export const inFlightScenarios: readonly Scenario[] = [
  {
    wrong: 'a log line with the id of the shield’s own request ended that, and nobody was told',
    seen: 'own',
    play() {
      const it = greetedSession();
      it.client(list);
      it.server(result(1, { tools }));
      it.exits(0);
      forget(it);
      it.client(request(2, 'prompts/get', { name: 'x' }));
      regreet(it);
      const own = it.serverGot().find(({ method }) => method === 'tools/list');
      const id = own?.id ?? null;
      const copy = lineOf(result(id, { content: [{ type: 'text', text: 'of upstream' }] }));
      it.server(`${copy.trimEnd()} (12 ms)\n`);
      forget(it);
      it.server(result(id, { tools: [{ name: 'new' }] }));
      expect(it.clientGot()).toEqual([notification('notifications/tools/list_changed')]);
    },
  },
  {
    wrong: 'a call was replayed to the new server and its effect happened twice',
    seen: 'failures 2, KiraAI 195',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.serverGot();
      it.exits(1);
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized]);
      const data = { source: 'mcp-shield', reason: 'server-restarted', mayHaveRun: true };
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { code: -32603, data } }]);
    },
  },
  {
    wrong: 'a call on a dead server hung until the client gave up, up to 30 minutes',
    seen: 'midsession-025',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.exits(1);
      expect(it.clientGot()).toHaveLength(1);
    },
  },
  {
    wrong: 'a server that called exit(0) inside a tool left its client waiting for ever',
    seen: 'midsession-024',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.exits(0);
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data: { exitCode: 0 } } }]);
      expect(it.generation).toBe(2);
    },
  },
  {
    wrong: 'a list in flight was lost with the server',
    seen: 'midsession-012',
    play() {
      const it = greetedSession();
      it.client(list);
      forget(it);
      it.exits(1);
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized, list]);
      it.server(result(1, { tools: [] }));
      expect(it.clientGot()).toEqual([result(1, { tools: [] })]);
    },
  },
  {
    wrong: 'a request that was sent again came behind one that was asked after it',
    seen: 'test world 39',
    play() {
      const it = greetedSession();
      it.client(list);
      it.exits(1, { stdoutEnds: false });
      it.client(request(2, 'prompts/list'));
      forget(it);
      it.closesStdout();
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized, list, request(2, 'prompts/list')]);
    },
  },
  {
    // [R-reads]
    wrong: 'a request that kills every server was sent again and again',
    seen: 'midsession-081',
    play() {
      const it = greetedSession();
      it.client(list);
      it.exits(139);
      regreet(it);
      it.exits(139);
      const data = { reason: 'request-refused' };
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { code: -32603, data } }]);
      forget(it);
      it.untilRestart();
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized]);
    },
  },
  {
    wrong: 'a request was called poison although its first server had never run',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(list);
      it.spawnFails('EAGAIN');
      it.untilRestart();
      regreet(it);
      it.exits(1);
      it.untilRestart();
      forget(it);
      regreet(it);
      expect(it.serverGot()).toContainEqual(list);
    },
  },
  {
    // [R-annotated]
    wrong: 'a harmless tool could not be retried although the server had marked it',
    seen: 'protocol facts 4',
    play() {
      const it = greetedSession({ retry: 'annotated' });
      it.client(list);
      it.server(result(1, { tools }));
      it.client(call(2, 'write'), call(3, 'look'), call(4, 'again'), call(5, 'unknown'));
      forget(it);
      it.exits(1);
      regreet(it);
      expect(it.clientGot()).toMatchObject([{ id: 2 }, { id: 5 }]);
      expect(it.serverGot()).toEqual(expect.arrayContaining([call(3, 'look'), call(4, 'again')]));
    },
  },
  {
    wrong: 'a call that mints a task was sent twice because its tool was marked',
    seen: 'protocol facts 1',
    play() {
      const it = greetedSession({ retry: 'annotated' });
      it.client(list);
      it.server(result(1, { tools }));
      it.client(request(2, 'tools/call', { name: 'look', task: {} }));
      it.exits(1);
      expect(it.clientGot().at(-1)).toMatchObject({ id: 2, error: { data: { mayHaveRun: true } } });
    },
  },
  {
    wrong: 'a user who wanted no retries got them',
    seen: 'design 9, --retry never',
    play() {
      const it = greetedSession({ retry: 'never' });
      it.client(list, call(2));
      it.exits(1);
      const errors = it.clientGot().map(({ id, error }) => [id, error?.data?.['mayHaveRun']]);
      expect(errors).toEqual([
        [1, false],
        [2, true],
      ]);
    },
  },
  {
    wrong: 'a second request in flight made the wrapper forget the first',
    seen: 'mcp-hot-reload pendingRequest',
    play() {
      const it = greetedSession();
      it.client(call(1), call(2), call(3));
      it.exits(1);
      expect(it.clientGot().map(({ id }) => id)).toEqual([1, 2, 3]);
    },
  },
  {
    wrong: 'a call that had not been written yet was refused as if it might have run',
    seen: 'design 4',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(call(1));
      regreet(it);
      expect(it.serverGot().at(-1)).toEqual(call(1));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a call written to a server that had closed its output was lost',
    seen: 'midsession-072',
    play() {
      const it = greetedSession();
      it.closesStdout();
      it.client(call(1));
      expect(it.serverGot()).toEqual([]);
      it.exits(1, { stdoutEnds: false });
      regreet(it);
      expect(it.serverGot().at(-1)).toEqual(call(1));
    },
  },
  {
    wrong: 'a server with a broken stdin lived on, deaf, and every call went into nothing',
    seen: 'midsession-072',
    play() {
      const it = greetedSession();
      it.closesStdin();
      it.client(call(1));
      it.after(500);
      expect(it.did()).toContainEqual({ type: 'signal-server', generation: 1, signal: 'SIGKILL' });
      it.exits(null, { signal: 'SIGKILL' });
      regreet(it);
      expect(it.serverGot().at(-1)).toEqual(call(1));
    },
  },
  {
    // [R-held]
    wrong: 'requests held during a restart arrived in another order',
    seen: 'design 5',
    play() {
      const it = greetedSession();
      it.client(list);
      forget(it);
      it.exits(1);
      it.client(call(2), request(3, 'resources/list'), call(4));
      regreet(it);
      expect(it.serverGot().map(({ id }) => id)).toEqual([0, undefined, 1, 2, 3, 4]);
    },
  },
  {
    wrong: 'a held request was answered by a server that had never been sent it',
    seen: 'design 2.3',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(list);
      it.server(result(1, { tools: [{ name: 'guessed' }] }));
      expect(it.clientGot()).toEqual([]);
      regreet(it);
      expect(it.serverGot()).toContainEqual(list);
    },
  },
  {
    wrong: 'a request cancelled while it was held was sent nevertheless',
    seen: 'midsession-026',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(call(1), call(2), cancel(1));
      regreet(it);
      const sent = it.serverGot().slice(2);
      expect(sent).toEqual([call(2)]);
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a cancel for a request of a dead server killed the new one',
    seen: 'midsession-027',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.exits(1);
      regreet(it);
      forget(it);
      it.client(cancel(1));
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'a cancel that crossed the answer of a dead server reached the new one',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.server(result(1, {}));
      it.exits(1);
      regreet(it);
      forget(it);
      it.client(cancel(1));
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'a cancelled read was sent again to the new server',
    seen: 'design 4',
    play() {
      const it = greetedSession();
      it.client(list, cancel(1));
      forget(it);
      it.exits(1);
      regreet(it);
      expect(it.serverGot()).toEqual([initialize, initialized]);
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a cancel in a healthy session was swallowed',
    seen: 'specification, cancellation',
    play() {
      const it = greetedSession();
      it.client(call(1), cancel(1));
      expect(it.serverGot()).toEqual([call(1), cancel(1)]);
    },
  },
  {
    wrong: 'progress of a re-sent request went backwards',
    seen: 'specification, progress must increase',
    play() {
      const it = greetedSession();
      it.client(request(1, 'resources/read', { uri: 'a', _meta: { progressToken: 9 } }));
      it.server(progress(9, 1), progress(9, 2));
      forget(it);
      it.exits(1);
      regreet(it);
      it.server(progress(9, 1), progress(9, 2), progress(9, 3));
      expect(it.clientGot()).toEqual([progress(9, 3)]);
    },
  },
  {
    wrong: 'progress without a known request passed the shield after a restart',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.client(request(1, 'logging/setLevel', { level: 'debug', _meta: { progressToken: 9 } }));
      it.server(result(1, {}));
      it.exits(1);
      regreet(it);
      forget(it);
      it.server(progress(9, 1));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'a dead server was believed: its late answer was taken for that of the new one',
    seen: 'midsession-096',
    play() {
      const it = greetedSession();
      it.client(list);
      it.exits(1);
      regreet(it);
      forget(it);
      it.late(1, result(1, { tools: [{ name: 'old' }] }));
      expect(it.clientGot()).toEqual([]);
      it.server(result(1, { tools: [] }));
      expect(it.clientGot()).toEqual([result(1, { tools: [] })]);
    },
  },
  {
    wrong: 'an answer that was in the pipe when the server died was thrown away',
    seen: 'design 3',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.exits(1, { stdoutEnds: false });
      it.server(result(1, { ok: true }));
      it.closesStdout();
      expect(it.clientGot()).toEqual([result(1, { ok: true })]);
    },
  },
  {
    wrong: 'the end of a server was awaited on close, which a grandchild held back for ever',
    seen: 'failures 2, ggcode 774',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.exits(1, { stdoutEnds: false });
      it.after(500);
      expect(it.clientGot()).toMatchObject([{ id: 1, error: {} }]);
      expect(it.generation).toBe(2);
    },
  },
  {
    wrong: 'an answer cut off by the death of its server was blamed on the server\u2019s JSON',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.client(list);
      forget(it);
      it.server('{"jsonrpc":"2.0","id":1,"result":{"tools":[{"na');
      it.exits(null, { signal: 'SIGKILL' });
      regreet(it);
      expect(it.clientGot()).toEqual([]);
      expect(it.serverGot()).toContainEqual(list);
    },
  },
  {
    wrong: 'an unknown method was sent twice',
    seen: 'protocol facts 4',
    play() {
      const it = greetedSession();
      it.client(request(1, 'custom/method'));
      it.exits(1);
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data: { mayHaveRun: true } } }]);
    },
  },
  {
    // [R-timeout]
    wrong: 'a hung tool blocked the client until its own time-out',
    seen: 'failures 3, crush 2854',
    play() {
      const it = greetedSession({ requestTimeoutMs: 5_000 });
      it.client(call(1));
      forget(it);
      it.after(5_000);
      const data = { reason: 'request-timeout', mayHaveRun: true };
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data } }]);
      expect(it.serverGot()).toMatchObject([
        { method: 'notifications/cancelled', params: { requestId: 1 } },
      ]);
      it.server(result(1, {}));
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'progress reset the time-out for ever',
    seen: 'midsession-098',
    play() {
      const it = greetedSession({ requestTimeoutMs: 1_000 });
      it.client(request(1, 'tools/call', { name: 'write', _meta: { progressToken: 9 } }));
      for (let value = 1; value <= 20; value += 1) {
        it.after(900);
        it.server(progress(9, value));
      }
      const answers = it.clientGot().filter(({ id }) => id === 1);
      expect(answers).toMatchObject([{ error: { data: { reason: 'request-timeout' } } }]);
      expect(answers).toHaveLength(1);
    },
  },
  {
    wrong: 'a request waited for ever for a server that did not come back',
    seen: 'design 5',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(call(1));
      it.after(45_000);
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { code: -32603 } }]);
    },
  },
  {
    wrong: 'the wrapper\u2019s own error looked like the client\u2019s "Connection closed"',
    seen: 'midsession-063',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.complains('Error: connect ECONNREFUSED 127.0.0.1:5432\n');
      it.exits(1);
      const [answer] = it.clientGot();
      expect(answer?.error).toMatchObject({ code: -32603, data: { exitCode: 1, signal: null } });
      expect(answer?.error?.data?.['stderr']).toEqual([
        'Error: connect ECONNREFUSED 127.0.0.1:5432',
      ]);
      expect(answer?.error?.message).not.toContain('Connection closed');
    },
  },
  {
    wrong: 'an answer that no client could place ended a request in silence',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.client(request(7, 'tools/list'));
      it.server(result(7, { tools: [] }));
      it.clientGot();
      it.client(call(1));
      it.server('{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}}\n');
      it.after(2_000);
      expect(it.clientGot()).toEqual(
        [failure(1, -32700, 'Parse error')].map((one) => expect.objectContaining(one)),
      );
    },
  },
];
