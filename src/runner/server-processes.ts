/**
 * Which lives of the server there are: generation → process. Ties them to the two
 * stalls. Performs what it is told and decides nothing.
 */

import type { Log } from '../log/log.ts';
import type { GroupSignal } from '../process/process-group.ts';
import type { ProcessReports, ServerProcess } from '../process/server-process.ts';
import type { Resolution } from '../resolve/resolution.ts';
import type { Generation, ShieldEvent } from '../shield/events.ts';
import type { FirstStart, HeadStart } from './head-start.ts';

export interface ServerProcesses {
  /** `throughRunner`: by the package runner itself, if the command is one. */
  start(generation: Generation, throughRunner: boolean): void;
  write(generation: Generation, buffers: readonly Buffer[]): void;
  endInput(generation: Generation): void;
  signal(generation: Generation, signal: GroupSignal): void;
  /** Resolves when this and every earlier signal has been delivered; never rejects. */
  signalAll(signal: GroupSignal): Promise<void>;
  release(generation: Generation): void;
  /** The client does not read: stop reading every stdout, that of a life yet to come included. */
  holdOutput(held: boolean): void;
}

export interface ServerProcessesDeps {
  readonly headStart: HeadStart;
  readonly log: Log;
  readonly post: (event: ShieldEvent) => void;
  /** Some server does not read its stdin, or all do again. */
  readonly inputStalled: (stalled: boolean) => void;
}

/** A life whose command is still looked for: what it is told meanwhile. */
type Waiting = ((server: ServerProcess) => void)[];

export function createServerProcesses(deps: ServerProcessesDeps): ServerProcesses {
  const { headStart } = deps;
  const { commandSource } = headStart;
  const servers = new Map<Generation, ServerProcess>();
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

  const fail = (generation: Generation, failure: { errno: string; message: string }): void => {
    commandSource.forget();
    deps.post({ type: 'server-spawn-failed', generation, ...failure });
  };

  const reportsOf = (generation: Generation, isDirect: boolean): ProcessReports => ({
    post: (event) => {
      if (event.type === 'server-spawn-failed') commandSource.forget();
      const begins = event.type === 'server-spawn-failed' || event.type === 'server-spawned';
      deps.post(isDirect && begins ? { ...event, direct: true } : event);
    },
    inputStalled: (isStalled) => noteStall(generation, isStalled),
  });

  const begin = (
    generation: Generation,
    resolution: Resolution,
    adopt?: FirstStart['adopt'],
  ): void => {
    for (const { level, message } of resolution.notes) deps.log.write(level, 'start-note', message);
    if (resolution.failure !== undefined) {
      fail(generation, resolution.failure);
      return;
    }
    const reports = reportsOf(generation, resolution.direct !== undefined);
    const server = adopt?.(reports) ?? headStart.begin(generation, resolution, reports);
    servers.set(generation, server);
    if (outputHeld) server.holdOutput(true);
  };

  const deliver = (server: ServerProcess, signal: GroupSignal): void => {
    const delivery = server.signal(signal);
    deliveries.add(delivery);
    void delivery.then(() => deliveries.delete(delivery));
  };

  const tell = (generation: Generation, what: (server: ServerProcess) => void): void => {
    const server = servers.get(generation);
    if (server !== undefined) what(server);
    else waiting.get(generation)?.push(what);
  };

  return {
    start(generation, throughRunner) {
      const first = headStart.claim();
      const resolution = first?.resolution ?? commandSource.startable(throughRunner);
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
    write: (generation, buffers) => tell(generation, (server) => server.write(buffers)),
    endInput: (generation) => tell(generation, (server) => server.endInput()),
    signal(generation, signal) {
      const wasWaiting = waiting.delete(generation);
      if (wasWaiting) fail(generation, { errno: 'ECANCELED', message: 'ended before its start' });
      else {
        const server = servers.get(generation);
        if (server !== undefined) deliver(server, signal);
      }
    },
    async signalAll(signal) {
      waiting.clear();
      for (const server of servers.values()) deliver(server, signal);
      await Promise.all(deliveries);
    },
    release(generation) {
      waiting.delete(generation);
      servers.get(generation)?.release();
      servers.delete(generation);
    },
    holdOutput(held) {
      if (held === outputHeld) return;
      outputHeld = held;
      for (const server of servers.values()) server.holdOutput(held);
    },
  };
}
