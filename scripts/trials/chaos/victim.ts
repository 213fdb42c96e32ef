/**
 * The server of a world: how it is started, and what a client asks it. Ours keeps accounts; the
 * real ones from npm are asked only what each of them can answer.
 */
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { root } from './peer.ts';
import type { Plan } from './plan.ts';

interface Call {
  readonly method: string;
  readonly params: object;
}

export function isOurs({ victim }: Plan): boolean {
  return victim === 'legacy' || victim === 'modern';
}

/** What a client of its era begins with. */
export function firstRequest({ victim }: Plan): Call {
  if (victim === 'modern') return { method: 'server/discover', params: { _meta: envelope } };
  const clientInfo = { name: 'chaos', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: { roots: {} }, clientInfo };
  return { method: 'initialize', params };
}

/** Later requests; ours answers with the nonce, which grows. */
export function nthRequest(plan: Plan, nonce: number): Call {
  const methods = isOurs(plan)
    ? ['tools/list', 'tools/call', 'resources/read', 'ping']
    : ['tools/list', 'ping'];
  const method = methods[(nonce * 7 + plan.seed) % methods.length] ?? 'ping';
  const meta = plan.victim === 'modern' ? { _meta: envelope } : {};
  const call = method === 'tools/call' ? { name: 'work', arguments: {} } : {};
  return { method, params: { ...call, uri: 'chaos:x', nonce, ...meta } };
}

const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};

export function serverArgs({ victim, seed, faults, rate }: Plan, ledger: string): string[] {
  const installed = (name: string): string =>
    resolve(root, `node_modules/@modelcontextprotocol/server-${name}/dist/index.js`);
  switch (victim) {
    case 'everything':
      return [installed(victim), 'stdio'];
    case 'filesystem':
      return [installed(victim), tmpdir()];
    case 'memory':
      return [installed(victim)];
    default: {
      const script = resolve(root, 'scripts/trials/chaos/chaos-server.mjs');
      return [script, JSON.stringify({ seed, faults, rate, ledger })];
    }
  }
}
