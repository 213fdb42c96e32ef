/**
 * The log file that each server has without being asked for, since clients hide stderr. Where it
 * cannot be written there is none, and the session does not care.
 */
import { join } from 'node:path';
import { logLimits } from '../base/limits.ts';
import type { LogLevel } from '../shield/events.ts';
import { openFileSink } from './file-sink.ts';
import { isShown } from './line.ts';
import { createOutlet, type Opened, type Outlet } from './outlet.ts';
import { makePrivateDirectory } from './private-directory.ts';

export interface KeptLog {
  readonly directory: string;
  /** Of the server. */
  readonly name: string;
}

/** `level` is that of stderr; the file tells starts and ends in any case. */
export function createKeptOutlet(kept: () => KeptLog, level: LogLevel | 'silent'): Outlet {
  const threshold = isShown('info', level) ? level : 'info';
  const open = (): Opened | undefined => {
    const { directory, name } = kept();
    try {
      makePrivateDirectory(directory);
      return { sink: openFileSink(keptLogFile(directory, name)), name };
    } catch {
      return undefined;
    }
  };
  return createOutlet({ threshold, format: 'json', delayMs: logLimits.keptDelayMs, open });
}

export function keptLogFile(directory: string, name: string): string {
  return join(directory, `${name}.log`);
}
