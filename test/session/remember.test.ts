/** What answers of the server leave for the next run, and for the session; in whole sessions. */
import { describe, expect, it } from 'vitest';
import { memoryLimits, sessionLimits } from '../../src/base/limits.ts';
import type { Remembered } from '../../src/session/memory.ts';
import {
  envelope,
  failure,
  lineOf,
  notification,
  type Packet,
  type Params,
  request,
  result,
} from '../world/packet.ts';
import { agreement, forget, initialize, initialized, Script, tools } from '../world/script.ts';
import { heardText } from './messages.ts';

const modern = { _meta: envelope };
const other = {
  ...envelope,
  'io.modelcontextprotocol/clientInfo': { name: 'other', version: '1' },
};
const discover = request(0, 'server/discover', modern);
const beside = (packet: Packet): string => `log: ${lineOf(packet)}`;

/** What is handed over for the next run, in turn, since the last look. */
function handedOver(session: Script): Remembered[] {
  session.after(memoryLimits.delayMs);
  return session.did().flatMap((effect) => (effect.type === 'remember' ? [effect.remembered] : []));
}

function greeted(more: Params = {}): Script {
  const session = new Script({ remembers: true });
  session.client(initialize);
  session.server(agreement(more));
  session.client(initialized);
  return session;
}

const namesIn = ({ lists }: Remembered): string[] => Object.keys(lists);

describe('the greeting of a server', () => {
  it('is kept for the next run a while after it was heard, if anything is to be', () => {
    const session = greeted();
    session.after(memoryLimits.delayMs - 1);
    expect(session.did().map(({ type }) => type)).toEqual(['spawn']);
    const { id: _id, jsonrpc: _jsonrpc, ...said } = agreement();
    expect(handedOver(session)).toEqual([{ initialize: heardText(said.result ?? {}), lists: {} }]);
    const forgetful = new Script();
    forgetful.client(initialize);
    forgetful.server(agreement());
    expect(handedOver(forgetful)).toEqual([]);
  });

  it('is not kept if it is not certain', () => {
    const session = new Script({ remembers: true });
    session.client(initialize);
    session.server(beside(agreement()));
    session.after(60_000);
    expect(session.clientGot()).toEqual([agreement()]);
    expect(handedOver(session)).toEqual([]);
  });

  it('is not kept for a client that has greeted otherwise meanwhile', () => {
    const newer = {
      ...initialize,
      id: 1,
      params: { ...initialize.params, capabilities: { x: {} } },
    };
    for (const late of [agreement(), failure(0, -32602, 'no')]) {
      const session = new Script({ remembers: true });
      session.client(initialize, newer);
      session.server(late);
      expect(handedOver(session)).toEqual([]);
      session.server({ ...agreement({ instructions: 'x' }), id: 1 });
      expect(handedOver(session)[0]?.initialize?.[1]).toContain('instructions');
    }
  });

  it('is that of the last one, whichever answer comes last', () => {
    const newer = { ...initialize, id: 1, params: { ...initialize.params, x: 1 } };
    const session = new Script({ remembers: true });
    session.client(initialize, newer);
    session.server({ ...agreement({ instructions: 'x' }), id: 1 }, agreement());
    expect(handedOver(session)[0]?.initialize?.[1]).toContain('instructions');
  });

  it('hands over what was heard for the client before, and nothing of that one', () => {
    const session = greeted();
    session.client(request(1, 'tools/list'));
    session.server(result(1, { tools }));
    forget(session);
    const params = { ...initialize.params, capabilities: { sampling: {} } };
    session.client({ ...initialize, params });
    session.server(agreement());
    const [before, ...more] = session.did();
    expect(before).toMatchObject({
      type: 'remember',
      remembered: { lists: { 'tools/list': [{}] } },
    });
    expect(more).toEqual([]);
    expect(handedOver(session).map(namesIn)).toEqual([[]]);
  });

  it('of the same client once more changes nothing of its lists', () => {
    const session = greeted();
    session.client(request(1, 'tools/list'));
    session.server(result(1, { tools }));
    forget(session);
    session.client(initialize);
    session.server(agreement());
    expect(session.did()).toEqual([]);
    expect(handedOver(session).map(namesIn)).toEqual([['tools/list']]);
  });
});

describe('what a modern server offers', () => {
  const offered = { capabilities: { tools: {} } };
  const unknown = failure(0, -32601, 'what?');

  it.each([
    ['if it says so', lineOf(result(0, offered)), offered],
    ['if it knows no such question', lineOf(unknown), unknown.error],
    ['not if it only fails', lineOf(failure(0, -32603, 'busy')), undefined],
    ['not if it is not certain', beside(result(0, offered)), undefined],
  ])('is kept for the next run: %s', (_when, line, kept) => {
    const session = new Script({ remembers: true });
    session.client(discover);
    session.server(line);
    session.after(60_000);
    const texts = handedOver(session).map(({ discover: text }) => text?.[1]);
    expect(texts).toEqual(
      kept === undefined ? [] : [expect.stringContaining(JSON.stringify(kept))],
    );
  });

  it('is not kept if another client asks', () => {
    const session = new Script({ remembers: true });
    session.client(request(9, 'tools/list', modern));
    session.server(result(9, { tools }));
    session.client(request(0, 'server/discover', { _meta: other }));
    session.server(result(0, offered));
    const [kept, ...more] = handedOver(session);
    expect([kept?.discover, more]).toEqual([undefined, []]);
  });

  it('is kept of no other method', () => {
    const session = new Script({ remembers: true });
    session.client(request(1, 'tools/call', { ...modern, name: 'x' }));
    session.server(result(1, {}));
    expect(handedOver(session)).toEqual([]);
  });
});

describe('lists', () => {
  const changed = (kind: string) => notification(`notifications/${kind}/list_changed`);

  function listed(): Script {
    const session = greeted();
    session.client(request(1, 'tools/list'), request(2, 'prompts/list'));
    session.server(result(1, { tools, nextCursor: 'x' }), result(2, { prompts: [] }));
    return session;
  }

  it('are kept for the next run, page by page', () => {
    const session = listed();
    session.client(request(3, 'tools/list', { cursor: 'x' }));
    session.server(result(3, { tools: [] }));
    const [kept] = handedOver(session);
    expect(kept?.lists).toEqual({
      'tools/list': [
        { cursor: null, answer: heardText({ tools, nextCursor: 'x' }) },
        { cursor: 'x', answer: heardText({ tools: [] }) },
      ],
      'prompts/list': [{ cursor: null, answer: heardText({ prompts: [] }) }],
    });
  });

  it('of one kind are not kept once they are said to have changed', () => {
    const session = listed();
    session.server(changed('prompts'));
    expect(handedOver(session).map(namesIn)).toEqual([['tools/list']]);
    session.server(changed('resources'));
    expect(handedOver(session).map(namesIn)).toEqual([['tools/list']]);
    session.server(notification('notifications/message', { level: 'info', data: 1 }));
    expect(handedOver(session)).toEqual([]);
  });

  it('that change are nothing to be kept if nothing is', () => {
    const session = new Script();
    session.client(initialize);
    session.server(agreement());
    session.client(initialized, request(1, 'tools/list'));
    session.server(result(1, { tools }), changed('tools'));
    expect(handedOver(session)).toEqual([]);
  });

  it.each([
    ['is not certain', request(3, 'tools/list'), beside(result(3, { tools: [] }))],
    [
      'was asked for with more',
      request(3, 'tools/list', { x: 1 }),
      lineOf(result(3, { tools: [] })),
    ],
  ])('are not kept if the last answer %s', (_words, asked, line) => {
    const session = listed();
    handedOver(session);
    session.client(asked);
    session.server(line);
    session.after(60_000);
    session.server(changed('resources'));
    expect(handedOver(session).map(namesIn)).toEqual([['prompts/list']]);
  });

  it('are kept if the last answer is an error', () => {
    const session = listed();
    session.client(request(3, 'tools/list'));
    session.server(failure(3, -32603, 'busy'));
    expect(handedOver(session).map(namesIn)).toEqual([['tools/list', 'prompts/list']]);
  });

  it('are kept of the client that asks first, if many speak through one', () => {
    const session = new Script({ remembers: true });
    session.client(request(1, 'tools/list', modern));
    session.server(result(1, { tools }));
    session.client(request(2, 'prompts/list', { _meta: other }));
    session.server(result(2, { prompts: [] }));
    expect(handedOver(session).map(namesIn)).toEqual([['tools/list']]);
  });
});

describe('what the client has set', () => {
  const uri = 'x'.repeat(sessionLimits.subscriptionBytesMax / sessionLimits.subscriptionsMax);
  const note = 'a request is too large, or one too many, to be restored';
  const subscribe = request(1, 'resources/subscribe', { uri });

  it('is not restored if it is too large, and that is said', () => {
    const session = greeted();
    session.client(subscribe);
    session.server(failure(1, -32603, 'no'));
    expect(session.logged()).not.toContain(note);
    session.client(subscribe);
    session.server(result(1, {}));
    expect(session.logged()).toContain(note);
  });
});
