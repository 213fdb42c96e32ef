/**
 * What a simulated client asks for: methods of both eras, with envelope and progress token, and
 * with a mark by which a call that ran can be told apart.
 */

import { envelope, keyOf, type Packet, type Params, request, type WireId } from './packet.ts';
import type { Random } from './random.ts';

const levels = ['debug', 'info', 'warning', 'error'] as const;

/** Another one each time, without a draw. */
function levelOf(id: WireId): string {
  const key = keyOf(id);
  return levels[(key.charCodeAt(key.length - 2) + key.length) % levels.length] ?? 'debug';
}

type Wish = readonly [method: string, params: Params];

export function drawWish(random: Random, id: WireId, modern: boolean): Packet {
  const uri = random.pick(['file:///a', 'file:///b']);
  const [method, params] = random.pick(modern ? modernWishes(uri) : legacyWishes(uri, levelOf(id)));
  const meta: Record<string, unknown> = modern ? { ...envelope } : {};
  if (random.chance(0.3)) meta['progressToken'] = id;
  const withMeta = Object.keys(meta).length > 0 ? { ...params, _meta: meta } : params;
  if (method !== 'tools/call') return request(id, method, withMeta);
  const name = random.pick(['write', 'write', 'look', 'again']);
  return request(id, method, { ...withMeta, name, arguments: { call: keyOf(id) } });
}

function wishes(uri: string): [Wish, ...Wish[]] {
  return [
    ['tools/list', {}],
    ['tools/list', { cursor: 'page 2' }],
    ['tools/call', {}],
    ['tools/call', {}],
    ['resources/read', { uri }],
    ['prompts/get', { name: 'greet' }],
    ['custom/method', {}],
  ];
}

function legacyWishes(uri: string, level: string): [Wish, ...Wish[]] {
  return [
    ...wishes(uri),
    ['ping', {}],
    ['logging/setLevel', { level }],
    ['resources/subscribe', { uri }],
    ['resources/unsubscribe', { uri }],
  ];
}

function modernWishes(uri: string): [Wish, ...Wish[]] {
  const notifications = { toolsListChanged: true, resourceSubscriptions: [uri] };
  return [...wishes(uri), ['subscriptions/listen', { notifications }]];
}
