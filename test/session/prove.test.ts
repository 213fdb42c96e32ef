/** A server that was remembered is another one by now: what is left of it for the next run. */
import { describe, expect, it } from 'vitest';
import { memoryLimits } from '../../src/base/limits.ts';
import { failure, type Params, request, result } from '../world/packet.ts';
import { agreement, call, forget, initialize, initialized, Script } from '../world/script.ts';
import { heardText } from './messages.ts';
import { discover, greetedAsleep, greeting, lazy, list, modern, offered } from './remembered.ts';

describe('a server that was another one than is remembered', () => {
  const { delayMs } = memoryLimits;
  const left = (session: Script) => {
    session.endOfClient();
    session.exits(0);
    session.after(delayMs + 60_000);
    const done = session.did().map(({ type }) => type);
    return done.filter((type) => type === 'remember' || type === 'forget');
  };

  it('is not remembered as it was, if it speaks another version', () => {
    const session = greetedAsleep();
    session.client(list, call(2));
    session.server(agreement({ protocolVersion: '2024-11-05' }));
    expect(left(session)).toEqual(['forget']);
  });

  it('is not remembered as it was, if it offers something else', () => {
    const session = new Script(lazy);
    session.client(discover);
    session.recalls({ discover: heardText(offered), lists: {} });
    session.client(request(1, 'tools/call', { ...modern, name: 'x' }));
    const own = session.serverGot().find(({ method }) => method === 'server/discover');
    session.server(result(own?.id ?? null, { capabilities: {} }), result(1, {}));
    expect(left(session)).toEqual(['forget']);
  });

  it('is remembered as it is, if it refuses nothing and offers less', () => {
    const session = greetedAsleep();
    session.client(call(2));
    session.server(agreement({ capabilities: {} }), failure(2, -32601, 'no'));
    session.after(delayMs);
    const kept = session.did().flatMap((it) => (it.type === 'remember' ? [it.remembered] : []));
    expect(kept).toEqual([{ initialize: greeting({ capabilities: {} }), lists: {} }]);
  });
});

describe('what a server lost since it was remembered', () => {
  const names = ['tools', 'prompts', 'resources', 'logging', 'completions', 'tasks'];
  const all = Object.fromEntries(names.map((name) => [name, {}]));

  /** It greets itself now; `changed`: what differs, as far as that was said. */
  function woken(before: Params, after: Params) {
    const session = greetedAsleep({ initialize: greeting(before), lists: {} });
    session.client(call(1));
    session.server(agreement(after));
    session.clientGot();
    session.serverGot();
    const changed = session.lines('server-changed').map(({ fields }) => fields?.['changed']);
    return { session, changed };
  }

  it.each([
    ['tools/call', 'tools'],
    ['prompts/get', 'prompts'],
    ['resources/read', 'resources'],
    ['logging/setLevel', 'logging'],
    ['completion/complete', 'completions'],
    ['tasks/get', 'tasks'],
  ])('is refused: %s', (method, capability) => {
    const { session } = woken({ capabilities: all }, { capabilities: {} });
    session.client(request(2, method));
    expect(session.clientGot()).toMatchObject([
      { id: 2, error: { message: expect.stringContaining(`offers no ${capability} any more`) } },
    ]);
    expect(session.serverGot()).toEqual([]);
    const { [capability]: _lost, ...others } = all;
    for (const kept of [{ [capability]: {} }, all]) {
      const better = woken({ capabilities: all }, { capabilities: { ...kept, x: {} } }).session;
      better.client(request(2, method));
      expect([better.clientGot(), better.serverGot()]).toEqual([[], [request(2, method)]]);
    }
    const never = woken({ capabilities: others }, { capabilities: {} }).session;
    never.client(request(2, method));
    expect(never.serverGot()).toEqual([request(2, method)]);
  });

  it('is asked for again once a server has it, and nothing else', () => {
    const has = { capabilities: { prompts: {} } };
    const asked = [request(3, 'prompts/get'), request(4, 'tools/call')];
    const replayed = woken({ capabilities: all }, { capabilities: {} }).session;
    replayed.server(result(1, {}));
    replayed.exits(1);
    replayed.client(call(2));
    replayed.untilRestart(1);
    replayed.server(agreement(has));
    const greeted = woken({ capabilities: all }, { capabilities: {} }).session;
    greeted.client({ ...initialize, id: 5 });
    greeted.server({ ...agreement(has), id: 5 });
    greeted.client(initialized);
    for (const session of [replayed, greeted]) {
      forget(session);
      session.client(...asked);
      expect(session.serverGot()).toEqual([request(3, 'prompts/get')]);
      expect(session.clientGot()).toMatchObject([{ id: 4, error: {} }]);
    }
  });

  it.each(['ping', 'other/x', 'tools'])('does not concern %s', (method) => {
    const { session } = woken({ capabilities: all }, { capabilities: {} });
    session.client(request(2, method));
    expect([session.clientGot(), session.serverGot()]).toEqual([[], [request(2, method)]]);
  });

  it.each<[string, Params, Params, string[] | undefined]>([
    ['nothing', {}, {}, undefined],
    ['an order of members', { x: { a: 1, b: 2 } }, { x: { b: 2, a: 1 } }, undefined],
    ['what is beside it', { _meta: 1 }, { _meta: 2 }, undefined],
    ['its words', { instructions: 'a' }, { instructions: 'b' }, ['instructions']],
    ['its words, now', {}, { instructions: 'b', _meta: 1 }, ['instructions', '_meta']],
    ['its words, before', { instructions: 'a' }, {}, ['instructions']],
    ['no object', { capabilities: ['x'] }, { capabilities: null }, ['capabilities']],
  ])('is told by what changed: %s', (_words, before, after, expected) => {
    const { session, changed } = woken(before, after);
    expect(changed).toEqual(expected === undefined ? [] : [expected]);
    session.client(request(2, 'tools/call'));
    expect(session.serverGot()).toEqual([request(2, 'tools/call')]);
  });

  it('is told as its version if that is another one', () => {
    const { changed } = woken({}, { protocolVersion: '2024-11-05' });
    expect(changed).toEqual([['protocolVersion']]);
  });
});
