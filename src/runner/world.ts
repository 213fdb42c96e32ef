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
  /** Somebody wants the server restarted: SIGUSR2. */
  onRestartSignal(listener: () => void): void;
  /** An exception nobody caught. */
  onDefect(listener: (error: unknown) => void): void;
}

const endingSignals: readonly EndingSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Windows gives an orphan no other parent: there the number stays, and nobody has it any more. */
function parentId(): number {
  if (process.platform !== 'win32') return process.ppid;
  try {
    process.kill(process.ppid, 0);
    return process.ppid;
  } catch {
    return 0;
  }
}

/**
 * The same time in each part of the bundle, which has this module more than once. Not
 * `performance`: the first look at it loads eight modules of Node.js, which takes 1 ms.
 */
function now(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

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
  now,
  parentId,
  onSignal(listener) {
    for (const signal of endingSignals) process.on(signal, () => listener(signal));
    // Ctrl-Break on Windows; Node would end us at once.
    process.on('SIGBREAK', () => listener('SIGINT'));
  },
  onRestartSignal(listener) {
    // Without a listener it would end us. Windows does not have it.
    process.on('SIGUSR2', listener);
  },
  onDefect(listener) {
    process.on('uncaughtException', listener);
  },
};
