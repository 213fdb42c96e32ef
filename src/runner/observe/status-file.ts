/**
 * What a running shield tells of itself: one small file, which is there as long as the shield is.
 * Where it cannot be written there is none, and the session does not care. Decides nothing.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statusLimits } from '../../base/limits.ts';
import { makePrivateDirectory } from '../../log/private-directory.ts';
import type { ReportingShield, ShieldReport } from '../../shield/events.ts';
import type { ObservedStep, Observer } from './observers.ts';

/** Times are wall clock, ms since 1970. */
export interface Status extends ShieldReport {
  readonly pid: number;
  readonly name: string;
  readonly command: readonly string[];
  readonly startedAt: number;
  readonly writtenAt: number;
}

export interface StatusDeps {
  readonly directory: string;
  readonly name: string;
  /** Without secrets. */
  readonly command: readonly string[];
  readonly shield: ReportingShield;
}

/** Everything but bytes that pass is worth a look at once. */
const quiet: ReadonlySet<ObservedStep['event']['type']> = new Set([
  'client-sent',
  'server-sent',
  'server-complained',
  'woke',
]);

/** Writes after each turn of events, and at most once a second while messages pass. */
export function keepStatus({ directory, name, command, shield }: StatusDeps): Observer {
  const startedAt = Date.now();
  const file = join(directory, `${process.pid}.json`);
  let timer: NodeJS.Timeout | undefined;
  let broken = false;

  const write = (now: number): void => {
    clearTimeout(timer);
    timer = undefined;
    if (broken) return;
    const offset = Date.now() - now;
    const report = shield.report();
    const falls = report.falls.map((fall) => ({ ...fall, at: fall.at + offset }));
    const { pid } = process;
    const status = { pid, name, command, startedAt, writtenAt: Date.now(), ...report, falls };
    try {
      makePrivateDirectory(directory);
      // Whoever reads finds the old one or the new one, never half of one.
      writeFileSync(`${file}.new`, JSON.stringify(status satisfies Status), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    } catch {
      broken = true;
    }
  };

  process.once('exit', () => {
    try {
      rmSync(file, { force: true });
    } catch {
      // The directory cannot be entered; an exception here would break the exit off.
    }
  });
  return ({ event, effects }) => {
    const tells = !quiet.has(event.type) || effects.some(({ type }) => type === 'spawn');
    if (event.type === 'started' || (!tells && timer !== undefined)) return;
    clearTimeout(timer);
    const delay = tells ? 0 : statusLimits.writeMs;
    timer = setTimeout(() => write(performance.now()), delay);
    timer.unref();
  };
}
