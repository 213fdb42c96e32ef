/**
 * The command `doctor`: what is wrong with a server, and the fix. Starts each server as a client
 * would, looks, judges, prints. Whatever interrupts it, nothing it started is left.
 */
import { exitCodes } from '../../base/errors.ts';
import { createRedactor } from '../../base/redact.ts';
import { signalNumbers } from '../../base/signals.ts';
import { judgeServer } from '../../diagnose/checkup/judge.ts';
import { verdictOf } from '../../diagnose/checkup/verdict.ts';
import { examine, type ServerEntry } from '../../runner/doctor/examine.ts';
import { sideBySide } from '../../runner/doctor/side-by-side.ts';
import { createWard, type Ward } from '../../runner/doctor/ward.ts';
import { emptied } from '../../runner/emptied.ts';
import type { World } from '../../runner/world.ts';
import { createProgress, type Progress } from './progress.ts';
import { render } from './render.ts';
import { measure, type Report, type ServerReport } from './report.ts';
import { readDoctorRequest } from './request.ts';
import { wordsAsVariables } from './secrets.ts';

export interface DoctorDeps {
  readonly world: World;
  /** Of mcp-shield itself; a server's is built on it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

interface Patient {
  readonly name: string;
  readonly entry: ServerEntry;
}

/** `words` without `doctor`. Resolves with the exit code once everything is written and gone. */
export async function doctor(words: readonly string[], deps: DoctorDeps): Promise<number> {
  const { world, environment } = deps;
  const request = readDoctorRequest(words);
  const patients =
    request.target.kind === 'command' ? [fromCommand(request.target.command, environment)] : [];
  const ward = createWard();
  const progress = createProgress(patients.length, world);
  const interrupted = new Promise<number>((resolve) => {
    world.onSignal((signal) => resolve(128 + (signalNumbers[signal] ?? 0)));
  });
  const work = examineAll(patients, ward, progress);
  const outcome = await Promise.race([work, interrupted]);
  progress.stop();
  await ward.close();
  if (typeof outcome === 'number') return outcome;
  await print(outcome, request.json, world);
  return outcome.healthy ? exitCodes.done : exitCodes.problemsFound;
}

function fromCommand(command: readonly string[], env: DoctorDeps['environment']): Patient {
  const [file = '', ...args] = command;
  const name = createRedactor({ ...env, ...wordsAsVariables(command) })(command.join(' '));
  return { name, entry: { command: file, args, env, cwd: undefined, shielded: false } };
}

async function examineAll(
  patients: readonly Patient[],
  ward: Ward,
  progress: Progress,
): Promise<Report> {
  const servers = await sideBySide(patients, async ({ name, entry }) => {
    progress.begin(name);
    const report = await examineOne(name, entry, ward);
    progress.end(name);
    return report;
  });
  return { healthy: servers.every(({ verdict }) => verdict.healthy), servers };
}

async function examineOne(name: string, entry: ServerEntry, ward: Ward): Promise<ServerReport> {
  const typed = [entry.command, ...entry.args];
  const redact = createRedactor({ ...entry.env, ...wordsAsVariables(typed) });
  const observed = await examine(entry, ward);
  const checks = judgeServer(observed, redact);
  return {
    name,
    command: redact(typed.join(' ')),
    verdict: verdictOf(checks),
    checks,
    measured: measure(observed),
  };
}

async function print(report: Report, json: boolean, { stdout }: World): Promise<void> {
  // `mcp-shield doctor | head -1` closes the pipe early.
  stdout.on('error', () => {});
  const terminal = 'isTTY' in stdout && stdout.isTTY === true;
  const colour = terminal && !process.env['NO_COLOR'];
  const text = json
    ? `${JSON.stringify(report, undefined, 2)}\n`
    : render(report, { symbols: terminal, colour });
  stdout.write(text);
  await emptied(stdout, 5_000);
}
