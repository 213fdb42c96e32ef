/**
 * Asks a package manager, at most once a day, which version of a package is the newest, and says
 * so if a server was started from an older one in the cache. Loaded after the first answer of such
 * a server. The question is npm's and uv's own; nothing is installed.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { updateLimits } from '../../base/limits.ts';
import type { Log } from '../../log/log.ts';
import { makePrivateDirectory } from '../../log/private-directory.ts';
import type { Machine } from '../../resolve/machine.ts';
import type { Resolution, StartedPackage } from '../../resolve/resolution.ts';
import { currentDirectory } from '../../resolve/working-directory.ts';
import { followsNewest, newerThan, readNewest, writeNewest } from './newest-versions.ts';

/** A server that was started past its package runner. */
export interface DirectServer {
  readonly started: StartedPackage;
  /** What was started. */
  readonly file: string;
  readonly runner: Resolution;
}

/** Never rejects: who cannot ask does not know. */
export async function checkForUpdate(
  server: DirectServer,
  { directory, log, machine }: { directory: string; log: Log; machine: Machine },
): Promise<void> {
  const { started, runner } = server;
  if (!followsNewest(started) || started.offline) return;
  try {
    const known = readNewest(directory, started);
    if (known === undefined || Date.now() - known.askedAt > updateLimits.askedAgainMs) {
      const version = await askNewest(server, directory, machine);
      const askedAt = Date.now();
      writeNewest(directory, started, version === undefined ? { askedAt } : { version, askedAt });
    }
    const newer = newerThan(directory, started);
    if (newer === undefined) return;
    log.write('info', 'update-available', updateSentence(started, newer, basename(runner.file)));
  } catch {
    // A state that cannot be written is asked for again the next time.
  }
}

export function updateSentence(
  { name, version, spec }: StartedPackage,
  newer: string,
  runner: string,
): string {
  const command = `mcp-shield warm --update -- ${runner} ${spec}`;
  return `${name} ${version} is used and ${newer} is out: ${command}`;
}

async function askNewest(
  { started, file, runner }: DirectServer,
  directory: string,
  machine: Machine,
): Promise<string | undefined> {
  const { name, manager } = started;
  const cwd = runner.cwd ?? currentDirectory();
  const call = { env: runner.env, cwd, limitMs: updateLimits.answerMs };
  const beside = (program: string): string => join(dirname(runner.file), program);
  if (manager === 'npm') {
    const args = ['view', name, 'version'];
    return versionIn(await machine.runProgram({ ...call, file: beside('npm'), args }));
  }
  makePrivateDirectory(directory);
  const wanted = join(directory, `${process.pid}.in`);
  writeFileSync(wanted, `${name}\n`, { flag: 'wx', mode: 0o600 });
  try {
    const python = join(dirname(file), 'python');
    const plain = ['--no-deps', '--no-header', '--no-annotate', '--quiet', '--python', python];
    const args = ['pip', 'compile', wanted, ...plain];
    return versionIn(await machine.runProgram({ ...call, file: beside('uv'), args }));
  } finally {
    rmSync(wanted, { force: true });
  }
}

/** `1.2.3`, or `name==1.2.3`. */
function versionIn(text: string | undefined): string | undefined {
  return /^(?:[\w.-]+==)?(\d[\w.+-]*)$/m.exec(text?.trim() ?? '')?.[1];
}
