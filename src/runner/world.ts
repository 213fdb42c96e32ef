/**
 * What the runner needs of its own process: the three streams, a clock, signals, the parent.
 * The only file that names `process` for these, so that a test can stand in for all of them.
 */
import type { Readable, Writable } from 'node:stream';
import type { EndingSignal } from '../shield/events.ts';

export interface World {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  /** Monotonic, in ms. */
  now(): number;
  /** The id of the process that started us; another number later means that it died. */
  parentId(): number;
  /** Signals that end the session. */
  onSignal(listener: (signal: EndingSignal) => void): void;
  /** An exception nobody caught. */
  onDefect(listener: (error: unknown) => void): void;
}

const endingSignals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The streams are getters: Node builds each at its first use, which start-up need not wait for. */
export const processWorld: World = {
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  now: () => performance.now(),
  parentId: () => process.ppid,
  onSignal(listener) {
    for (const signal of endingSignals) process.on(signal, () => listener(signal));
  },
  onDefect(listener) {
    process.on('uncaughtException', listener);
  },
};
