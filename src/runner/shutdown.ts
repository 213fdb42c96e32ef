/**
 * The last steps of a run, ordered and defective alike: nothing of the tree is left, what was
 * written has left this process, and each wait has a bound.
 */
import { setTimeout as elapsed } from 'node:timers/promises';
import { describe, exitCodes } from '../base/errors.ts';
import { runnerLimits } from '../base/limits.ts';
import type { Log } from '../log/log.ts';
import type { OnShortened } from '../process/flushed.ts';
import type { Guard } from '../process/guard.ts';
import type { ClientStdio } from './client-stdio.ts';
import type { OwnStderr } from './own-stderr.ts';
import type { ServerProcesses } from './server-processes.ts';

export interface ShutdownDeps {
  readonly client: ClientStdio;
  readonly servers: ServerProcesses;
  readonly guard: Guard;
  readonly ownStderr: OwnStderr;
  readonly log: Log;
  /** How long the last bytes may wait for the client. */
  readonly flushMs: () => number;
  readonly onFlushShortened: OnShortened;
}

/** Kills what is left of the tree, lets the last bytes out, and answers `code`. */
export async function shutDown(code: number, deps: ShutdownDeps): Promise<number> {
  await Promise.all([
    // What kills a tree on Windows is a process of its own, and would die with us.
    deps.servers.signalAll('SIGKILL'),
    deps.client.flushed(deps.flushMs(), deps.onFlushShortened),
    deps.ownStderr.flushed(runnerLimits.flushMs),
    deps.guard.dismiss(),
    deps.log.flush(),
  ]);
  return code;
}

/** After a defect the core is not to be trusted: the ladder is short and fixed. */
export async function shutDownDefective(error: unknown, deps: ShutdownDeps): Promise<number> {
  deps.log.write('error', 'defect', 'defect in mcp-shield, please report it', {
    error: describe(error),
  });
  void deps.servers.signalAll('SIGTERM');
  await elapsed(runnerLimits.defectTermMs);
  return shutDown(exitCodes.defect, deps);
}
