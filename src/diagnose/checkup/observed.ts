/**
 * What was seen of a server under examination. Plain values: whoever looks knows processes,
 * whoever judges knows what is right, and this file neither. All times in ms.
 */
import type { Evidence } from '../evidence.ts';

/** What came of one request. */
export type Answer =
  | { readonly kind: 'result'; readonly afterMs: number; readonly result: unknown }
  | {
      readonly kind: 'error';
      readonly afterMs: number;
      readonly code: number;
      readonly message: string;
    }
  /** It came and is no JSON-RPC; `why` completes "the answer is no message: …". */
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'silence'; readonly waitedMs: number }
  /** The server closed its stdout and lives on. */
  | { readonly kind: 'mute' }
  /** The server ended first. */
  | { readonly kind: 'gone' };

/** How the process went when it was asked to. */
export interface Ending {
  readonly asked: 'end-of-input' | 'SIGTERM';
  /** The step of the ladder that it heard. */
  readonly heard: 'end-of-input' | 'SIGTERM' | 'SIGKILL';
  /** Since that step. */
  readonly afterMs: number;
  /** Processes of it that were still there, by name if that is known. */
  readonly leftovers: readonly string[];
}

/** What came on stdout beside messages. */
export interface Noise {
  /** The first lines as they came, cut to a bound. */
  readonly lines: readonly string[];
  /** All of them. */
  readonly lineCount: number;
  /** What had to be done to messages before they were messages. */
  readonly salvaged: readonly string[];
}

export type Tools =
  | { readonly kind: 'counted'; readonly count: number }
  /** The server does not offer any. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly answer: Answer };

/** One process of the server, from its start to its end. */
export interface Trial {
  /** To `initialize`, or to `server/discover`. */
  readonly greeting: Answer;
  /** It was silent on a line and answered the same message in a `Content-Length` frame. */
  readonly readsFramesOnly?: boolean;
  /** Undefined: it was not asked. */
  readonly tools?: Tools;
  /** How it ended, if nobody had asked it to; otherwise both are null. */
  readonly evidence: Evidence;
  readonly fell: boolean;
  /** Undefined if it fell, or never ran. */
  readonly ending?: Ending;
  readonly noise: Noise;
}

/** The command, as it was found. */
interface FoundCommand {
  readonly typed: readonly string[];
  /** Undefined if it was not found. */
  readonly file?: string;
  /** Undefined if no known program runs it. */
  readonly runtime?: { readonly name: string; readonly version: string };
  /** What had to be repaired before it could be started. */
  readonly repairs: readonly string[];
}

/** A command that runs a package: how mcp-shield would start it. */
export interface PackageStart {
  /** `npx`, `uvx`. */
  readonly runner: string;
  /** How long it took to find out, in ms. */
  readonly tookMs: number;
  readonly found:
    | {
        readonly kind: 'direct';
        readonly name: string;
        readonly version: string;
        readonly file: string;
        /** It is out, as far as is known. */
        readonly newer?: string;
      }
    | { readonly kind: 'absent'; readonly spec: string }
    | { readonly kind: 'left'; readonly why: string };
}

export interface Observed {
  readonly command: FoundCommand;
  /** Undefined if the command is no package runner. */
  readonly package?: PackageStart;
  /** Greeted with `initialize`, ended by the end of its input. */
  readonly legacy: Trial;
  /** Greeted with `server/discover`, ended by SIGTERM; not tried if the first could not run. */
  readonly modern?: Trial;
  /** mcp-shield already stands in front of it in the configuration. */
  readonly shielded: boolean;
}
