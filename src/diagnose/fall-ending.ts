/**
 * How the process ended, which is known before a word of its output is read: never begun, by a
 * signal from outside, on its own will, by a crash, with an exit code. Decides whether its output
 * can hold a cause at all.
 */
import type { Evidence } from './evidence.ts';

export type FallEnding =
  /** The system refused to start it. */
  | { readonly kind: 'not-started' }
  /** Exit code 0: nothing failed, whatever was printed. */
  | { readonly kind: 'clean' }
  /** Somebody told it to end: its last words are not the reason. */
  | { readonly kind: 'from-outside' }
  /** An exit code, a crash, or nothing that is known: its output may tell. */
  | { readonly kind: 'failed' };

const outside: readonly (number | string)[] = [
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  'SIGKILL',
  'SIGQUIT',
  // As shells and containers report them, and Windows its Ctrl+C.
  129,
  130,
  137,
  143,
  3221225786,
  -1073741510,
];

export function fallEnding({ spawnErrno, exitCode, signal }: Evidence): FallEnding {
  if (spawnErrno !== undefined) return { kind: 'not-started' };
  if (signal === null && exitCode === 0) return { kind: 'clean' };
  const end = signal ?? exitCode;
  if (end !== null && outside.includes(end)) return { kind: 'from-outside' };
  return { kind: 'failed' };
}

/** Whether the words of the server can explain this end. */
export function mayExplain({ kind }: FallEnding): boolean {
  return kind === 'failed' || kind === 'not-started';
}
