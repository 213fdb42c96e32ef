/**
 * Which tools a client of the simulated world may see: told apart by their names alone, without
 * the code that is tried.
 */

import type { ShieldOptions } from '../../src/shield/events.ts';
import { Broken } from './facts.ts';
import type { Packet, Params } from './packet.ts';

/** Patterns of the world are whole names, or a beginning and a star. */
function mayShow({ hideTools, onlyTools }: ShieldOptions, name: unknown): boolean {
  const isMeant = (pattern: string): boolean =>
    pattern.endsWith('*') ? String(name).startsWith(pattern.slice(0, -1)) : pattern === name;
  return !hideTools.some(isMeant) && (onlyTools.length === 0 || onlyTools.some(isMeant));
}

/** What a server said, as the client may read it. */
export function shownOutcome(options: ShieldOptions, outcome: string): string {
  if (options.hideTools.length + options.onlyTools.length === 0) return outcome;
  const { tools, ...rest } = resultIn(outcome);
  if (!Array.isArray(tools)) return outcome;
  const shown = (tools as Params[]).filter(({ name }) => mayShow(options, name));
  // Members stay where they are.
  const order = Object.keys(resultIn(outcome));
  const members: Params = { ...rest, tools: shown };
  return JSON.stringify(Object.fromEntries(order.map((key) => [key, members[key]])));
}

/** No server sees a call of a hidden tool. */
export function checkCall(options: ShieldOptions, { method, params }: Packet): void {
  if (method === 'tools/call' && !mayShow(options, params?.['name'])) {
    throw new Broken(`a hidden tool is called: ${String(params?.['name'])}`);
  }
}

/** A call of a hidden tool is refused, and nothing else is so; true if this is that. */
export function checkRefusal(
  options: ShieldOptions,
  { method, params }: Packet,
  { error }: Packet,
): boolean {
  const isRefused = error?.data?.['reason'] === 'tool-hidden';
  const isHidden = method === 'tools/call' && !mayShow(options, params?.['name']);
  if (isRefused !== isHidden) throw new Broken(`${isHidden ? 'not ' : ''}refused as hidden`);
  if (isRefused && error?.code !== -32602) throw new Broken('refused under another code');
  return isRefused;
}

function resultIn(outcome: string): Params {
  try {
    const value = JSON.parse(outcome) as unknown;
    return typeof value === 'object' && value !== null ? (value as Params) : {};
  } catch {
    return {};
  }
}
