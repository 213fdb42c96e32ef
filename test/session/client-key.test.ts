import { describe, expect, it } from 'vitest';
import { memoryLimits } from '../../src/base/limits.ts';
import { listAsked, requestKey } from '../../src/session/client-key.ts';
import { request } from './messages.ts';

const { clientCharsMax } = memoryLimits;
const keyOf = (params?: object): string | undefined => requestKey(request(1, 'tools/list', params));
const asked = (params?: object) => listAsked(request(1, 'tools/list', params));

describe('a client, by what each of its requests says', () => {
  it('is the same whatever varies from request to request, and in any order', () => {
    const key = keyOf({ _meta: { a: 1, b: 2 } });
    expect(key).toBeDefined();
    for (const name of ['progressToken', 'traceparent', 'tracestate', 'baggage']) {
      expect(keyOf({ _meta: { b: 2, [name]: 'x', a: 1 } })).toBe(key);
    }
    expect(keyOf({ cursor: 'x', _meta: { a: 1, b: 2 } })).toBe(key);
  });

  it('is another one if it says anything else', () => {
    const key = keyOf({ _meta: { a: 1 } });
    for (const other of [{ a: 2 }, { a: 1, b: 1 }, {}])
      expect(keyOf({ _meta: other })).not.toBe(key);
  });

  it('is unknown if it says nothing, no object or too much', () => {
    for (const params of [undefined, {}, [], { _meta: 5 }, { _meta: null }, { _meta: ['a'] }]) {
      expect(keyOf(params)).toBeUndefined();
    }
    const text = 'x'.repeat(clientCharsMax - '{"a":""}'.length);
    expect(keyOf({ _meta: { a: text } })).toBeDefined();
    expect(keyOf({ _meta: { a: `${text}x` } })).toBeUndefined();
  });
});

describe('a list', () => {
  it('may be asked for with a cursor, and who asks', () => {
    expect(asked()).toEqual({ cursor: undefined });
    expect(asked({})).toEqual({ cursor: undefined });
    expect(asked({ _meta: { a: 1 } })).toEqual({ cursor: undefined });
    expect(asked({ cursor: 'x', _meta: {} })).toEqual({ cursor: 'x' });
  });

  it('that is asked for with anything else is another list', () => {
    for (const params of [{ cursor: 5 }, { cursor: null }, { filter: 'x' }, ['x'], []]) {
      expect(asked(params)).toBeUndefined();
    }
    const text = 'x'.repeat(clientCharsMax - '{"cursor":""}'.length);
    expect(asked({ cursor: text })).toEqual({ cursor: text });
    expect(asked({ cursor: `${text}x` })).toBeUndefined();
  });
});
