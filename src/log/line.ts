/**
 * A line of the log as a value, and the order of the levels. Knows no format and no stream.
 */
import type { LogEvent } from '../base/log-events.ts';
import type { LogLevel } from '../shield/events.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface LogLine {
  readonly level: LogLevel;
  /** For programs; people read the message. */
  readonly event: LogEvent;
  readonly message: string;
  readonly fields: Fields | undefined;
  /** Wall clock in ms, taken when the line was written, not when it was printed. */
  readonly at: number;
}

const severities = { silent: 0, error: 1, warn: 2, info: 3, debug: 4, trace: 5 } as const;

/** Whether a line of `level` is shown at `threshold`. */
export function isShown(level: LogLevel, threshold: LogLevel | 'silent'): boolean {
  return severities[level] <= severities[threshold];
}
