/**
 * How the shield is, gathered from its parts for whoever looks at it from outside. Decides nothing
 * and changes nothing.
 */

import type { ShieldReport } from './events.ts';
import type { Parts } from './machines.ts';

export function reportOf(parts: Parts, ending: boolean): ShieldReport {
  const { session, supervisor, server, falls } = parts;
  const { client, server: program } = session.parties;
  return {
    state: ending ? 'ending' : stateOf(parts),
    lives: supervisor.generation,
    era: session.era,
    parties: { client, server: program },
    requests: session.requestCount,
    filtered: server.filtered,
    fallCount: falls.count,
    falls: falls.last,
  };
}

function stateOf({ supervisor }: Parts): 'running' | 'restarting' | 'stopped' {
  if (supervisor.alive) return 'running';
  return supervisor.phase.kind === 'open' ? 'stopped' : 'restarting';
}
