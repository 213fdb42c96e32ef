/**
 * The guard: a tiny shell that outlives mcp-shield. A SIGKILL cannot be caught, and some clients
 * send one 0.4 s after SIGINT; then the guard sees the end of its stdin and finishes the tree.
 * It is told the process groups that are alive, and knows nothing else.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { runnerLimits } from '../base/limits.ts';

export interface Guard {
  /** The complete list of live groups; the first call starts the guard. */
  tell(groups: readonly number[]): void;
  /** Nothing is left to guard: resolves when the guard is gone, in `guardExitMs` at the latest. */
  dismiss(): Promise<void>;
}

/** What is used of it; at the limit of descriptors it comes without its pipe. */
type GuardShell = Pick<ChildProcess, 'exitCode' | 'pid' | 'once' | 'unref'> & {
  readonly stdin: Writable | null | undefined;
};

/**
 * Each line on stdin is the whole list; only the last one counts. Plain POSIX sh (dash, bash,
 * busybox, macOS). A `sleep` that knows no fractions fails at once and then sleeps a second.
 */
export const guardScript = `trap '' HUP INT TERM PIPE
groups=
while read -r line; do groups=$line; done
tell() {
  heard=1
  for group in $groups; do kill "-$1" "-$group" 2>/dev/null && heard=0; done
  return $heard
}
tell TERM || exit 0
for look in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.1 2>/dev/null || sleep 1
  tell 0 || exit 0
done
tell KILL`;

/** `failed` hears once why there is no guard; the session goes on without one. */
export function createGuard(failed: (error: unknown) => void): Guard {
  let shell: GuardShell | undefined;
  let triedToStart = false;

  return {
    tell(groups) {
      if (process.platform === 'win32') return;
      if (shell === undefined && groups.length === 0) return;
      if (!triedToStart) shell = startShell(failed);
      triedToStart = true;
      shell?.stdin?.write(`${groups.join(' ')}\n`);
    },

    async dismiss() {
      if (shell === undefined || shell.exitCode !== null || shell.pid === undefined) return;
      const gone = new Promise((resolve) => shell?.once('exit', resolve));
      shell.stdin?.end('\n');
      await Promise.race([gone, elapsed(runnerLimits.guardExitMs)]);
    },
  };
}

/**
 * Its own session, so that a Ctrl-C of the terminal does not reach it; its name and our pid stand
 * last in the command line for whoever reads `ps`. Only PATH is handed over: no secrets linger.
 */
function startShell(failed: (error: unknown) => void): GuardShell | undefined {
  const args = ['-c', guardScript, 'mcp-shield-guard', String(process.pid)];
  try {
    const shell: GuardShell = spawn('/bin/sh', args, {
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    shell.once('error', failed);
    // At the limit of descriptors Node hands out a process without pipes.
    shell.stdin?.on('error', () => {});
    shell.unref();
    return shell;
  } catch (error) {
    // ENOMEM and its like are thrown; the session is more than its guard.
    failed(error);
    return undefined;
  }
}

function elapsed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
