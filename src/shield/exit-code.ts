/**
 * The exit code of mcp-shield at the end of a session. With `--restarts 0` it stands for the
 * server's own, as a shell would give it.
 */

import { exitCodes } from '../base/errors.ts';
import { signalNumbers } from '../base/signals.ts';
import type { ShieldOptions } from './events.ts';
import type { LifeEnd } from './life.ts';

/** `ending`: the session was ended, so a signal was the shield's own. */
export function exitCodeOf({ restarts }: ShieldOptions, end: LifeEnd, ending: boolean): number {
  if (restarts > 0) return exitCodes.done;
  if (end.kind === 'start-failed') {
    return end.errno === 'ENOENT' ? exitCodes.notFound : exitCodes.notExecutable;
  }
  const { exitCode, signal } = end;
  if (signal !== null) return ending ? exitCodes.done : 128 + (signalNumbers[signal] ?? 0);
  return exitCode ?? exitCodes.done;
}
