/**
 * Starts one process and turns what can go wrong into an errno and a sentence. Does not know what
 * the process is for. What Windows needs quoted has been quoted by resolve/.
 */
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';

/** What the operating system is asked to start; made by resolve/. */
export interface Startable {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
  /** `args` are quoted for cmd.exe already. */
  readonly windowsVerbatimArguments?: boolean;
  /** Nothing may be added to `env`. */
  readonly envAsGiven?: boolean;
}

/** A process that was started, and its pipes, which may outlive it. */
export interface Child extends Pick<ChildProcess, 'once' | 'unref'> {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

export interface SpawnFailure {
  /** As the operating system says it: `ENOENT`, `EACCES`, `E2BIG` … */
  readonly errno: string;
  readonly message: string;
}

/** Undefined if there is no process; `failed` is then called once, always later. */
export function spawnChild(
  startable: Startable,
  failed: (failure: SpawnFailure) => void,
): Child | undefined {
  const { file, args, cwd, env, windowsVerbatimArguments = false } = startable;
  const tell = (error: unknown): void => failed(failureOf(error, startable));
  try {
    // `detached` makes the process the leader of its own group and keeps the terminal's Ctrl-C
    // from it; on Windows it would open a console window.
    const detached = process.platform !== 'win32';
    const child = spawn(file, args, {
      cwd,
      env,
      detached,
      windowsHide: true,
      windowsVerbatimArguments,
    });
    const { pid } = child;
    child.on('error', (error) => {
      if (pid === undefined) tell(error);
    });
    if (pid !== undefined) return withOwnInput(child, pid);
  } catch (error) {
    // Node throws E2BIG, ENOTDIR and its own TypeErrors; ENOENT and EACCES it emits.
    queueMicrotask(() => tell(error));
  }
  return undefined;
}

/**
 * Node destroys the input of a child that exits. A launcher leaves its input to the server that it
 * started, so it is taken out of Node's hands: whoever lets the life go closes it.
 */
function withOwnInput(child: ChildProcessWithoutNullStreams, pid: number): Child {
  const { stdin, stdout, stderr } = child;
  Object.assign(child, { stdin: null });
  return {
    pid,
    stdin,
    stdout,
    stderr,
    once: child.once.bind(child),
    unref: () => child.unref(),
  };
}

function failureOf(error: unknown, { cwd }: Startable): SpawnFailure {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  // Codes of Node itself (ERR_…) are about what was asked for; so is a TypeError without any.
  const errno = code === undefined || code.startsWith('ERR_') ? 'EINVAL' : code;
  return { errno, message: cwdTrouble(cwd) ?? message ?? String(error) };
}

/** A missing directory and a missing command are both ENOENT to the kernel. */
function cwdTrouble(cwd: string | undefined): string | undefined {
  if (cwd === undefined) return undefined;
  const found = statSync(cwd, { throwIfNoEntry: false });
  if (found === undefined) return `working directory not found: ${cwd}`;
  return found.isDirectory() ? undefined : `working directory is not a directory: ${cwd}`;
}
