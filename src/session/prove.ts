/**
 * Whether a server is the one that was remembered: what the client was told in its place is
 * compared with what it says itself. Asks nothing and announces nothing.
 */

import type { Response } from '../protocol/message.ts';
import type { Agreement } from './agreement.ts';
import type { Failure } from './failure.ts';
import { type HeardAnswer, outcomeText } from './heard.ts';
import { canonical } from './lists.ts';
import type { State } from './state.ts';

type Members = Readonly<Record<string, unknown>>;

/** The answer to the greeting, by the server itself; `was`: what the client was told. */
export function proveGreeting(state: State, was: HeardAnswer, response: Response): void {
  const { bytes, outcome } = response;
  const before = membersOf(outcomeText(was));
  const after = membersOf(bytes.toString('utf8', outcome.start, outcome.end));
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => canonical(before[name]) !== canonical(after[name]));
  // `_meta` is not about the server.
  if (changed.every((name) => name === '_meta')) return;
  const offered = Object.keys(objectIn(before['capabilities']));
  const offers = objectIn(after['capabilities']);
  for (const name of offered) if (!Object.hasOwn(offers, name)) state.gone.add(name);
  distrust(state, changed);
}

/** What was remembered is of another server, and says nothing any more. */
export function distrust({ memory, lists, port }: State, changed: readonly string[]): void {
  for (const method of lists.methods()) lists.outdate(method);
  if (memory.client !== undefined) port.forget(memory.client);
  memory.distrust();
  const message =
    'the server is not as it was remembered; it answers by itself from now on, and reconnecting it in the client shows what is new';
  port.log('info', 'server-changed', message, { changed });
}

function membersOf(text: string): Members {
  return objectIn(JSON.parse(text) as unknown);
}

function objectIn(value: unknown): Members {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Members) : {};
}

/** A server has agreed to these: what an earlier one had no more can be asked for again. */
export function regain({ gone }: State, { capabilities: offered }: Agreement): void {
  for (const name of Object.keys(offered)) gone.delete(name);
}

/** By how its methods begin. */
const capabilities: Readonly<Record<string, string>> = {
  tools: 'tools',
  prompts: 'prompts',
  resources: 'resources',
  logging: 'logging',
  completion: 'completions',
  tasks: 'tasks',
};

/** Why a request cannot be answered that the client was told could be; undefined: it can. */
export function goneFor({ gone }: State, method: string): Failure | undefined {
  if (gone.size === 0) return undefined;
  const capability = capabilities[method.slice(0, Math.max(0, method.indexOf('/')))];
  if (capability === undefined || !gone.has(capability)) return undefined;
  return {
    reason: 'request-refused',
    message: `The MCP server offers no ${capability} any more, although it did when it last ran; reconnect it in the client to see what it offers now.`,
  };
}
