/**
 * Which lives of the server there are: generation → process. Ties them to the guard and to the
 * two stalls. Performs what it is told and decides nothing.
 */
import type { Generation, ShieldEvent } from '../shield/events.ts';
import type { Guard } from './child/guard.ts';
import { Life } from './child/life.ts';
import { type ChildCommand, resolveCommand } from './child/resolve.ts';
import type { TreeSignal } from './child/tree.ts';

export interface Lives {
  start(generation: Generation): void;
  write(generation: Generation, parts: readonly Buffer[]): void;
  endInput(generation: Generation): void;
  signal(generation: Generation, signal: TreeSignal): void;
  signalAll(signal: TreeSignal): void;
  release(generation: Generation): void;
  /** The client does not read: stop reading every stdout, that of a life yet to come included. */
  holdOutput(held: boolean): void;
}

export interface LivesDeps {
  readonly child: ChildCommand;
  readonly guard: Guard;
  readonly post: (event: ShieldEvent) => void;
  /** Some server does not read its stdin, or all do again. */
  readonly inputStalled: (stalled: boolean) => void;
}

export function createLives(deps: LivesDeps): Lives {
  const lives = new Map<Generation, Life>();
  const stalled = new Set<Generation>();
  let outputHeld = false;

  const noteStall = (generation: Generation, isStalled: boolean): void => {
    const before = stalled.size > 0;
    if (isStalled) stalled.add(generation);
    else stalled.delete(generation);
    const after = stalled.size > 0;
    if (before !== after) deps.inputStalled(after);
  };

  const tellGuard = (): void => {
    const groups = [...lives.values()].map((life) => life.group);
    deps.guard.tell(groups.filter((group) => group !== undefined));
  };

  return {
    start(generation) {
      const life = new Life(generation, resolveCommand(deps.child), {
        post: deps.post,
        inputStalled: (isStalled) => noteStall(generation, isStalled),
        groupEnded: tellGuard,
      });
      lives.set(generation, life);
      if (outputHeld) life.holdOutput(true);
      tellGuard();
    },
    write: (generation, parts) => lives.get(generation)?.write(parts),
    endInput: (generation) => lives.get(generation)?.endInput(),
    signal: (generation, signal) => lives.get(generation)?.signal(signal),
    signalAll(signal) {
      for (const life of lives.values()) life.signal(signal);
    },
    release(generation) {
      lives.get(generation)?.release();
      lives.delete(generation);
    },
    holdOutput(held) {
      if (held === outputHeld) return;
      outputHeld = held;
      for (const life of lives.values()) life.holdOutput(held);
    },
  };
}
