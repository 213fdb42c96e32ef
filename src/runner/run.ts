/**
 * A run: ties one core to one world. Events go into the mailbox, effects to the part that owns
 * them; no decision is taken. A defect of mcp-shield ends here too, and takes its tree along.
 */

import type { Log } from '../log/log.ts';
import type { Shield, ShieldEvent } from '../shield/events.ts';
import { createClientStdio } from './client-stdio.ts';
import { FlushDeadline } from './flush-deadline.ts';
import type { HeadStart } from './head-start.ts';
import { createMailbox } from './mailbox.ts';
import type { MemoryStore } from './memory/memory-store.ts';
import { createOwnStderr } from './own-stderr.ts';
import { perform } from './perform.ts';
import { createServerProcesses } from './server-processes.ts';
import { shutDown, shutDownDefective } from './shutdown.ts';
import type { World } from './world.ts';

export interface RunDeps {
  readonly shield: Shield;
  /** The first server runs already; the next ones are started by its command. */
  readonly headStart: HeadStart;
  readonly log: Log;
  readonly world: World;
  /** What earlier runs heard of the server. */
  readonly memory: (post: (event: ShieldEvent) => void) => MemoryStore;
  /** Called once the run is on; posts events from elsewhere, as of files that change. */
  readonly sources?: readonly EventSource[];
}

export type EventSource = (post: (event: ShieldEvent) => void) => void;

/** Resolves with the exit code, once stdout has flushed and nothing is left behind. */
export function run(deps: RunDeps): Promise<number> {
  return new Promise((resolve) => start(deps, resolve));
}

function start(deps: RunDeps, resolve: (code: Promise<number>) => void) {
  const { shield, headStart, log, world } = deps;
  const { guard } = headStart;
  const flushDeadline = new FlushDeadline();
  const post = (event: ShieldEvent): void => {
    flushDeadline.note(event, world.now());
    mailbox.post(event);
  };

  const client = createClientStdio({
    world,
    post,
    stalled: (stalled) => servers.holdOutput(stalled),
  });
  const servers = createServerProcesses({
    headStart,
    log,
    post,
    inputStalled: (stalled) => client.holdInput(stalled),
  });
  const ownStderr = createOwnStderr(world);
  const flushMs = (): number => flushDeadline.flushMs(world.now());
  const onFlushShortened = flushDeadline.onShortened.bind(flushDeadline);
  const shutdownDeps = { client, servers, guard, ownStderr, log, flushMs, onFlushShortened };

  // The first ending wins: a promise is resolved once.
  const exit = (code: number): void => {
    mailbox.close();
    resolve(shutDown(code, shutdownDeps));
  };
  const defect = (error: unknown): void => {
    mailbox.close();
    resolve(shutDownDefective(error, shutdownDeps));
  };
  const memory = deps.memory(post);
  const performers = { ...shutdownDeps, memory, exit };
  const mailbox = createMailbox({
    shield,
    perform: (effect) => perform(effect, performers),
    now: world.now,
    defect,
  });

  world.onRestartSignal(() => post({ type: 'restart-requested', why: 'SIGUSR2' }));
  world.onDefect(defect);
  post({ type: 'started' });
  headStart.onSignal((signal) => post({ type: 'signalled', signal }));
  client.listen();
  for (const source of deps.sources ?? []) source(post);
}
