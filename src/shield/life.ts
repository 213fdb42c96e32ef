/**
 * What is known of one life of the server: its filter, what it complained, why the shield ends it.
 * A new life starts with a new one of these, so nothing of a dead server can leak into it.
 */

import { createServerFilter } from '../filter/server-filter.ts';
import type { ServerFilter } from '../filter/server-stream.ts';
import { classify } from '../protocol/classify.ts';
import { openLineReader } from '../protocol/line-scan/line-reader.ts';
import { isAnswer, type Message } from '../protocol/message.ts';
import { Tail } from './output-tail.ts';

/** How a life came to its end. */
export type LifeEnd =
  | {
      readonly kind: 'exited';
      readonly exitCode: number | null;
      readonly signal: string | null;
    }
  /** There never was a process. */
  | {
      readonly kind: 'start-failed';
      readonly errno: string;
      readonly message: string;
      /** The file that was found for the command; undefined if none was. */
      readonly resolvedCommand?: string;
      readonly direct?: true;
    };

/** Why the shield ends a life although its process runs. */
export type EndReason =
  | { readonly kind: 'requested'; readonly why: string }
  | { readonly kind: 'hung'; readonly timeouts: number }
  /** Nobody has used it for so long. */
  | { readonly kind: 'idle'; readonly idleMs: number }
  /** It closed one of its pipes and did not end by itself. */
  | { readonly kind: 'closed-pipe'; readonly pipe: 'stdin' | 'stdout' }
  /** It cannot carry the session on; what it says is not heard any more. */
  | {
      readonly kind: 'unfit';
      readonly why: string;
      readonly isPermanent: boolean;
      /** Somebody asked for a restart while it was being ended. */
      readonly restartRequested: boolean;
    };

export interface Life {
  readonly generation: number;
  readonly since: number;
  /** It was begun by a restart that somebody asked for: its code may be new. */
  readonly freshCode: boolean;
  readonly filter: ServerFilter<Message>;
  readonly stderr: Tail;
  /** What it printed to stdout that was no message. */
  readonly noise: Tail;
  /** It was started past its package runner. */
  startedDirectly: boolean;
  /** When its unfinished line, a whole message but for the newline, counts as finished. */
  quietAt: number | undefined;
  /** Undefined: it goes on, or ends by itself. */
  endReason: EndReason | undefined;
  inputEnded: boolean;
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
      isAnswer,
      openReader: openLineReader,
      fastAfterBytes,
      isUtf8,
      maxMessageBytes,
    }),
    stderr: new Tail(),
    noise: new Tail(),
    startedDirectly: false,
    quietAt: undefined,
    endReason: undefined,
    inputEnded: false,
  };
}

/** It is ended because somebody asked for another server, so its end is no fall. */
export function isEndRequested({ endReason }: Life): boolean {
  if (endReason?.kind === 'unfit') return endReason.restartRequested;
  return endReason?.kind === 'requested';
}
