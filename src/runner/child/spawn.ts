/**
 * One life of the server as an operating-system process: start it, carry its bytes, report its
 * end. The only file that imports execa, which does the quoting that Windows needs.
 *
 * Decides on `exit`, never on `close`: a grandchild that inherited the pipe can hold `close` back
 * for ever. Does not know why the server is started or whether it will be again.
 */
import { statSync } from 'node:fs';
import { execa } from 'execa';
import { runnerLimits } from '../../base/limits.ts';
import type { Generation, ShieldEvent } from '../../shield/events.ts';
import { writeParts } from '../gather.ts';
import type { ResolvedCommand } from './resolve.ts';
import { signalTree, type TreeSignal, treeAlive } from './tree.ts';

export interface Life {
  /** The process group to guard; undefined if there is none (any more). */
  group(): number | undefined;
  write(parts: readonly Buffer[]): void;
  endInput(): void;
  /** Stops reading stdout; what a dead server left in the pipe is read all the same. */
  holdOutput(held: boolean): void;
  /** To the whole tree. */
  signal(signal: TreeSignal): void;
  /** No event of this life any more, and nothing of it keeps mcp-shield running. */
  release(): void;
}

export interface LifeReports {
  readonly post: (event: ShieldEvent) => void;
  /** The server does not read its stdin; `false` when it does again or never will. */
  readonly inputStalled: (stalled: boolean) => void;
  /** `group()` has changed. */
  readonly groupEnded: () => void;
}

/** Starts the process at once; whether that worked is told by an event. */
export function startLife(
  generation: Generation,
  command: ResolvedCommand,
  reports: LifeReports,
): Life {
  let released = false;
  const post = (event: ShieldEvent): void => {
    if (!released) reports.post(event);
  };

  const child = startProcess(command);
  if ('failure' in child || child.pid === undefined) {
    const reason = 'failure' in child ? Promise.resolve(child.failure) : child.then((r) => r.cause);
    reason.then((error) => post(spawnFailed(generation, command, error)));
    return unborn(() => {
      released = true;
    });
  }

  const { pid, stdin, stdout, stderr } = child;
  let exited = false;
  let group: number | undefined = pid;
  let held = false;
  let drainedBytes = 0;
  let stdoutEnded = false;

  const endStdout = (): void => {
    if (stdoutEnded) return;
    stdoutEnded = true;
    post({ type: 'server-stdout-ended', generation });
  };

  // Node resumes the streams of a dead child by itself. It is right: what is left in the pipe is
  // little, unless a grandchild goes on writing there; then a stalled client stops us again.
  const readOn = (): void => {
    if (held && (!exited || drainedBytes > runnerLimits.drainBytes)) stdout.pause();
    else stdout.resume();
  };

  post({ type: 'server-spawned', generation, pid });
  stdin.on('drain', () => reports.inputStalled(false));
  stdin.on('close', () => reports.inputStalled(false));
  stdout.on('data', (chunk: Buffer) => {
    if (exited) drainedBytes += chunk.length;
    post({ type: 'server-sent', generation, chunk });
    if (exited && held) readOn();
  });
  stdout.on('end', endStdout);
  stdout.on('close', endStdout);
  stderr.on('data', (chunk: Buffer) => post({ type: 'server-complained', generation, chunk }));
  stdin.on('error', () => {
    if (!exited) post({ type: 'server-input-closed', generation });
  });
  // An output that breaks says nothing that `exit` would not say better.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  child.once('exit', (exitCode, signal) => {
    exited = true;
    const leftovers = treeAlive(pid);
    if (!leftovers) endGroup();
    reports.inputStalled(false);
    readOn();
    post({ type: 'server-exited', generation, exitCode, signal, leftovers });
  });

  // Once the group is empty its number may be given to a stranger.
  const endGroup = (): void => {
    group = undefined;
    reports.groupEnded();
  };

  return {
    group: () => group,
    write(parts) {
      if (stdin.writable && !writeParts(stdin, parts)) reports.inputStalled(true);
    },
    endInput() {
      stdin.end();
    },
    holdOutput(value) {
      held = value;
      readOn();
    },
    signal(signal) {
      if (group !== undefined) signalTree(group, signal);
    },
    release() {
      released = true;
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
      child.unref();
      reports.inputStalled(false);
      endGroup();
    },
  };
}

type Start = ReturnType<typeof callExeca> | { readonly failure: unknown };

/** execa throws at once for what it can see itself, such as a NUL byte in an argument. */
function startProcess(command: ResolvedCommand): Start {
  try {
    return callExeca(command);
  } catch (failure) {
    return { failure };
  }
}

/**
 * `detached` makes the server the leader of its own group and keeps the terminal's Ctrl-C from it;
 * on Windows it would open a console window. With `buffer: false` execa leaves the streams alone,
 * without `cleanup` it needs no hook into our exit, with `reject: false` its promise never fails.
 */
function callExeca({ file, args, cwd, env }: ResolvedCommand) {
  return execa(file, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env,
    extendEnv: false,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
    encoding: 'buffer',
    buffer: false,
    reject: false,
    cleanup: false,
  });
}

function spawnFailed(
  generation: Generation,
  command: ResolvedCommand,
  error: unknown,
): ShieldEvent {
  const { code, message } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const errno = code?.startsWith('ERR_') === false ? code : 'EINVAL';
  return {
    type: 'server-spawn-failed',
    generation,
    errno,
    message: cwdTrouble(command.cwd) ?? message ?? String(error),
  };
}

/** A missing directory and a missing command are both ENOENT to the kernel. */
function cwdTrouble(cwd: string | undefined): string | undefined {
  if (cwd === undefined) return undefined;
  const found = statSync(cwd, { throwIfNoEntry: false });
  if (found === undefined) return `working directory not found: ${cwd}`;
  return found.isDirectory() ? undefined : `working directory is not a directory: ${cwd}`;
}

function unborn(release: () => void): Life {
  const nothing = (): void => {};
  return {
    group: () => undefined,
    write: nothing,
    endInput: nothing,
    holdOutput: nothing,
    signal: nothing,
    release,
  };
}
