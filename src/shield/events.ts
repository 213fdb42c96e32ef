/**
 * The vocabulary between the world and the core: events in the past tense, effects in the
 * imperative. Plain values; whoever performs an effect never calls `step` from inside.
 */

import type { LogEvent } from '../base/log-events.ts';
import type { Diagnose } from '../diagnose/evidence.ts';
import type { Remembered, RememberedNews } from '../session/memory.ts';
import type { Peers } from '../session/peer-info.ts';

/** A child process, counted from 1. Events of earlier lives are dropped in one place. */
export type Generation = number;

export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export type ShieldEvent =
  | { readonly type: 'started' }
  | { readonly type: 'client-sent'; readonly chunk: Buffer }
  /** EOF on stdin, or EPIPE on stdout, which is taken as EOF. */
  | { readonly type: 'client-ended'; readonly cause: 'eof' | 'broken-pipe' | 'orphaned' }
  | { readonly type: 'signalled'; readonly signal: EndingSignal }
  | {
      readonly type: 'server-spawned';
      readonly generation: Generation;
      readonly pid: number;
      /** Started past its package runner. */
      readonly direct?: true;
    }
  | {
      readonly type: 'server-spawn-failed';
      readonly generation: Generation;
      /** `ENOENT`, `EACCES` … */
      readonly errno: string;
      readonly message: string;
      /** The file that was found for the command; undefined if none was. */
      readonly resolvedCommand?: string;
      readonly direct?: true;
    }
  | { readonly type: 'server-sent'; readonly generation: Generation; readonly chunk: Buffer }
  | { readonly type: 'server-complained'; readonly generation: Generation; readonly chunk: Buffer }
  | { readonly type: 'server-stdout-ended'; readonly generation: Generation }
  /** Writing to it failed (EPIPE) although it has not exited yet. */
  | { readonly type: 'server-input-closed'; readonly generation: Generation }
  | {
      readonly type: 'server-exited';
      readonly generation: Generation;
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** Processes of its group that are still alive. */
      readonly leftovers: boolean;
    }
  /** A watched file; several that change together are one restart. */
  | { readonly type: 'file-changed'; readonly path: string }
  /** What an earlier run heard of this server for this client; undefined: nothing. */
  | {
      readonly type: 'recalled';
      /** Of the `recall` that asked. */
      readonly number: number;
      readonly remembered: unknown;
      /** When it was heard, ISO 8601. */
      readonly since: string | undefined;
    }
  /** A new server is wanted at once, for `why`, which ends a sentence. */
  | { readonly type: 'restart-requested'; readonly why: string }
  | { readonly type: 'woke' };

export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

export type ShieldEffect =
  /** `throughRunner`: by the package runner itself, if the command is one. */
  | { readonly type: 'spawn'; readonly generation: Generation; readonly throughRunner?: true }
  /** Whole messages, each with its newline, in order; a part may hold several, or a piece. */
  | { readonly type: 'to-client'; readonly buffers: readonly Buffer[] }
  | {
      readonly type: 'to-server';
      readonly generation: Generation;
      readonly buffers: readonly Buffer[];
    }
  | { readonly type: 'end-server-input'; readonly generation: Generation }
  /** To the whole tree of that life. */
  | {
      readonly type: 'signal-server';
      readonly generation: Generation;
      readonly signal: 'SIGTERM' | 'SIGKILL';
    }
  /** The life is over: its pipes are closed and nothing of it is read any more. */
  | { readonly type: 'release-server'; readonly generation: Generation }
  /** Noise and the server's own stderr, as they came. */
  | { readonly type: 'to-stderr'; readonly bytes: Buffer }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly event: LogEvent;
      readonly message: string;
      readonly fields?: Readonly<Record<string, unknown>>;
    }
  /** What did an earlier run hear for this client? To be answered by `recalled`. */
  | { readonly type: 'recall'; readonly client: string; readonly number: number }
  | { readonly type: 'remember'; readonly client: string; readonly remembered: Remembered }
  | { readonly type: 'forget'; readonly client: string }
  /** Performed once, last, after stdout has flushed. */
  | { readonly type: 'exit'; readonly code: number };

/** What a run of the shield is told; times in ms, sizes in bytes. */
export interface ShieldOptions {
  /** Falls tolerated within the window; 0 = run once and exit with the server's own code. */
  readonly restarts: number;
  readonly restartWindowMs: number;
  readonly backoffInitialMs: number;
  readonly backoffMaxMs: number;
  readonly retry: 'never' | 'reads' | 'annotated';
  /** 0 = none. */
  readonly requestTimeoutMs: number;
  /** A server that nobody has used for so long is ended until it is needed; 0 = never. */
  readonly idleMs: number;
  /** No server is started before one is needed. */
  readonly lazy: boolean;
  /** How long a server known from an earlier run may take for its greeting; 0 = for ever. */
  readonly startPatienceMs: number;
  /** What is heard of the server is kept for the next run. */
  readonly remembers: boolean;
  /** So many time-outs in a row without an answer are a server that hangs; 0 = never. */
  readonly restartHung: number;
  readonly maxMessageBytes: number;
  readonly noise: 'stderr' | 'log' | 'drop';
  /** Where its stderr goes. */
  readonly stderr: 'pass' | 'log' | 'drop';
  /** Patterns of tools that the client is not to see, or of all that it is to see. */
  readonly hideTools: readonly string[];
  readonly onlyTools: readonly string[];
  /** Seed of the jitter: the core has no random source of its own. */
  readonly seed: number;
  /** As typed; for messages only. */
  readonly command: readonly string[];
}

/** What the core needs to know of its surroundings and may not ask for itself. */
export interface Surroundings {
  readonly isUtf8: (bytes: Buffer) => boolean;
  /** See filter/fast-lines.ts; tests try the fast way at once. */
  readonly fastAfterBytes?: number;
  /** What a server printed, as text: on Windows it may be in the code page of a console. */
  readonly decode: (bytes: Buffer) => string;
  /** Why a server fell; the words to look for are many, and not loaded before they are needed. */
  readonly diagnose: Diagnose;
  /** Takes secrets out of a text that is shown to people. */
  readonly redact: (text: string) => string;
  /** As `process.platform`. */
  readonly platform: string;
  readonly cwd: string;
}

/** What somebody who looks at a running shield wants to know. Times as those of `step`. */
export interface ShieldReport {
  /** `asleep`: there is no server, because nobody needs one. */
  readonly state: 'running' | 'asleep' | 'restarting' | 'stopped' | 'ending';
  /** Servers started so far. */
  readonly lives: number;
  readonly era: 'unknown' | 'legacy' | 'modern';
  /** The revision that both ends speak; undefined before they have agreed. */
  readonly protocol?: string | undefined;
  readonly parties: Pick<Peers, 'client' | 'server'>;
  readonly requests: number;
  /** Pieces of the server's stdout that were no message. */
  readonly filtered: number;
  /** What an earlier run heard, which is told in the server's place; undefined: nothing. */
  readonly remembered: RememberedNews | undefined;
  readonly fallCount: number;
  /** The last ones, oldest first. */
  readonly falls: readonly FallReport[];
}

export interface FallReport {
  readonly at: number;
  readonly reason: string;
  readonly sentence: string;
}

/** The core of the product: it can also be asked how it is. */
export interface ReportingShield extends Shield {
  report(): ShieldReport;
}

/** The one deterministic machine; see step.ts. */
export interface Shield {
  step(event: ShieldEvent, now: number): readonly ShieldEffect[];
  /** The time at which a `woke` event is wanted, if nothing else happens before. */
  nextWakeup(): number | undefined;
}
