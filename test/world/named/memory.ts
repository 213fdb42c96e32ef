/** Servers that are answered for before they run, and what happens once they do. */

import { expect } from 'vitest';
import type { Remembered } from '../../../src/session/memory.ts';
import {
  envelope,
  failure,
  lineOf,
  notification,
  type Packet,
  type Params,
  request,
  result,
} from '../packet.ts';
import { agreement, call, forget, initialize, initialized, Script, tools } from '../script.ts';
import type { Scenario } from './scenario.ts';

const lazy = { lazy: true, remembers: true, startPatienceMs: 0 };
const patient = { remembers: true, startPatienceMs: 8_000 };

/** The line of an answer, around its id. */
function textOf({ id: _id, jsonrpc, ...outcome }: Packet): readonly [string, string] {
  return [`{"jsonrpc":"${jsonrpc}","id":`, `,${JSON.stringify(outcome).slice(1)}\n`];
}

function remembered(more: Params = {}, listed: readonly Params[] = tools): Remembered {
  const lists = { 'tools/list': [{ cursor: null, answer: textOf(result(1, { tools: listed })) }] };
  return { initialize: textOf(agreement(more)), lists };
}

const spawns = (it: Script): number => it.did().filter(({ type }) => type === 'spawn').length;

/** Greeted and listed, without a server. */
function greetedAsleep(memory: Remembered = remembered()): Script {
  const it = new Script(lazy);
  it.client(initialize);
  it.recalls(memory);
  it.client(initialized, request(1, 'tools/list'));
  return it;
}

export const memoryScenarios: readonly Scenario[] = [
  {
    wrong: 'a call was cancelled, and a server that had not answered its greeting ran it',
    seen: 'own',
    play() {
      const it = new Script(patient);
      it.client(initialize, call(2));
      it.after(8_000);
      it.recalls(remembered());
      forget(it);
      it.client(notification('notifications/cancelled', { requestId: 2 }));
      expect(it.serverGot()).toEqual([notification('notifications/cancelled', { requestId: 2 })]);
    },
  },
  {
    wrong: 'servers that nobody calls ran all day',
    seen: 'own',
    play() {
      const it = greetedAsleep();
      it.client(request(2, 'ping'));
      it.after(3_600_000);
      expect(spawns(it)).toBe(0);
      expect(it.clientLines()).toEqual([
        lineOf(agreement()),
        lineOf(result(1, { tools })),
        lineOf(result(2, {})),
      ]);
      it.endOfClient();
      expect(it.did()).toContainEqual({ type: 'exit', code: 0 });
    },
  },
  {
    wrong: 'an answer that was remembered lost its bytes',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      it.client({ ...initialize, id: 'first "one"' });
      const odd = [
        '{ "result" : {"protocolVersion":"x","z":1.0,"ä":"\\u00e4"},"id": ',
        ' ,"jsonrpc":"2.0"}\n',
      ];
      it.recalls({ initialize: odd as [string, string], lists: {} });
      expect(it.clientLines()).toEqual([odd.join('"first \\"one\\""')]);
    },
  },
  {
    wrong: 'the first call did not wake the server, or was answered twice',
    seen: 'own',
    play() {
      const it = greetedAsleep();
      forget(it);
      it.client(call(3));
      expect(it.generation).toBe(1);
      expect(it.serverGot()).toEqual([initialize]);
      it.server(agreement());
      expect(it.serverGot().map(({ method }) => method)).toEqual([
        'notifications/initialized',
        'tools/call',
        'tools/list',
      ]);
      it.server(result(3, { content: [] }));
      expect(it.clientGot()).toEqual([result(3, { content: [] })]);
    },
  },
  {
    wrong: 'a client that sets its log level woke each server at its start',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      it.client(initialize);
      it.recalls(remembered({ capabilities: { tools: {}, logging: {} } }));
      forget(it);
      it.client(initialized, request(1, 'logging/setLevel', { level: 'debug' }));
      expect(it.clientGot()).toEqual([result(1, {})]);
      it.client(call(3));
      it.server(agreement());
      expect(it.serverGot().map(({ method }) => method)).toContain('logging/setLevel');
    },
  },
  {
    wrong: 'a greeting that lost its newline to a banner left the calls waiting for ever',
    seen: 'own',
    play() {
      const it = greetedAsleep();
      it.client(call(3));
      const serverInfo = { name: 'renamed', version: '2' };
      it.server(`Loading… ${lineOf(agreement({ serverInfo }))}`);
      it.server(result(3, { content: [] }));
      expect(it.clientGot().at(-1)).toEqual(result(3, { content: [] }));
      const other = greetedAsleep();
      other.client(call(3));
      other.server(`Loading… ${lineOf(agreement({ protocolVersion: '1999-01-01' }))}`);
      other.after(31_000);
      expect(other.generation).toBe(1);
      expect(other.did()).toContainEqual(expect.objectContaining({ type: 'signal-server' }));
    },
  },
  {
    wrong: 'a list that had changed was kept from the client',
    seen: 'own',
    play() {
      const it = greetedAsleep();
      it.client(call(3));
      it.server(agreement());
      const own = it.serverGot().find(({ method }) => method === 'tools/list');
      forget(it);
      it.server(result(own?.id ?? null, { tools: [] }));
      expect(it.clientGot().map(({ method }) => method)).toEqual([
        'notifications/tools/list_changed',
      ]);
    },
  },
  {
    wrong: 'a server that had changed was still answered for',
    seen: 'own',
    play() {
      const it = greetedAsleep(remembered({ instructions: 'as before' }));
      it.client(call(3));
      it.server(agreement({ instructions: 'other' }));
      expect(it.did()).toContainEqual(expect.objectContaining({ type: 'forget' }));
      it.server(result(3, {}));
      it.exits(0);
      forget(it);
      it.client(request(4, 'tools/list'));
      expect(it.generation).toBe(2);
      expect(it.clientGot()).toEqual([]);
    },
  },
  {
    wrong: 'what the server offers no more was asked of it',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      const more = { capabilities: { tools: {}, prompts: {} } };
      it.client(initialize);
      it.recalls(remembered(more));
      it.client(initialized, call(3));
      it.server(agreement({ capabilities: { tools: {} } }));
      forget(it);
      it.client(request(4, 'prompts/list'));
      const [refused] = it.clientGot();
      expect(refused?.error?.message).toContain('offers no prompts any more');
      expect(it.serverGot()).toEqual([]);
    },
  },
  {
    wrong: 'a server that cannot be started was answered for without end',
    seen: 'own',
    play() {
      const it = greetedAsleep();
      forget(it);
      it.client(call(3));
      it.spawnFails('ENOENT');
      it.untilRestart();
      it.spawnFails('ENOENT');
      const [refused] = it.clientGot();
      expect(refused).toMatchObject({ id: 3, error: { data: { source: 'mcp-shield' } } });
      it.client(request(4, 'tools/list'));
      expect(it.clientGot()).toMatchObject([{ id: 4, error: { data: { source: 'mcp-shield' } } }]);
    },
  },
  {
    wrong: 'a damaged memory was given to the client',
    seen: 'own',
    play() {
      const whole = remembered();
      const [before = '', after = ''] = whole.initialize ?? [];
      const damaged = [
        { initialize: [before, after.slice(0, -9)], lists: {} },
        { initialize: [before, `${after}{}\n`], lists: {} },
        { initialize: [`${before}7,"x":`, after], lists: {} },
        { initialize: textOf(failure(1, -32603, 'No')), lists: {} },
        { ...whole, lists: { 'tools/list': [{ cursor: 'x', answer: [before, after] }] } },
        { ...whole, lists: { 'tools/list': 7 } },
        { ...whole, lists: undefined },
        'nothing of the kind',
      ];
      for (const memory of damaged) {
        const it = new Script(lazy);
        it.client(initialize);
        it.recalls(memory as Remembered);
        expect(it.clientGot()).toEqual([]);
        expect(it.generation).toBe(1);
        expect(it.serverGot()).toEqual([initialize]);
      }
    },
  },
  {
    wrong: 'another client was told what was meant for the one before',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      it.client(initialize);
      const clients = it
        .did()
        .flatMap((effect) => (effect.type === 'recall' ? [effect.client] : []));
      const params = { ...initialize.params, capabilities: { sampling: {} } };
      const other = new Script(lazy);
      other.client({ ...initialize, params });
      const others = other
        .did()
        .flatMap((effect) => (effect.type === 'recall' ? [effect.client] : []));
      expect(clients).toHaveLength(1);
      expect(others).not.toEqual(clients);
    },
  },
  {
    // [R-slow-start]
    wrong: 'a slow start cost the client its session',
    seen: 'own',
    play() {
      const it = new Script(patient);
      it.client(initialize);
      it.after(7_999);
      expect(it.clientGot()).toEqual([]);
      it.after(1);
      it.recalls(remembered());
      it.client(initialized, request(1, 'tools/list'), call(2));
      expect(it.clientGot().map(({ id }) => id)).toEqual([0, 1]);
      it.after(50_000);
      // Its own answer to the greeting is nobody's any more.
      it.server(agreement());
      expect(it.clientGot()).toEqual([]);
      it.server(result(2, { content: [] }));
      expect(it.clientGot()).toEqual([result(2, { content: [] })]);
    },
  },
  {
    wrong: 'a slow start that failed left its calls without the cause',
    seen: 'own',
    play() {
      const it = new Script(patient);
      it.client(initialize);
      it.after(8_000);
      it.recalls(remembered());
      it.client(initialized, call(2));
      forget(it);
      for (let falls = 0; falls < 7; falls += 1) {
        it.complains('Error: Cannot find module "x"\n');
        it.exits(1);
        it.untilRestart();
      }
      expect(it.clientGot()).toMatchObject([{ id: 2, error: { data: { source: 'mcp-shield' } } }]);
    },
  },
  {
    wrong: 'a modern server was woken by what was known of it',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      const params = { _meta: envelope };
      it.client(request(0, 'server/discover', params));
      const found = { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: {} };
      const list = { resultType: 'complete', tools };
      const lists = { 'tools/list': [{ cursor: null, answer: textOf(result(1, list)) }] };
      it.recalls({ discover: textOf(result(1, found)), lists });
      it.client(request(1, 'tools/list', { _meta: { ...envelope, progressToken: 9 } }));
      expect(it.clientGot()).toEqual([result(0, found), result(1, list)]);
      expect(it.generation).toBe(0);
      it.client(request(2, 'tools/call', { ...params, name: 'look', arguments: {} }));
      expect(it.serverGot().map(({ method }) => method)).toEqual([
        'tools/call',
        'tools/list',
        'server/discover',
      ]);
    },
  },
  {
    wrong: 'a request of another client of the modern era got what this one had heard',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      it.client(request(0, 'server/discover', { _meta: envelope }));
      const lists = { 'tools/list': [{ cursor: null, answer: textOf(result(1, { tools })) }] };
      it.recalls({ discover: textOf(result(1, {})), lists });
      forget(it);
      const other = {
        ...envelope,
        'io.modelcontextprotocol/clientInfo': { name: 'x', version: '1' },
      };
      it.client(request(1, 'tools/list', { _meta: other }));
      expect(it.clientGot()).toEqual([]);
      expect(it.generation).toBe(1);
    },
  },
  {
    wrong: 'a list was remembered although the server had said that it changed',
    seen: 'own',
    play() {
      const it = new Script({ remembers: true });
      it.client(initialize);
      it.server(agreement());
      it.client(initialized, request(1, 'tools/list'));
      it.server(result(1, { tools }));
      it.after(3_000);
      const kept = (): readonly (readonly string[])[] =>
        it
          .did()
          .flatMap((effect) => (effect.type === 'remember' ? [effect.remembered] : []))
          .map(({ lists }) => Object.keys(lists));
      expect(kept()).toEqual([['tools/list']]);
      it.server({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      it.after(3_000);
      // What was written before is written over.
      expect(kept()).toEqual([[]]);
    },
  },
  {
    wrong: 'the end of input came before the server that was to answer',
    seen: 'own',
    play() {
      const it = new Script(lazy);
      it.client(initialize, initialized, call(3));
      it.endOfClient();
      expect(it.did().some(({ type }) => type === 'exit')).toBe(false);
      it.recalls();
      expect(it.generation).toBe(1);
      it.server(agreement());
      it.server(result(3, {}));
      expect(it.clientGot()).toEqual([agreement(), result(3, {})]);
    },
  },
];
