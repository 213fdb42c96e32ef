/**
 * Runs a small program and hands back what it printed: a login shell, `node -v`. Bounded in time
 * and bytes, in a session of its own, and gone when mcp-shield is gone. Knows not what is asked.
 */
import { spawn } from 'node:child_process';
import { resolveLimits } from '../base/limits.ts';
import type { ProgramCall } from './machine.ts';

/**
 * Resolves with stdout once the program has exited well; undefined if it cannot be started, fails,
 * prints too much or takes longer than `limitMs`. Never rejects.
 */
export function runProgram({
  file,
  args,
  env,
  cwd,
  limitMs,
}: ProgramCall): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Its own session: an interactive shell must not take the terminal away from us.
    const child = spawn(file, [...args], {
      cwd,
      env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let bytes = 0;

    const stop = (): void => {
      if (child.pid !== undefined) kill(child.pid);
    };
    const settle = (answer: string | undefined): void => {
      clearTimeout(limit);
      process.removeListener('exit', stop);
      stop();
      child.stdout.destroy();
      resolve(answer);
    };

    const limit = setTimeout(() => settle(undefined), limitMs);
    process.once('exit', stop);
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > resolveLimits.probeOutputBytes) settle(undefined);
      else chunks.push(chunk);
    });
    child.once('error', () => settle(undefined));
    child.once('exit', (code) => {
      const finish = (): void =>
        settle(code === 0 ? Buffer.concat(chunks).toString('utf8') : undefined);
      child.once('close', finish);
      // A profile may leave a process behind that holds the pipe: `close` would wait for it.
      setTimeout(finish, resolveLimits.probeDrainMs).unref();
    });
  });
}

/** The whole group; its leader may be gone and leave others. */
function kill(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
