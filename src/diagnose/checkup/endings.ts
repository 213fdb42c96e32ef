/**
 * Does the server go when it is told to, and does it take along what it started? The protocol asks
 * it to, but does not demand it, and mcp-shield sees to it: so these are notes.
 */
import { formatMs } from '../../base/amounts.ts';
import { examineLimits } from '../../base/limits.ts';
import { type Check, type CheckName, note, ok } from './check.ts';
import type { Ending, Observed } from './observed.ts';

/** None for a server that did not live long enough to be told. */
export function judgeEndings({ legacy, modern, shielded }: Observed): Check[] {
  const endings = [legacy.ending, modern?.ending].filter((ending) => ending !== undefined);
  return endings.map((ending) => judgeEnding(ending, shielded));
}

function judgeEnding(ending: Ending, shielded: boolean): Check {
  const name: CheckName = ending.asked === 'SIGTERM' ? 'SIGTERM' : 'end of input';
  const { heard, afterMs, leftovers } = ending;
  const faults: string[] = [];
  if (heard !== ending.asked) {
    faults.push(`still runs ${formatMs(examineLimits.exitMs)} later, and ended only by ${heard}`);
  }
  if (leftovers.length > 0) faults.push(`leaves behind ${leftovers.join(', ')}`);
  if (faults.length === 0) return ok(name, `ends after ${formatMs(afterMs)}`);
  if (shielded) {
    return ok(name, `${faults.join('; ')}; mcp-shield, which is in front of it, ends that, too`);
  }
  return note(name, faults.join('; '), {
    advice: ['With mcp-shield in front of it nothing is left behind.'],
  });
}
