/**
 * The log of mcp-shield: which lines are shown, in which order, without secrets. Loads what prints
 * them at the first line that is shown. Never writes to stdout, and never fails a session.
 */
import { logLimits } from '../../base/limits.ts';
import type { LogLevel } from '../../shield/events.ts';
import { type Fields, isShown, type Line } from './line.ts';
import { redactFields } from './redact-fields.ts';
import { createStderrSink, openFileSink } from './sink.ts';

export interface Log {
  /** Secrets are hidden here, in the message and in the fields. */
  write(level: LogLevel, message: string, fields?: Fields): void;
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
  readonly redact: (text: string) => string;
}

/** Opens the file, if there is one; throws wrong usage if that fails. */
export function createLog({ level: threshold, format, file, name, redact }: LogOptions): Log {
  const sink = file === undefined ? createStderrSink() : openFileSink(file);
  const pending: Line[] = [];
  let print: ((line: Line) => void) | undefined;
  let loading: Promise<void> | undefined;

  const load = async (): Promise<void> => {
    const { createPinoWriter } = await import('./pino-writer.ts');
    const chosen = format === 'auto' ? autoFormat(file) : format;
    print = createPinoWriter({ name, format: chosen, sink });
    pending.splice(0).forEach(print);
  };

  return {
    isOn: (level) => isShown(level, threshold),
    write(level, message, fields) {
      if (!isShown(level, threshold)) return;
      const shown = fields === undefined ? undefined : redactFields(fields, redact);
      const line = { level, message: redact(message), fields: shown, at: Date.now() };
      if (print !== undefined) return print(line);
      if (pending.length < logLimits.pendingLinesMax) pending.push(line);
      loading ??= load();
    },
    async flush() {
      await loading;
      await sink.flush();
    },
  };
}

function autoFormat(file: string | undefined): 'pretty' | 'json' {
  return file === undefined ? 'pretty' : 'json';
}
