/**
 * What this run's server was heard to say before, and says now, kept in files between runs. Loses
 * what may not be kept (a secret, an answer of a program that has changed since) and what cannot:
 * no session ends because of it.
 */
import { join } from 'node:path';
import { describe } from '../../base/errors.ts';
import { logLimits } from '../../base/limits.ts';
import type { Log } from '../../log/log.ts';
import type { Resolution } from '../../resolve/resolution.ts';
import type { Remembered } from '../../session/memory.ts';
import type { ShieldEvent } from '../../shield/events.ts';
import { noteClient } from './known-clients.ts';
import { readMemory, removeMemory, writeMemory } from './memory-file.ts';
import { digestOf, type KeyedServer, type ServerKey, serverKey } from './server-key.ts';
import { toolsDiffer } from './tools-differ.ts';

export interface MemoryStore {
  /** Answered by `recalled`: at once where the command is found at once. */
  recall(client: string, number: number): void;
  remember(client: string, remembered: Remembered): void;
  forget(client: string): void;
  /** A server is started: what it says is of the files as they are now. */
  noteStart(): void;
}

export interface MemoryStoreDeps extends KeyedServer {
  readonly directory: () => string;
  /** Of the server, for people. */
  readonly name: () => string;
  readonly log: Log;
  /** A text that does is not kept. */
  readonly holdsSecret: (text: string) => boolean;
  readonly resolve: () => Resolution | Promise<Resolution>;
  readonly post: (event: ShieldEvent) => void;
}

export function createMemoryStore(deps: MemoryStoreDeps): MemoryStore {
  const { log, holdsSecret, resolve, post } = deps;
  let startedAt = 0;

  const withKey = (use: (key: ServerKey) => void): void => {
    const keyOf = (resolution: Resolution): ServerKey =>
      serverKey(deps, resolution.failure === undefined ? resolution.file : undefined);
    const attempt = (resolution: Resolution): void => {
      try {
        use(keyOf(resolution));
      } catch (error) {
        log.write('debug', 'memory-not-kept', 'what was heard of the server is not kept', {
          error: describe(error),
        });
      }
    };
    const resolution = resolve();
    if (resolution instanceof Promise) void resolution.then(attempt);
    else attempt(resolution);
  };

  const fileOf = ({ digest }: ServerKey, client: string): string =>
    `${digest}-${digestOf(client)}.json`;

  return {
    recall(client, number) {
      withKey((key) => {
        const found = readMemory(join(deps.directory(), fileOf(key, client)));
        const { remembered, since } = found ?? { remembered: undefined, since: undefined };
        post({ type: 'recalled', number, remembered, since });
      });
    },
    remember(client, remembered) {
      withKey((key) => {
        // Somebody has changed the program since: the next start will be of another server.
        if (key.changedAt > startedAt) return;
        const open = withoutSecrets(remembered, holdsSecret);
        const file = fileOf(key, client);
        const directory = deps.directory();
        const name = deps.name();
        const differ = toolsDiffer(readMemory(join(directory, file))?.remembered, open);
        if (differ !== undefined) log.write('info', 'tools-differ', toolsChanged, { ...differ });
        writeMemory(directory, file, { name, remembered: open });
        if (!holdsSecret(client)) noteClient(directory, client);
      });
    },
    forget(client) {
      withKey((key) => removeMemory(join(deps.directory(), fileOf(key, client))));
    },
    noteStart() {
      startedAt = Date.now();
    },
  };
}

const toolsChanged = 'the tools of this server are not those it had when it was last heard';

/** For a run that keeps nothing. */
export const noMemory: MemoryStore = {
  recall: () => {},
  remember: () => {},
  forget: () => {},
  noteStart: () => {},
};

/** No rule is tried on a longer text; a secret that is cut in one slice is whole in the next. */
function slicesOf(text: string): string[] {
  const { redactCharsMax, redactCutChars } = logLimits;
  const slices: string[] = [];
  let start = 0;
  do {
    slices.push(text.slice(start, start + redactCharsMax));
    start += redactCharsMax - redactCutChars;
  } while (start < text.length - redactCutChars);
  return slices;
}

/** An answer with a secret in it is left out whole: changed, it would be another answer. */
function withoutSecrets(
  remembered: Remembered,
  holdsSecret: (text: string) => boolean,
): Remembered {
  const isOpen = (texts: readonly string[]): boolean =>
    texts.every((text) => !slicesOf(text).some(holdsSecret));
  const { initialize, discover } = remembered;
  const lists = Object.entries(remembered.lists).filter(([, pages]) =>
    pages.every(({ answer }) => isOpen(answer)),
  );
  return {
    ...(initialize && isOpen(initialize) ? { initialize } : {}),
    ...(discover && isOpen(discover) ? { discover } : {}),
    lists: Object.fromEntries(lists),
  };
}
