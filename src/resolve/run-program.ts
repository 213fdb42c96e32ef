/**
 * Runs a small program and hands back what it printed: a login shell, `node -v`, `chcp`. Bounded in
 * time and bytes, in a session of its own, and gone when mcp-shield is gone. Loaded when the first
 * one is asked for: the server itself is started without execa, which takes 12 ms to load. Knows
 * not what is asked.
 */
import { execa, execaSync, type Options } from 'execa';
import { resolveLimits } from '../base/limits.ts';
import type { Guarded, ProgramCall } from './machine.ts';

const unguarded: Guarded = { mark: {}, started: () => {}, over: () => {} };

const common = {
  stdin: 'ignore',
  stderr: 'ignore',
  // A failure is an answer, too.
  reject: false,
  // An interactive shell does not hear SIGTERM.
  killSignal: 'SIGKILL',
  extendEnv: false,
  stripFinalNewline: false,
  maxBuffer: resolveLimits.probeOutputBytes,
} as const satisfies Options;

/**
 * Resolves with stdout once the program has exited well; undefined if it cannot be started, fails,
 * prints too much or takes longer than `limitMs`. Never rejects.
 */
export async function runProgram(
  { file, args, env, cwd, limitMs }: ProgramCall,
  expect: () => Guarded = () => unguarded,
): Promise<string | undefined> {
  const guarded = expect();
  const program = execa(file, args, {
    ...common,
    env: { ...env, ...guarded.mark },
    cwd,
    // Its own session: an interactive shell must not take the terminal away from us.
    detached: process.platform !== 'win32',
  });
  const { pid } = program;
  if (pid !== undefined) guarded.started(pid);
  const stop = (): void => {
    if (pid !== undefined) kill(pid);
    program.stdout.destroy();
  };
  // execa ends the leader alone, and at its time-out it waits for whoever holds the pipe.
  const limit = setTimeout(stop, limitMs);
  process.once('exit', stop);
  // A profile may leave a process behind that holds the pipe.
  program.once('exit', () => setTimeout(stop, resolveLimits.probeDrainMs).unref());
  const { exitCode, isMaxBuffer, stdout } = await program;
  clearTimeout(limit);
  process.removeListener('exit', stop);
  stop();
  guarded.over();
  return exitCode === 0 && !isMaxBuffer ? stdout : undefined;
}

/**
 * Resolves with what a program printed on both outputs and whether it ended well: a package
 * manager at its work. `signal` ends it and all it has started. Never rejects.
 */
export async function runToEnd(
  { file, args, env, cwd, limitMs }: ProgramCall,
  signal: AbortSignal,
): Promise<{ readonly output: string; readonly isDone: boolean }> {
  const { stdin, reject, extendEnv, maxBuffer } = common;
  const own = { stdin, reject, extendEnv, maxBuffer, env, cwd };
  const detached = process.platform !== 'win32';
  const program = execa(file, args, { ...own, all: true, detached });
  const { pid } = program;
  const stop = (): void => {
    if (pid !== undefined) kill(pid);
  };
  const limit = setTimeout(stop, limitMs);
  process.once('exit', stop);
  signal.addEventListener('abort', stop);
  const { all, exitCode } = await program;
  clearTimeout(limit);
  process.removeListener('exit', stop);
  signal.removeEventListener('abort', stop);
  return { output: all, isDone: exitCode === 0 };
}

/**
 * The same while everything waits, for who cannot; as latin1, because it asks for the encoding.
 * @public asked for at run time
 */
export function runProgramAtOnce(file: string, limitMs: number): string | undefined {
  const program = execaSync(file, [], { ...common, encoding: 'latin1', timeout: limitMs });
  return program.failed ? undefined : program.stdout;
}

export interface ShellAnswer {
  /** Undefined: it failed. */
  readonly stdout: string | undefined;
  readonly stderr: string;
  /** How it ended, for a sentence: `with exit code 1`. */
  readonly ending: string;
}

/**
 * Runs a command line as a shell reads it and resolves with what it printed, once it has ended or
 * `limitMs` are over. Never rejects.
 * @public asked for at run time
 */
export async function askShell(
  line: string,
  { env, cwd, limitMs }: Pick<ProgramCall, 'env' | 'limitMs'> & { cwd: string | undefined },
  expect: () => Guarded = () => unguarded,
): Promise<ShellAnswer> {
  const guarded = expect();
  const isWindows = process.platform === 'win32';
  const { stdin, reject, extendEnv, maxBuffer } = common;
  const where = cwd === undefined ? {} : { cwd };
  const marked = { ...env, ...guarded.mark };
  const own = { stdin, reject, extendEnv, maxBuffer, env: marked, ...where, detached: !isWindows };
  const shell = isWindows ? 'cmd.exe' : '/bin/sh';
  const args = isWindows ? ['/d', '/s', '/c', `"${line}"`] : ['-c', line];
  const program = execa(shell, args, { ...own, windowsVerbatimArguments: isWindows });
  const { pid } = program;
  if (pid !== undefined) guarded.started(pid);
  let isLate = false;
  const stop = (): void => {
    if (pid !== undefined) kill(pid);
  };
  const limit = setTimeout(() => {
    isLate = true;
    stop();
    // Whoever holds the pipes is not waited for.
    program.stdout.destroy();
    program.stderr.destroy();
  }, limitMs);
  process.once('exit', stop);
  const { exitCode, signal, isMaxBuffer, stdout, stderr, shortMessage } = await program;
  clearTimeout(limit);
  process.removeListener('exit', stop);
  stop();
  guarded.over();
  const code =
    exitCode === undefined ? `with ${signal ?? shortMessage}` : `with exit code ${exitCode}`;
  const ending = isLate ? `after ${limitMs / 1_000} s without an answer` : code;
  const isGood = exitCode === 0 && !isMaxBuffer && !isLate;
  return { stdout: isGood ? stdout : undefined, stderr, ending };
}

/** The whole group; its leader may be gone and leave others. */
function kill(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
