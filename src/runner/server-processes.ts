/**
 * Which lives of the server there are: generation → process. Ties them to the guard and to the
 * two stalls. Performs what it is told and decides nothing.
 */

import type { Log } from '../log/log.ts';
import type { TreeSignal } from '../process/process-group.ts';
import type { Life, LifeReports } from '../process/server-process.ts';
import type { Resolution } from '../resolve/resolution.ts';
import type { Generation, ShieldEvent } from '../shield/events.ts';
import type { FirstStart, HeadStart } from './head-start.ts';

export interface Lives {
  start(generation: Generation): void;
  write(generation: Generation, parts: readonly Buffer[]): void;
  endInput(generation: Generation): void;
  signal(generation: Generation, signal: TreeSignal): void;
  /** Resolves when this and every earlier signal has been delivered; never rejects. */
  signalAll(signal: TreeSignal): Promise<void>;
  release(generation: Generation): void;
  /** The client does not read: stop reading every stdout, that of a life yet to come included. */
  holdOutput(held: boolean): void;
}

export interface LivesDeps {
  readonly headStart: HeadStart;
  readonly log: Log;
  readonly post: (event: ShieldEvent) => void;
  /** Some server does not read its stdin, or all do again. */
  readonly inputStalled: (stalled: boolean) => void;
}

/** A life whose command is still looked for: what it is told meanwhile. */
type Waiting = ((life: Life) => void)[];

export function createLives(deps: LivesDeps): Lives {
  const { headStart } = deps;
  const { command, guard } = headStart;
  const lives = new Map<Generation, Life>();
  const waiting = new Map<Generation, Waiting>();
  const stalled = new Set<Generation>();
  const deliveries = new Set<Promise<void>>();
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
    guard.tell(groups.filter((group) => group !== undefined));
  };

  const fail = (generation: Generation, failure: { errno: string; message: string }): void => {
    command.forget();
    deps.post({ type: 'server-spawn-failed', generation, ...failure });
  };

  const reportsOf = (generation: Generation): LifeReports => ({
    post: (event) => {
      if (event.type === 'server-spawn-failed') command.forget();
      deps.post(event);
    },
    inputStalled: (isStalled) => noteStall(generation, isStalled),
    groupEnded: tellGuard,
  });

  const begin = (
    generation: Generation,
    resolution: Resolution,
    adopt?: FirstStart['adopt'],
  ): void => {
    for (const { level, message } of resolution.notes) deps.log.write(level, message);
    if (resolution.failure !== undefined) {
      fail(generation, resolution.failure);
      return;
    }
    const reports = reportsOf(generation);
    const life = adopt?.(reports) ?? headStart.begin(generation, resolution, reports);
    lives.set(generation, life);
    if (outputHeld) life.holdOutput(true);
    tellGuard();
  };

  const deliver = (life: Life, signal: TreeSignal): void => {
    const delivery = life.signal(signal);
    deliveries.add(delivery);
    void delivery.then(() => deliveries.delete(delivery));
  };

  const tell = (generation: Generation, what: (life: Life) => void): void => {
    const life = lives.get(generation);
    if (life !== undefined) what(life);
    else waiting.get(generation)?.push(what);
  };

  return {
    start(generation) {
      const first = headStart.take();
      const resolution = first?.resolution ?? command.resolve();
      if (!(resolution instanceof Promise)) {
        begin(generation, resolution, first?.adopt);
        return;
      }
      waiting.set(generation, []);
      void resolution.then((found) => {
        const told = waiting.get(generation);
        // Nobody waits any more: the session ended meanwhile.
        if (told === undefined) return;
        waiting.delete(generation);
        begin(generation, found);
        for (const what of told) tell(generation, what);
      });
    },
    write: (generation, parts) => tell(generation, (life) => life.write(parts)),
    endInput: (generation) => tell(generation, (life) => life.endInput()),
    signal(generation, signal) {
      const wasWaiting = waiting.delete(generation);
      if (wasWaiting) fail(generation, { errno: 'ECANCELED', message: 'ended before its start' });
      else {
        const life = lives.get(generation);
        if (life !== undefined) deliver(life, signal);
      }
    },
    async signalAll(signal) {
      waiting.clear();
      for (const life of lives.values()) deliver(life, signal);
      await Promise.all(deliveries);
    },
    release(generation) {
      waiting.delete(generation);
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
