/**
 * Has a package that `npx` or `uvx` would install in its cache, or its newest version, and starts
 * nothing of it. The install is the manager's own, bounded in time, one at a time for each package.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as elapsed } from 'node:timers/promises';
import { installLimits } from '../../base/limits.ts';
import { type PastRunner, pastRunner } from '../../resolve/direct/direct-start.ts';
import type { AbsentPackage } from '../../resolve/direct/package-run.ts';
import { isPackageRunner } from '../../resolve/package-runner.ts';
import type { Resolution } from '../../resolve/resolution.ts';
import { resolveCommand } from '../../resolve/resolve-command.ts';
import { runToEnd } from '../../resolve/run-program.ts';
import { thisMachine } from '../../resolve/this-machine.ts';
import { currentDirectory } from '../../resolve/working-directory.ts';
import { installDirectory } from '../../runner/directories.ts';
import { installCommand } from '../../runner/packages/install-command.ts';
import {
  claimInstall,
  installKey,
  isTurn,
  noteInVain,
} from '../../runner/packages/install-locks.ts';

export interface PackageCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string | undefined;
}

export type Installed =
  /** It is no package runner's, or the runner has to decide itself. */
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'there'; readonly version: string; readonly isNew: boolean }
  /** `output`: the manager's last words. */
  | { readonly kind: 'failed'; readonly output: string };

/** `signal` ends what was begun. Never rejects. */
export async function installPackage(
  command: PackageCommand,
  { update, signal }: { readonly update: boolean; readonly signal: AbortSignal },
): Promise<Installed> {
  const runner = await resolveCommand({
    ...command,
    platform: process.platform,
    shellPath: 'auto',
    envFixes: true,
  });
  if (runner.failure !== undefined) return { kind: 'none', why: runner.failure.message };
  if (!isPackageRunner(runner.file)) return { kind: 'none', why: 'it is no package runner' };
  // Whoever asks for an install wants what a tag means when it is done.
  const look = (): PastRunner => pastRunner(runner, thisMachine(), { tags: true });
  const before = look();
  const what = packageOf(before);
  if (what === undefined) return { kind: 'none', why: before.kind === 'left' ? before.why : '' };
  if (before.kind === 'direct' && !update) return there(before, false);
  const { output, isDone } = await alone(what, runner, signal, (limitMs) => {
    const args = installCommand(runner.file, what, update);
    const { file, env, cwd = currentDirectory() } = runner;
    return runToEnd({ file, args, env, cwd, limitMs }, signal);
  });
  const after = look();
  if (after.kind !== 'direct') {
    if (isDone) noteInVain(installDirectory(), installKey(what, runner.env));
    return { kind: 'failed', output };
  }
  return there(after, packageOf(before) === undefined || versionOf(before) !== versionOf(after));
}

function packageOf(found: PastRunner): AbsentPackage | undefined {
  if (found.kind === 'absent') return found.what;
  return found.kind === 'direct' ? found.resolution.direct : undefined;
}

function versionOf(found: PastRunner): string {
  return found.kind === 'direct' ? (found.resolution.direct?.version ?? '') : '';
}

function there(found: PastRunner, isNew: boolean): Installed {
  return { kind: 'there', version: versionOf(found), isNew };
}

/** Of a package manager's work. */
type InstallRun = Awaited<ReturnType<typeof runToEnd>>;

const nothingDone: InstallRun = { output: '', isDone: false };

/**
 * One install of a package at a time, and as many of all as there are cores, since clients start
 * all their servers at once. Whoever installs the same already is waited for, and then it is
 * there. `work` has the time that waiting has left.
 */
async function alone(
  what: AbsentPackage,
  { env }: Resolution,
  signal: AbortSignal,
  work: (limitMs: number) => Promise<InstallRun>,
): Promise<InstallRun> {
  const directory = installDirectory();
  const key = installKey(what, env);
  let lock = claimInstall(directory, key, what);
  const isOthers = lock === undefined;
  while (lock === undefined && (await again(signal))) lock = claimInstall(directory, key, what);
  if (lock === undefined) return nothingDone;
  const { release } = lock;
  const claimedAt = performance.now();
  process.once('exit', release);
  try {
    if (isOthers) return nothingDone;
    while (!isTurn(directory, key, availableParallelism())) {
      if (!(await again(signal))) return nothingDone;
    }
    return await work(installLimits.longestMs - (performance.now() - claimedAt));
  } finally {
    release();
    process.removeListener('exit', release);
  }
}

/** False: somebody has ended the waiting. */
async function again(signal: AbortSignal): Promise<boolean> {
  await elapsed(installLimits.pollMs, undefined, { signal }).catch(() => {});
  return !signal.aborted;
}
