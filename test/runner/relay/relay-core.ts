/**
 * The smallest core there can be: one life, bytes passed both ways, the ladder of the end. It
 * lets the runner be tested with real processes and without the real core.
 */
import type { Shield, ShieldEffect, ShieldEvent } from '../../../src/shield/events.ts';

export interface RelayOptions {
  /** Spawns a new life when one falls, that many times. */
  readonly restarts?: number;
  readonly termMs?: number;
  readonly killMs?: number;
}

export function createRelay(options: RelayOptions = {}): Shield {
  const { restarts = 0, termMs = 300, killMs = 600 } = options;
  let generation = 1;
  let ending: { rung: 'term' | 'kill' | 'exit'; at: number } | undefined;
  let exit: { code: number; by: number } | undefined;
  let stdoutEnded = false;

  const rung = (now: number): ShieldEffect[] => {
    if (ending?.rung === 'term') {
      ending = { rung: 'kill', at: now + killMs };
      return [{ type: 'signal-server', generation, signal: 'SIGTERM' }];
    }
    ending = { rung: 'exit', at: now + 200 };
    return [{ type: 'signal-server', generation, signal: 'SIGKILL' }];
  };

  const fall = (): ShieldEffect[] => {
    const code = exit?.code ?? 0;
    exit = undefined;
    stdoutEnded = false;
    const release: ShieldEffect = { type: 'release-server', generation };
    if (ending !== undefined || generation > restarts) return [release, { type: 'exit', code }];
    generation += 1;
    return [release, { type: 'spawn', generation }];
  };

  const step = (event: ShieldEvent, now: number): readonly ShieldEffect[] => {
    switch (event.type) {
      case 'started':
        return [{ type: 'spawn', generation }];
      case 'client-sent':
        return [{ type: 'to-server', generation, buffers: halves(event.chunk) }];
      case 'server-sent':
        return [{ type: 'to-client', buffers: halves(event.chunk) }];
      case 'server-complained':
        return [{ type: 'to-stderr', bytes: event.chunk }];
      case 'client-ended':
        ending = { rung: 'term', at: now + termMs };
        return [log(`client ended: ${event.cause}`), { type: 'end-server-input', generation }];
      case 'signalled':
        ending = { rung: 'term', at: now };
        return [log(`signalled: ${event.signal}`), { type: 'end-server-input', generation }];
      case 'server-spawned':
        return [log(`spawned ${event.generation}`)];
      case 'server-spawn-failed':
        return [log(`spawn failed: ${event.errno}: ${event.message}`), { type: 'exit', code: 127 }];
      case 'server-input-closed':
        return [log('input closed')];
      case 'server-stdout-ended':
        stdoutEnded = true;
        return exit === undefined ? [] : fall();
      case 'server-exited':
        exit = { code: event.exitCode ?? 128, by: now + 5_000 };
        return [
          log(`exited: ${event.exitCode} ${event.signal} leftovers ${event.leftovers}`),
          ...(stdoutEnded ? fall() : []),
        ];
      case 'file-changed':
        return [log(`changed: ${event.path}`)];
      case 'restart-requested':
        return [log(`restart: ${event.why}`)];
      case 'recalled':
        return [];
      case 'woke':
        if (exit !== undefined && exit.by <= now) return fall();
        return ending !== undefined && ending.at <= now ? rung(now) : [];
    }
  };

  const nextWakeup = (): number | undefined => {
    const times = [ending?.at, exit?.by].filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  };

  return { step, nextWakeup };
}

/** Neighbouring parts, as the real core makes them of the lines of one chunk. */
function halves(chunk: Buffer): Buffer[] {
  const middle = chunk.length >> 1;
  return [chunk.subarray(0, middle), chunk.subarray(middle)];
}

function log(message: string): ShieldEffect {
  return { type: 'log', level: 'info', event: 'start-note', message };
}
