/**
 * The parts of `warm` that only concern packages: have one installed and start nothing, and end
 * the installs that run.
 */
import { exitCodes } from '../../base/errors.ts';
import { installLimits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { installDirectory } from '../../runner/directories.ts';
import { type RunningInstall, readInstalls } from '../../runner/packages/install-locks.ts';
import type { DoctorDeps } from '../doctor/doctor.ts';
import { jsonLine } from '../printed-json.ts';
import { type Installed, installPackage } from './install-package.ts';

/** Resolves with the exit code: whether the package is there now. */
export async function installOnly(
  command: readonly string[],
  { update, deps }: { readonly update: boolean; readonly deps: DoctorDeps },
): Promise<number> {
  const { world, environment } = deps;
  const [file = '', ...args] = command;
  const stop = new AbortController();
  world.onSignal(() => stop.abort());
  const asked = { file, args, env: environment, cwd: undefined };
  const installed = await installPackage(asked, { update, signal: stop.signal });
  const { stdout, stderr } = world;
  if (installed.kind === 'failed')
    stderr.write(`${visible(installed.output.slice(-installLimits.outputCharsMax)).trim()}\n`);
  (installed.kind === 'there' ? stdout : stderr).write(`${visible(sentenceOf(installed))}\n`);
  return installed.kind === 'there' ? exitCodes.done : exitCodes.problemsFound;
}

export function sentenceOf(installed: Installed): string {
  switch (installed.kind) {
    case 'there':
      return installed.isNew ? `installed ${installed.version}` : `${installed.version} is there`;
    case 'failed':
      return 'not installed: the package manager says why';
    case 'none':
      return `nothing is installed: ${installed.why}`;
  }
}

/** Resolves with the exit code. */
export async function stopInstalls(isJson: boolean, deps: DoctorDeps): Promise<number> {
  const running = readInstalls(installDirectory());
  const stopped: RunningInstall[] = [];
  for (const install of running) if (await stopInstall(install, deps)) stopped.push(install);
  const text =
    stopped.map(({ spec }) => `the install of ${visible(spec)} is stopped\n`).join('') ||
    'no install is running\n';
  deps.world.stdout.write(isJson ? jsonLine({ stopped: stopped.map(({ spec }) => spec) }) : text);
  return exitCodes.done;
}

/** Its number may be another's by now. */
async function stopInstall({ pid }: RunningInstall, { machine }: DoctorDeps): Promise<boolean> {
  const args = ['-o', 'args=', '-p', String(pid)];
  const env = { PATH: process.env['PATH'] ?? '' };
  const limitMs = installLimits.psMs;
  const line = await machine.runProgram({ file: 'ps', args, env, cwd: '/', limitMs });
  if (line?.includes(' warm ') !== true) return false;
  try {
    process.kill(pid, 'SIGTERM');
    return true;
  } catch {
    return false;
  }
}
