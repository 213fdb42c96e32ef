import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { Restored } from '../../src/session/restored.ts';
import { request } from './messages.ts';

const subscribe = (uri: string, more: object = {}) =>
  request(1, 'resources/subscribe', { uri, ...more });
const unsubscribe = (uri: string) => request(1, 'resources/unsubscribe', { uri });
const setLevel = (level: string) => request(1, 'logging/setLevel', { level });

const keysOf = (restored: Restored) =>
  restored.all().map(({ kind, key }) => `${kind.method} ${key}`.trim());

describe('what is restored', () => {
  it('comes in the order of the table, and within a row in that of the client', () => {
    const restored = new Restored();
    for (const uri of ['b', 'a']) restored.accepted(subscribe(uri));
    restored.accepted(setLevel('debug'));
    expect(keysOf(restored)).toEqual([
      'logging/setLevel',
      'resources/subscribe b',
      'resources/subscribe a',
    ]);
  });

  it('is the last request of equal keys', () => {
    const restored = new Restored();
    for (const level of ['debug', 'error']) restored.accepted(setLevel(level));
    expect(restored.all()).toHaveLength(1);
    expect(restored.all()[0]?.request.bytes.toString()).toContain('"error"');
  });

  it('is undone by the method of its row, for its key alone', () => {
    const restored = new Restored();
    for (const uri of ['a', 'b']) restored.accepted(subscribe(uri));
    const [item] = restored.all();
    restored.accepted(unsubscribe('a'));
    expect(keysOf(restored)).toEqual(['resources/subscribe b']);
    expect(item && restored.has(item)).toBe(false);
  });

  it('is nothing of other methods, or without a key', () => {
    const restored = new Restored();
    for (const method of ['tools/call', 'resources/read', 'toString']) {
      expect(restored.accepted(request(1, method, { uri: 'a' }))).toBeUndefined();
    }
    expect(restored.accepted(request(1, 'resources/subscribe', { uri: 7 }))).toBeUndefined();
    expect(restored.accepted(request(1, 'resources/subscribe'))).toBeUndefined();
    expect(restored.all()).toEqual([]);
  });

  it('keeps bytes of its own', () => {
    const restored = new Restored();
    const original = subscribe('a');
    restored.accepted(original);
    original.bytes.fill(0);
    expect(restored.all()[0]?.request.bytes.toString()).toContain('resources/subscribe');
  });

  it('is bounded in count, but what is known may be asked again', () => {
    const restored = new Restored();
    for (let index = 0; index < sessionLimits.subscriptionsMax; index += 1) {
      expect(restored.accepted(subscribe(`uri:${index}`))).toBeUndefined();
    }
    expect(restored.accepted(subscribe('one too many'))?.[0]).toBe('warn');
    expect(restored.accepted(subscribe('uri:0'))).toBeUndefined();
    restored.accepted(unsubscribe('uri:1'));
    expect(restored.accepted(subscribe('in its place'))).toBeUndefined();
    expect(restored.all()).toHaveLength(sessionLimits.subscriptionsMax);
  });

  it('is bounded in bytes, also where it takes the place of another', () => {
    const restored = new Restored();
    restored.accepted(subscribe('a'));
    const share = sessionLimits.subscriptionBytesMax / sessionLimits.subscriptionsMax;
    const large = { text: 'x'.repeat(share) };
    expect(restored.accepted(subscribe('b', large))?.[3]).toEqual({
      method: 'resources/subscribe',
    });
    expect(restored.accepted(subscribe('a', large))).toBeDefined();
    expect(keysOf(restored)).toEqual(['resources/subscribe a']);
  });

  it('has news for the client where a change in the gap would be lost', () => {
    const restored = new Restored();
    restored.accepted(setLevel('debug'));
    restored.accepted(subscribe('file:///a'));
    const news = restored.all().map(({ kind, key }) => kind.news?.(key).toString());
    expect(news).toEqual([
      undefined,
      '{"jsonrpc":"2.0","method":"notifications/resources/updated",' +
        '"params":{"uri":"file:///a"}}\n',
    ]);
  });

  it('awaits news for as long as somebody subscribes', () => {
    const restored = new Restored();
    expect(restored.awaitsNews).toBe(false);
    restored.accepted(setLevel('debug'));
    expect(restored.awaitsNews).toBe(false);
    restored.accepted(subscribe('a'));
    expect(restored.awaitsNews).toBe(true);
    const [level, item] = restored.all();
    expect([level, item].map((it) => it && restored.has(it))).toEqual([true, true]);
    restored.accepted(unsubscribe('a'));
    expect(restored.awaitsNews).toBe(false);
  });

  it('is told of if the new server will not have it', () => {
    const restored = new Restored();
    restored.accepted(setLevel('debug'));
    restored.accepted(subscribe('a'));
    const told = restored.all().map(({ kind, key }) => kind.refused(key));
    expect(told.map(([level, event]) => [level, event])).toEqual([
      ['debug', 'log-level-refused'],
      ['warn', 'subscription-lost'],
    ]);
    expect(told.map(([, , , fields]) => fields)).toEqual([undefined, { uri: 'a' }]);
  });

  it('is what is as large as its share of the room', () => {
    const restored = new Restored();
    const share = sessionLimits.subscriptionBytesMax / sessionLimits.subscriptionsMax;
    const bare = subscribe('').byteLength;
    const fits = Math.floor(share) - bare;
    expect(restored.accepted(subscribe('x'.repeat(fits)))).toBeUndefined();
    expect(restored.accepted(subscribe('x'.repeat(fits + 1)))?.[1]).toBe('request-not-kept');
  });
});
