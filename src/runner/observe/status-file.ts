/**
 * What a running shield tells of itself: one small file, which is there as long as the shield is.
 * Where it cannot be written there is none, and the session does not care. Decides nothing.
 */
import { closeSync, constants, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statusLimits } from '../../base/limits.ts';
import { makePrivateDirectory } from '../../log/private-directory.ts';
import type { ReportingShield, ShieldReport } from '../../shield/events.ts';
import { processWorld } from '../world.ts';
import type { ObservedStep, Observer } from './observers.ts';

/** Raised when `mcp-shield status` of today could misread a file of tomorrow. */
export const statusFormat = 1;

/** Of a file that is being written; one that is left was broken off. */
export const newSuffix = '.new';

/** What a server was started from, past its package runner. */
export interface StatusPackage {
  readonly name: string;
  readonly version: string;
  /** It is out, as far as is known. */
  readonly newer?: string;
}

/** Times are wall clock, ms since 1970. */
export interface Status extends ShieldReport {
  readonly format: typeof statusFormat;
  readonly pid: number;
  readonly name: string;
  readonly command: readonly string[];
  readonly startedAt: number;
  readonly writtenAt: number;
  readonly package?: StatusPackage;
}

export interface StatusDeps {
  readonly directory: () => string;
  readonly name: () => string;
  /** Without secrets. */
  readonly command: () => readonly string[];
  readonly shield: ReportingShield;
  readonly startedPackage: () => StatusPackage | undefined;
}

/** Everything but bytes that pass is worth a look at once. */
const quiet: ReadonlySet<ObservedStep['event']['type']> = new Set([
  'client-sent',
  'server-sent',
  'server-complained',
  'woke',
]);

/**
 * Writes after each turn of events, and at most once a second while messages pass; not before the
 * first answer, for which the client waits: what is written takes 8 ms to find out.
 */
export function keepStatus(deps: StatusDeps): Observer {
  const { shield } = deps;
  const startedAt = Date.now();
  let firstAt: number | undefined;
  let file: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let broken = false;

  const write = (now: number): void => {
    clearTimeout(timer);
    timer = undefined;
    if (broken) return;
    try {
      const directory = deps.directory();
      makePrivateDirectory(directory);
      file = join(directory, `${process.pid}.json`);
      const report = shield.report();
      const offset = Date.now() - now;
      const falls = report.falls.map((fall) => ({ ...fall, at: fall.at + offset }));
      const { pid } = process;
      const started = deps.startedPackage();
      const status = {
        pid,
        name: deps.name(),
        command: deps.command(),
        startedAt,
        writtenAt: Date.now(),
        ...report,
        falls,
        ...(started === undefined ? {} : { package: started }),
      };
      replacePrivately(file, JSON.stringify({ format: statusFormat, ...status } satisfies Status));
    } catch {
      broken = true;
    }
  };

  process.once('exit', () => {
    if (file === undefined) return;
    try {
      rmSync(file, { force: true });
    } catch {
      // The directory cannot be entered; an exception here would break the exit off.
    }
  });
  const observe: Observer['observe'] = ({ event, effects, now }) => {
    const tells = !quiet.has(event.type) || effects.some(({ type }) => type === 'spawn');
    if (event.type === 'started' || (!tells && timer !== undefined)) return;
    clearTimeout(timer);
    firstAt ??= now + statusLimits.firstMs;
    const delay = Math.max(tells ? 0 : statusLimits.writeMs, firstAt - now);
    timer = setTimeout(() => write(processWorld.now()), delay);
    timer.unref();
  };
  return { name: 'the status file', observe };
}

/**
 * Whoever reads finds the old one or the new one, never half of one. The name of the new one is
 * nobody's before, so that a link that somebody placed there leads to no other file.
 */
function replacePrivately(file: string, text: string): void {
  const { O_CREAT, O_EXCL, O_WRONLY, O_NOFOLLOW = 0 } = constants;
  const next = `${file}.${Math.random().toString(36).slice(2)}${newSuffix}`;
  const descriptor = openSync(next, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
  renameSync(next, file);
}
