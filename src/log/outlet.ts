/**
 * One way out of the log: lines of a level, in a format, to a sink. Loads what prints them at the
 * first line: a session that shows none need not wait for it.
 */
import { logLimits } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import type { LogLevel } from '../shield/events.ts';
import type { LogLine } from './line.ts';
import type { Sink } from './sink.ts';

export interface Outlet {
  readonly threshold: LogLevel | 'silent';
  readonly delayMs: number;
  /** `line` hides its secrets when it is asked for, which is when it is printed. */
  print(line: () => LogLine): void;
  flush(): Promise<void>;
}

export interface OutletOptions {
  readonly threshold: LogLevel | 'silent';
  readonly format: 'pretty' | 'json';
  /** How long the first line may wait, in ms: what prints it takes 20 ms to load. */
  readonly delayMs: number;
  /** Called once, with the first line; undefined: there is nowhere to write to. */
  readonly open: () => Opened | undefined;
}

export interface Opened {
  readonly sink: Sink;
  /** Of the server; shown in each line. */
  readonly name: string | undefined;
}

export function createOutlet(options: OutletOptions): Outlet {
  const { threshold, format, delayMs, open } = options;
  const pending: (() => LogLine)[] = [];
  let sink: Sink | undefined;
  let printer: ((line: LogLine) => void) | undefined;
  let loading: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const load = async (): Promise<void> => {
    const opened = open();
    sink = opened?.sink;
    printer = opened === undefined ? () => {} : await printerFor(opened);
    for (const line of pending.splice(0)) printer(line());
  };

  const printerFor = async (opened: Opened): Promise<(line: LogLine) => void> => {
    try {
      const { createPinoWriter } = await import('./pino-writer.ts');
      return createPinoWriter({ ...opened, format });
    } catch {
      // At the limit of descriptors, or mcp-shield was replaced while it ran.
      return ({ level, message }) =>
        opened.sink.write(`mcp-shield ${level}: ${visible(message)}\n`);
    }
  };

  const begin = (): void => {
    clearTimeout(timer);
    loading ??= load();
  };

  return {
    threshold,
    delayMs,
    print(line) {
      if (printer !== undefined) return printer(line());
      if (pending.length < logLimits.pendingLinesMax) pending.push(line);
      if (delayMs === 0) begin();
      else timer ??= setTimeout(begin, delayMs).unref();
    },
    async flush() {
      if (pending.length > 0) begin();
      await loading;
      await sink?.flush();
    },
  };
}
