/**
 * The log file that each server has without being asked for, since clients hide stderr. Where it
 * cannot be written there is none, and the session does not care.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { logLimits } from '../../base/limits.ts';
import type { LogLevel } from '../../shield/events.ts';
import { openFileSink } from './file-sink.ts';
import { isShown } from './line.ts';
import { createOutlet, type Outlet } from './outlet.ts';
import type { Sink } from './sink.ts';

/** `level` is that of stderr; the file tells starts and ends in any case. */
export function createKeptOutlet(
  { directory, name }: { readonly directory: string; readonly name: string },
  level: LogLevel | 'silent',
): Outlet {
  const threshold = isShown('info', level) ? level : 'info';
  const open = (): Sink | undefined => {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return openFileSink(keptLogFile(directory, name));
    } catch {
      return undefined;
    }
  };
  return createOutlet({
    threshold,
    name,
    format: 'json',
    delayMs: logLimits.keptDelayMs,
    sink: open,
  });
}

export function keptLogFile(directory: string, name: string): string {
  return join(directory, `${name}.log`);
}
