/**
 * Where the log goes, and how it gets to stderr. It may not hold up or end a session, so a line
 * that cannot be written is lost. Does not know what a line looks like.
 */

import { logLimits, runnerLimits } from '../base/limits.ts';
import { wantsColour } from '../base/wants-colour.ts';
import { flushed } from '../process/flushed.ts';

export interface Sink {
  /** Whether a person looks at it and wants colours. */
  readonly colour: boolean;
  write(text: string): void;
  /** Resolves when everything is handed over, or when that takes too long. */
  flush(): Promise<void>;
}

/** `process.stderr` is built by Node at its first use, which a silent run never comes to. */
export function createStderrSink(): Sink {
  let stream: NodeJS.WriteStream | undefined;
  let lost = 0;
  const open = (): NodeJS.WriteStream => {
    stream = process.stderr;
    stream.on('error', () => {});
    return stream;
  };
  return {
    get colour() {
      return wantsColour(process.stderr.isTTY === true, process.env);
    },
    write(text) {
      const out = stream ?? open();
      if (out.writableLength > runnerLimits.stderrBufferBytes) {
        lost += 1;
        return;
      }
      if (lost > 0) out.write(`mcp-shield: ${lost} lines of the log were lost: nobody read it\n`);
      lost = 0;
      out.write(text);
    },
    async flush() {
      if (stream !== undefined) await flushed(stream, logLimits.flushMs);
    },
  };
}
