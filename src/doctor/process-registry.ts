/**
 * All processes that are under examination: whatever interrupts it, a Ctrl-C or a SIGKILL of
 * mcp-shield included, none of them stays. Knows process groups only.
 */
import { setTimeout as elapsed } from 'node:timers/promises';
import { runnerLimits } from '../base/limits.ts';
import { createGuard } from '../process/guard.ts';
import type { Life } from '../process/server-process.ts';

export interface Ward {
  /** After `close` it is ended at once. */
  admit(life: Life): void;
  discharge(life: Life): void;
  /** The groups have changed. */
  look(): void;
  /** Ends whatever is left: SIGTERM, then SIGKILL. Resolves when it is done. */
  close(): Promise<void>;
}

export function createWard(): Ward {
  // Without a guard only a SIGKILL of mcp-shield would leave something behind.
  const guard = createGuard(() => {});
  const lives = new Set<Life>();
  let closed = false;

  const look = (): void => {
    if (closed) return;
    const groups = [...lives].map((life) => life.group);
    guard.tell(groups.filter((group) => group !== undefined));
  };

  return {
    look,
    admit(life) {
      // An examination that has not heard of the end yet goes on with its next step.
      if (closed) {
        life.signal('SIGKILL');
        return;
      }
      lives.add(life);
      look();
    },
    discharge(life) {
      lives.delete(life);
      look();
    },
    async close() {
      closed = true;
      const left = [...lives].filter((life) => life.group !== undefined);
      for (const life of left) void life.signal('SIGTERM');
      if (left.length > 0) await elapsed(runnerLimits.defectTermMs);
      await Promise.all(left.map((life) => life.signal('SIGKILL')));
      await guard.dismiss();
    },
  };
}
