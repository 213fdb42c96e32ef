/**
 * The log of mcp-shield: which lines are shown where, without secrets. Never writes to stdout, and
 * never fails a session.
 */
import type { LogEvent } from '../base/log-events.ts';
import type { LogLevel } from '../shield/events.ts';
import { openFileSink } from './file-sink.ts';
import { createKeptOutlet, type KeptLog } from './kept.ts';
import { type Fields, isShown, type LogLine } from './line.ts';
import { createOutlet } from './outlet.ts';
import { redactFields } from './redact-fields.ts';
import { createStderrSink } from './sink.ts';

export interface Log {
  /** Secrets are hidden here, in the message and in the fields. */
  write(level: LogLevel, event: LogEvent, message: string, fields?: Fields): void;
  /** Ask before a line that is expensive to make. */
  isOn(level: LogLevel): boolean;
  /** Resolves when every line is handed over; bounded in time. To be awaited before an exit. */
  flush(): Promise<void>;
}

export interface LogOptions {
  readonly level: LogLevel | 'silent';
  /** `auto`: pretty on stderr, JSON in a file. */
  readonly format: 'auto' | 'pretty' | 'json';
  /** `undefined` = stderr. */
  readonly file: string | undefined;
  /** Of the server; shown in each line. */
  readonly name: string | undefined;
  /** For `mcp-shield logs`: clients hide stderr. Asked for with the first line. */
  readonly kept?: (() => KeptLog) | undefined;
  readonly redact: (text: string) => string;
}

/** Opens the file, if there is one; throws wrong usage if that fails. */
export function createLog(options: LogOptions): Log {
  const { file, name, kept, redact } = options;
  const format = options.format === 'auto' ? autoFormat(file) : options.format;
  const sink = file === undefined ? createStderrSink() : openFileSink(file);
  const open = () => ({ sink, name });
  const outlets = [createOutlet({ threshold: options.level, format, delayMs: 0, open })];
  if (kept !== undefined) outlets.push(createKeptOutlet(kept, options.level));

  return {
    isOn: (asked) => outlets.some(({ threshold }) => isShown(asked, threshold)),
    write(level, event, message, fields) {
      const shownBy = outlets.filter(({ threshold }) => isShown(level, threshold));
      if (shownBy.length === 0) return;
      // As they are now. What hides secrets is loaded when they are printed, or now if that is
      // soon: later there may be no descriptor for it.
      const copy = fields === undefined ? undefined : redactFields(fields, asItIs);
      const at = Date.now();
      let line: LogLine | undefined;
      const hidden = (): LogLine => {
        line ??= {
          ...{ level, event, message: redact(message), at },
          fields: copy === undefined ? undefined : redactFields(copy, redact),
        };
        return line;
      };
      if (shownBy.some(({ delayMs }) => delayMs === 0)) hidden();
      for (const outlet of shownBy) outlet.print(hidden);
    },
    async flush() {
      await Promise.all(outlets.map((outlet) => outlet.flush()));
    },
  };
}

function asItIs(text: string): string {
  return text;
}

function autoFormat(file: string | undefined): 'pretty' | 'json' {
  return file === undefined ? 'pretty' : 'json';
}
