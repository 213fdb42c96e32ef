/**
 * One effect, one call: which part of the runner performs what. A table, not a place for thought.
 */

import type { Log } from '../log/log.ts';
import type { ShieldEffect } from '../shield/events.ts';
import type { ClientStdio } from './client-stdio.ts';
import type { MemoryStore } from './memory/memory-store.ts';
import type { OwnStderr } from './own-stderr.ts';
import type { ServerProcesses } from './server-processes.ts';

export interface Performers {
  readonly client: ClientStdio;
  readonly servers: ServerProcesses;
  readonly ownStderr: OwnStderr;
  readonly log: Log;
  readonly memory: MemoryStore;
  readonly exit: (code: number) => void;
}

export function perform(effect: ShieldEffect, performers: Performers): void {
  const { client, servers, ownStderr, log, memory } = performers;
  switch (effect.type) {
    case 'spawn':
      memory.noteStart();
      servers.start(effect.generation, effect.throughRunner === true);
      break;
    case 'to-client':
      client.write(effect.buffers);
      break;
    case 'to-server':
      servers.write(effect.generation, effect.buffers);
      break;
    case 'end-server-input':
      servers.endInput(effect.generation);
      break;
    case 'signal-server':
      servers.signal(effect.generation, effect.signal);
      break;
    case 'release-server':
      servers.release(effect.generation);
      break;
    case 'to-stderr':
      ownStderr.write(effect.bytes);
      break;
    case 'log':
      log.write(effect.level, effect.event, effect.message, effect.fields);
      break;
    case 'recall':
      memory.recall(effect.client, effect.number);
      break;
    case 'remember':
      memory.remember(effect.client, effect.remembered);
      break;
    case 'forget':
      memory.forget(effect.client);
      break;
    case 'exit':
      performers.exit(effect.code);
      break;
    default:
      effect satisfies never;
  }
}
