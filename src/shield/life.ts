/**
 * What is known of one life of the server: its filter, what it complained, how it ended. A new
 * life starts with a new one of these, so nothing of a dead server can leak into it.
 */

import { createServerFilter, type ServerFilter } from '../filter/server-filter.ts';
import { classify } from '../protocol/classify.ts';
import { openLineReader } from '../protocol/line-scan/line-reader.ts';
import type { Message } from '../protocol/message.ts';
import { Tail } from './tail.ts';

export interface StartFailure {
  readonly errno: string;
  readonly message: string;
  /** The file that was found for the command; undefined if none was. */
  readonly resolvedCommand?: string;
}

/** Why a life was ended although its process ran. */
export type EndReason =
  | { readonly kind: 'requested'; readonly why: string }
  | { readonly kind: 'hung'; readonly timeouts: number };

export interface Life {
  readonly generation: number;
  readonly since: number;
  /** It was begun by a restart that somebody asked for: its code may be new. */
  readonly freshCode: boolean;
  readonly filter: ServerFilter<Message>;
  readonly stderr: Tail;
  /** What it printed to stdout that was no message. */
  readonly noise: Tail;
  exit: { readonly exitCode: number | null; readonly signal: string | null };
  spawnFailure: StartFailure | undefined;
  /** Why it cannot carry the session on; it is being ended. */
  unfit: string | undefined;
  endReason: EndReason | undefined;
  inputEnded: boolean;
  /** It ended and all its output has come: a line that breaks off now was cut by its death. */
  over: boolean;
}

export interface LifeOptions {
  readonly generation: number;
  readonly freshCode: boolean;
  readonly now: number;
  readonly maxMessageBytes: number;
  readonly isUtf8: (bytes: Buffer) => boolean;
  readonly fastAfterBytes: number | undefined;
}

export function createLife(options: LifeOptions): Life {
  const { generation, freshCode, now, maxMessageBytes, isUtf8, fastAfterBytes } = options;
  return {
    generation,
    since: now,
    freshCode,
    filter: createServerFilter<Message>({
      recognise: classify,
      openReader: openLineReader,
      fastAfterBytes,
      isUtf8,
      maxMessageBytes,
    }),
    stderr: new Tail(),
    noise: new Tail(),
    exit: { exitCode: null, signal: null },
    spawnFailure: undefined,
    unfit: undefined,
    endReason: undefined,
    inputEnded: false,
    over: false,
  };
}
