/**
 * All processes that are under examination: whatever interrupts it, a Ctrl-C or a SIGKILL of
 * mcp-shield included, none of them stays. Knows process groups only.
 */
import { setTimeout as elapsed } from 'node:timers/promises';
import { runnerLimits } from '../base/limits.ts';
import { createGuard, type Guard } from '../process/guard.ts';
import type { ServerProcess } from '../process/server-process.ts';

export interface ProcessRegistry {
  readonly guard: Guard;
  /** After `close` it is ended at once. */
  add(server: ServerProcess): void;
  remove(server: ServerProcess): void;
  /** Ends whatever is left: SIGTERM, then SIGKILL. Resolves when it is done. */
  close(): Promise<void>;
}

export function createProcessRegistry(): ProcessRegistry {
  // Without a guard only a SIGKILL of mcp-shield would leave something behind.
  const guard = createGuard(() => {});
  const servers = new Set<ServerProcess>();
  let closed = false;

  return {
    guard,
    add(server) {
      // An examination that has not heard of the end yet goes on with its next step.
      if (closed) {
        server.signal('SIGKILL');
        return;
      }
      servers.add(server);
    },
    remove(server) {
      servers.delete(server);
    },
    async close() {
      closed = true;
      const left = [...servers].filter((server) => server.group !== undefined);
      for (const server of left) void server.signal('SIGTERM');
      if (left.length > 0) await elapsed(runnerLimits.defectTermMs);
      await Promise.all(left.map((server) => server.signal('SIGKILL')));
      await guard.dismiss();
    },
  };
}
