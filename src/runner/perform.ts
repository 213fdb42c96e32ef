/**
 * One effect, one call: which part of the runner performs what. A table, not a place for thought.
 */

import type { Log } from '../log/log.ts';
import type { ShieldEffect } from '../shield/events.ts';
import type { ClientStdio } from './client-stdio.ts';
import type { OwnStderr } from './own-stderr.ts';
import type { Lives } from './server-processes.ts';

export interface Performers {
  readonly client: ClientStdio;
  readonly lives: Lives;
  readonly ownStderr: OwnStderr;
  readonly log: Log;
  readonly exit: (code: number) => void;
}

export function perform(effect: ShieldEffect, performers: Performers): void {
  const { client, lives, ownStderr, log } = performers;
  switch (effect.type) {
    case 'spawn':
      lives.start(effect.generation);
      break;
    case 'to-client':
      client.write(effect.parts);
      break;
    case 'to-server':
      lives.write(effect.generation, effect.parts);
      break;
    case 'end-server-input':
      lives.endInput(effect.generation);
      break;
    case 'signal-server':
      lives.signal(effect.generation, effect.signal);
      break;
    case 'release-server':
      lives.release(effect.generation);
      break;
    case 'to-stderr':
      ownStderr.write(effect.bytes);
      break;
    case 'log':
      log.write(effect.level, effect.message, effect.fields);
      break;
    case 'exit':
      performers.exit(effect.code);
      break;
    default:
      effect satisfies never;
  }
}
