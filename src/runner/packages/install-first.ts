/**
 * A package that is not there yet is installed before its server is started, in a process of its
 * own that may outlive the client: one that gives up after a minute would otherwise begin anew
 * each time. Loaded where a package is missing. Reports; never fails, for then the runner says why.
 */
import { spawn } from 'node:child_process';
import { isSea } from 'node:sea';
import { setTimeout as elapsed } from 'node:timers/promises';
import { formatMs } from '../../base/amounts.ts';
import { describe } from '../../base/errors.ts';
import { installLimits } from '../../base/limits.ts';
import type { Log } from '../../log/log.ts';
import type { AbsentPackage } from '../../resolve/direct/package-run.ts';
import type { Resolution } from '../../resolve/resolution.ts';
import { installDirectory } from '../directories.ts';
import { installKey, readInstall, wasInVain } from './install-locks.ts';

/** Resolves when the package is there, or will not be. */
export async function installFirst(
  what: AbsentPackage,
  runner: Resolution,
  log: Log,
): Promise<void> {
  const directory = installDirectory();
  const key = installKey(what, runner.env);
  const begun = performance.now();
  try {
    const other = readInstall(directory, key);
    if (other === undefined && wasInVain(directory, key)) return;
    const rest = 'it goes on if the client leaves, and then the next start is quick';
    const who = other === undefined ? '' : ` by another mcp-shield (pid ${other.pid})`;
    log.write('info', 'install-started', `${what.spec} is installed first${who}: ${rest}`);
    if (other === undefined) await installInBackground(what, runner);
    else await untilReleased(directory, key);
    const time = formatMs(Math.round(performance.now() - begun));
    log.write('info', 'install-ended', `the install of ${what.spec} ended after ${time}`);
  } catch (error) {
    log.write('debug', 'install-failed', `${what.spec} is left to its runner`, {
      error: describe(error),
    });
  }
}

async function installInBackground(what: AbsentPackage, runner: Resolution): Promise<void> {
  const self = isSea() ? [] : [process.argv[1] ?? ''];
  // The program's arguments may hold a secret, and this outlives the session.
  const own = what.runnerArgs ?? runner.args;
  const args = ['warm', '--install-only', '--', runner.file, ...own];
  const child = spawn(process.execPath, [...self, ...args], {
    cwd: runner.cwd,
    env: runner.env,
    // A session of its own: it is not ended with the client's, nor with ours.
    detached: true,
    stdio: 'ignore',
  });
  child.unref();
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

async function untilReleased(directory: string, key: string): Promise<void> {
  while (readInstall(directory, key) !== undefined) {
    await elapsed(installLimits.pollMs, undefined, { ref: false });
  }
}
