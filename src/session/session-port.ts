/**
 * The way out of the session: the two ends and the log. The session decides what is said and in
 * which order; who carries it is not its business.
 */

import type { LogEvent } from '../base/log-events.ts';
import type { Outgoing } from '../protocol/message.ts';
import type { Remembered } from './memory.ts';

/** The level names are those of the log. */
type Level = 'warn' | 'info' | 'debug';

/** Why a server cannot carry the session on. */
export interface Unfitness {
  /** A sentence for the client, without a stop. */
  readonly why: string;
  /** Another start will not help. */
  readonly isPermanent: boolean;
}

export interface SessionPort {
  /** A whole message with its newline, or as it came. */
  toClient(out: Outgoing): void;
  /** Only while a server is there; the session holds what it may not write. */
  toServer(out: Outgoing): void;
  log(
    level: Level,
    event: LogEvent,
    message: string,
    fields?: Readonly<Record<string, unknown>>,
  ): void;
  /** This server cannot carry the session on. */
  unfit(unfitness: Unfitness): void;
  /** The client got an answer that the server gave (the handshake is none). */
  served(): void;
  /** What did an earlier run hear for this client? Answered by `recalled`, with that number. */
  recall(client: string, number: number): void;
  /** What this run has heard, for the next one. */
  remember(client: string, remembered: Remembered): void;
  /** It is not true any more. */
  forget(client: string): void;
}
