/** The end: who asked for it, what is still answered, what is left behind. */

import { expect } from 'vitest';
import { request, result } from '../packet.ts';
import { call, forget, greetedSession, regreet, Script } from '../script.ts';
import type { Scenario } from './scenario.ts';

const kill = { type: 'signal-server', generation: 1, signal: 'SIGKILL' };
const term = { type: 'signal-server', generation: 1, signal: 'SIGTERM' };
const inputEnd = { type: 'end-server-input', generation: 1 };
const exit = { type: 'exit', code: 0 };
const released = { type: 'release-server', generation: 1 };

export const endScenarios: readonly Scenario[] = [
  {
    wrong: 'a wrapper did not notice the end of its stdin and lived on as an orphan',
    seen: 'midsession-003',
    play() {
      const it = greetedSession();
      it.endOfClient();
      expect(it.did()).toEqual([inputEnd]);
      it.exits(0);
      expect(it.did()).toEqual([released, exit]);
    },
  },
  {
    wrong: 'a server ignored EOF and SIGTERM at 99 % CPU for hours',
    seen: 'midsession-043',
    play() {
      const it = greetedSession();
      it.endOfClient();
      it.after(1_200);
      expect(it.did()).toEqual([inputEnd, term]);
      it.after(500);
      expect(it.did()).toEqual([kill]);
      it.after(249);
      expect(it.did()).toEqual([exit]);
    },
  },
  {
    wrong: 'answers that came after EOF were lost',
    seen: 'protocol facts 3',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.endOfClient();
      it.server(result(1, { ok: true }));
      expect(it.clientGot()).toEqual([result(1, { ok: true })]);
    },
  },
  {
    wrong: 'a last request without a newline before EOF was ignored',
    seen: 'design 7',
    play() {
      const it = greetedSession();
      it.client('{"jsonrpc":"2.0","id":1,"method":"ping"}');
      it.endOfClient();
      expect(it.serverGot()).toEqual([request(1, 'ping')]);
    },
  },
  {
    wrong: 'the client closed and the server it had closed was started again',
    seen: 'failures 2, Tianshu 148',
    play() {
      const it = greetedSession();
      it.endOfClient();
      it.exits(1);
      it.after(60_000);
      expect(it.generation).toBe(1);
    },
  },
  {
    wrong: 'requests held for a server that was just starting died with the session, unanswered',
    seen: 'design 6',
    play() {
      const it = greetedSession();
      it.exits(1);
      it.client(call(1));
      forget(it);
      it.endOfClient();
      expect(it.did()).toEqual([]);
      regreet(it);
      expect(it.serverGot().at(-1)).toEqual(call(1));
      expect(it.did()).toEqual([]);
      it.server(result(1, {}));
      expect(it.clientGot()).toEqual([result(1, {})]);
      expect(it.did()).toEqual([{ type: 'end-server-input', generation: 2 }]);
    },
  },
  {
    wrong: 'a session without a server waited for one before it ended',
    seen: 'design 6',
    play() {
      const it = new Script();
      it.exits(1);
      it.client(call(1));
      it.did();
      it.endOfClient();
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data: { source: 'mcp-shield' } } }]);
      expect(it.did()).toEqual([exit]);
    },
  },
  {
    wrong: 'SIGTERM ended the wrapper and left the server behind npx alive',
    seen: 'protocol facts 0.7',
    play() {
      const it = greetedSession();
      it.signal('SIGTERM');
      expect(it.did()).toEqual([inputEnd, term]);
      it.after(600);
      expect(it.did()).toEqual([kill]);
      it.exits(null, { signal: 'SIGKILL' });
      expect(it.did()).toEqual([released, exit]);
    },
  },
  {
    wrong: 'the terminal was closed (SIGHUP) and everything lived on',
    seen: 'midsession-003',
    play() {
      const it = greetedSession();
      it.signal('SIGHUP');
      expect(it.did()).toEqual([inputEnd, term]);
    },
  },
  {
    wrong: 'SIGTERM 100 ms after SIGINT made the end longer',
    seen: 'protocol facts 0.5',
    play() {
      const it = greetedSession();
      it.signal('SIGINT');
      it.after(100);
      it.signal('SIGTERM');
      it.after(800);
      expect(it.did()).toEqual([inputEnd, term, kill, exit]);
    },
  },
  {
    wrong: 'a signal after EOF had no effect',
    seen: 'protocol facts 0.5',
    play() {
      const it = greetedSession();
      it.endOfClient();
      it.after(100);
      it.signal('SIGTERM');
      expect(it.did()).toEqual([inputEnd, term]);
      it.after(850);
      expect(it.did()).toEqual([kill, exit]);
    },
  },
  {
    wrong: 'a grandchild held stdout open and the wrapper never ended',
    seen: 'failures 2, ggcode 774',
    play() {
      const it = greetedSession();
      it.endOfClient();
      it.exits(0, { stdoutEnds: false });
      it.after(500);
      expect(it.did()).toEqual([inputEnd, released, exit]);
    },
  },
  {
    wrong: 'children of a server survived its clean exit',
    seen: 'midsession-011',
    play() {
      const it = greetedSession();
      it.endOfClient();
      it.exits(0, { leftovers: true });
      it.after(200);
      expect(it.did()).toEqual([inputEnd, term, kill, released, exit]);
    },
  },
  {
    wrong: 'a client that closed only its reading end was written to for ever',
    seen: 'design 6, EPIPE',
    play() {
      const it = greetedSession();
      it.endOfClient('broken-pipe');
      it.client(call(1));
      expect(it.serverGot()).toEqual([]);
      expect(it.did()).toEqual([inputEnd]);
    },
  },
  {
    wrong: 'what was in flight at the end got no answer',
    seen: 'design 2.3',
    play() {
      const it = greetedSession();
      it.client(call(1));
      it.signal('SIGTERM');
      it.exits(null, { signal: 'SIGTERM' });
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data: { mayHaveRun: true } } }]);
    },
  },
  {
    wrong: 'a call that came after SIGTERM was said to have run',
    seen: 'test world',
    play() {
      const it = greetedSession();
      it.signal('SIGTERM');
      it.client(call(1));
      it.exits(null, { signal: 'SIGTERM' });
      expect(it.clientGot()).toMatchObject([{ id: 1, error: { data: { mayHaveRun: false } } }]);
    },
  },
  {
    wrong: 'nobody knew who had ended the session',
    seen: 'midsession-071',
    play() {
      const it = greetedSession();
      it.endOfClient('orphaned');
      expect(it.logged()).toContain('the session ends: the client died');
    },
  },
];
