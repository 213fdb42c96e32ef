/** A server that an earlier run has heard, and what was heard of it. */

import { expect } from 'vitest';
import type { Remembered } from '../../src/session/memory.ts';
import type { ShieldOptions } from '../../src/shield/events.ts';
import { envelope, type Params, request } from '../world/packet.ts';
import { agreement, initialize, initialized, Script, tools } from '../world/script.ts';
import { heardText } from './messages.ts';

export const lazy = { lazy: true, remembers: true };
export const startPatienceMs = 8_000;
export const patient = { remembers: true, startPatienceMs };
export const modern = { _meta: envelope };
export const discover = request(0, 'server/discover', modern);
export const list = request(1, 'tools/list');
export const offered = { capabilities: { tools: {} } };
export const first = { tools, nextCursor: 'more' };
export const second = { tools: [] };
export const lists = {
  'tools/list': [
    { cursor: null, answer: heardText(first) },
    { cursor: 'more', answer: heardText(second) },
  ],
};

export function greeting(more: Params = {}): readonly [string, string] {
  return heardText(agreement(more).result ?? {});
}
export const known: Remembered = { initialize: greeting(), lists };

export const recallsOf = (session: Script): number =>
  session.did().filter(({ type }) => type === 'recall').length;

/** Greeted without a server. */
export function greetedAsleep(remembered = known, options: Partial<ShieldOptions> = {}): Script {
  const session = new Script({ ...lazy, ...options });
  session.client(initialize);
  session.recalls(remembered);
  expect(session.clientGot().map(({ id }) => id)).toEqual([0]);
  session.client(initialized);
  return session;
}
