/**
 * How the shield is, gathered from its parts for whoever looks at it from outside. Decides nothing
 * and changes nothing.
 */

import type { ShieldReport } from './events.ts';
import type { Machines } from './machines.ts';

export function reportOf(machines: Machines, ending: boolean): ShieldReport {
  const { session, supervisor, server, falls } = machines;
  const { client, server: program, protocol } = session.peers;
  return {
    state: ending ? 'ending' : stateOf(machines),
    lives: supervisor.generation,
    era: session.era,
    protocol,
    parties: { client, server: program },
    requests: session.requestCount,
    filtered: server.filtered,
    remembered: session.recollection.found,
    fallCount: falls.count,
    falls: falls.last,
  };
}

function stateOf({ supervisor }: Machines): Exclude<ShieldReport['state'], 'ending'> {
  if (supervisor.alive) return 'running';
  if (supervisor.resting) return 'asleep';
  return supervisor.phase.kind === 'open' ? 'stopped' : 'restarting';
}
