/**
 * The guard: a tiny shell that outlives mcp-shield. A SIGKILL cannot be caught, and some clients
 * send one 0.4 s after SIGINT; then the guard sees the end of its stdin and finishes the tree.
 * It is told of each program before that is started, and knows nothing else.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { runnerLimits } from '../base/limits.ts';
import type { Guarded } from '../resolve/machine.ts';
import { guardScript, markVariable } from './guard-script.ts';

export interface Guard {
  /** To be called right before a program is started; the first call starts the guard. */
  expect(): Guarded;
  /**
   * What the guard does if mcp-shield is killed, or has not done by its end: one line of POSIX
   * shell. Must not be called before `expect`.
   */
  promise(code: string): Pick<Guarded, 'over'>;
  /** Only promises are left: resolves when the guard has them, in `guardExitMs` at the latest. */
  dismiss(): Promise<void>;
}

/** What is used of it; at the limit of descriptors it comes without its pipe. */
type GuardShell = Pick<ChildProcess, 'exitCode' | 'signalCode' | 'pid' | 'once' | 'unref'> & {
  readonly stdin: Writable | null | undefined;
};

/** `failed` hears once why there is no guard; the session goes on without one. */
export function createGuard(failed: (error: unknown) => void): Guard {
  const guarded = new Set<{ word: string }>();
  const promises = new Map<string, string>();
  // Another mcp-shield may have had our number: what it started may still run.
  const run = `${process.pid}-${Date.now().toString(36)}`;
  let shell: GuardShell | undefined;
  let startsLeft: number = runnerLimits.guardStartsMax;
  let count = 0;

  const list = (): string => `${[...guarded].map(({ word }) => word).join(' ')}\n`;

  const tell = (): void => {
    if (shell === undefined && guarded.size > 0) startShell();
    else shell?.stdin?.write(list());
  };

  const startShell = (): void => {
    if (startsLeft === 0) return;
    startsLeft -= 1;
    const started = spawnShell((error) => {
      startsLeft = 0;
      failed(error);
    });
    if (started === undefined) return;
    shell = started;
    for (const line of promises.values()) shell.stdin?.write(line);
    shell.stdin?.write(list());
    // Somebody killed it; what lives then needs another one.
    shell.once('exit', () => {
      if (shell !== started) return;
      shell = undefined;
      tell();
    });
  };

  return {
    expect() {
      if (process.platform === 'win32') return unguarded;
      count += 1;
      const mark = `${run}-${count}-`;
      const one = { word: `?${mark}` };
      guarded.add(one);
      tell();
      return {
        mark: { [markVariable]: mark },
        started(group) {
          one.word = String(group);
          tell();
        },
        over() {
          if (guarded.delete(one)) tell();
        },
      };
    },

    promise(code) {
      if (process.platform === 'win32') return unguarded;
      count += 1;
      const word = `@${count}`;
      const line = `=${count} ${code}\n`;
      promises.set(word, line);
      shell?.stdin?.write(line);
      const one = { word };
      guarded.add(one);
      tell();
      return {
        over() {
          promises.delete(word);
          if (guarded.delete(one)) tell();
        },
      };
    },

    async dismiss() {
      const dismissed = shell;
      shell = undefined;
      startsLeft = 0;
      if (dismissed?.pid === undefined || dismissed.exitCode !== null) return;
      if (dismissed.signalCode !== null) return;
      const gone = new Promise((resolve) => dismissed.once('exit', resolve));
      dismissed.stdin?.end(`${[...promises.keys()].join(' ')}\n`);
      await Promise.race([gone, elapsed(runnerLimits.guardExitMs)]);
    },
  };
}

const unguarded: Guarded = { mark: {}, started: () => {}, over: () => {} };

/**
 * Its own session, so that a Ctrl-C of the terminal does not reach it; its name and our pid stand
 * last in the command line for whoever reads `ps`. Only PATH is handed over: no secrets linger.
 */
function spawnShell(failed: (error: unknown) => void): GuardShell | undefined {
  const args = ['-c', guardScript, 'mcp-shield-guard', String(process.pid)];
  try {
    const shell: GuardShell = spawn('/bin/sh', args, {
      detached: true,
      cwd: '/',
      env: { PATH: `/usr/bin:/bin:${process.env['PATH'] ?? ''}` },
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
