import { describe, expect, it } from 'vitest';
import { sessionLimits } from '../../src/base/limits.ts';
import { endOfListen, Listens, sameFilter, taggedNotification } from '../../src/session/listens.ts';
import { request } from './messages.ts';

const key = 'io.modelcontextprotocol/subscriptionId';

describe('listen streams', () => {
  it('are promised news only once they are acknowledged', () => {
    const listens = new Listens();
    listens.open(request(1, 'subscriptions/listen'));
    expect(listens.promised('toolsListChanged')).toEqual([]);
    const listen = listens.get(1);
    if (listen !== undefined) listen.filter = { toolsListChanged: true };
    expect(listens.promised('toolsListChanged')).toHaveLength(1);
    expect(listens.promised('promptsListChanged')).toEqual([]);
  });

  it('close once', () => {
    const listens = new Listens();
    listens.open(request('a', 'subscriptions/listen'));
    expect(listens.close('"a"')).toBe(true);
    expect(listens.close('"a"')).toBe(false);
    expect(listens.all()).toEqual([]);
  });

  it('are bounded in bytes, which come free again, also under an id used twice', () => {
    const listens = new Listens();
    const text = 'x'.repeat(sessionLimits.subscriptionBytesMax / 2);
    const large = request(1, 'subscriptions/listen', { text });
    expect(listens.open(large)).toBe(true);
    expect(listens.open(large)).toBe(true);
    expect(listens.open({ ...large, id: 2 })).toBe(false);
    listens.close(1);
    expect(listens.open({ ...large, id: 2 })).toBe(true);
  });

  it('fit exactly to their bound of bytes, and are bounded in count', () => {
    const listens = new Listens();
    const { subscriptionBytesMax, subscriptionsMax } = sessionLimits;
    const bare = request(1, 'subscriptions/listen', { text: '' }).bytes.length;
    const text = 'x'.repeat(subscriptionBytesMax - bare);
    expect(listens.open(request(1, 'subscriptions/listen', { text: `${text}x` }))).toBe(false);
    expect(listens.open(request(1, 'subscriptions/listen', { text }))).toBe(true);
    const many = new Listens();
    for (let id = 1; id <= subscriptionsMax; id += 1) {
      expect(many.open(request(id, 'subscriptions/listen'))).toBe(true);
    }
    expect(many.open(request(0, 'subscriptions/listen'))).toBe(false);
    // Under an id that is open already it takes the place of that one.
    expect(many.open(request(1, 'subscriptions/listen'))).toBe(true);
  });

  it('compare filters by what they say', () => {
    const one = { toolsListChanged: true, resourceSubscriptions: ['a'] };
    expect(sameFilter(one, { resourceSubscriptions: ['a'], toolsListChanged: true })).toBe(true);
    expect(sameFilter(one, { toolsListChanged: true })).toBe(false);
    expect(sameFilter(one, { ...one, resourceSubscriptions: ['a', 'b'] })).toBe(false);
  });

  it('tag their news and their end with the id of the request, in its type', () => {
    expect(JSON.parse(taggedNotification('m', '"7"', { uri: 'u' }).toString())).toEqual({
      jsonrpc: '2.0',
      method: 'm',
      params: { uri: 'u', _meta: { [key]: '7' } },
    });
    expect(JSON.parse(endOfListen(7).toString())).toEqual({
      jsonrpc: '2.0',
      id: 7,
      result: { resultType: 'complete', _meta: { [key]: 7 } },
    });
  });
});
