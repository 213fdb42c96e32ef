/**
 * The only file that knows pino. It is loaded at the first line that is shown: a clean session
 * shows none and need not wait for it. pino writes synchronously into our own sink; its transports
 * would need a worker thread and files beside the bundle.
 */
import pino from 'pino';
import { visible } from '../base/visible.ts';
import type { LogLine } from './line.ts';
import { prettyLine } from './pretty.ts';
import type { Sink } from './sink.ts';

export interface PinoWriterDeps {
  readonly name: string | undefined;
  readonly format: 'pretty' | 'json';
  readonly sink: Sink;
}

export function createPinoWriter({ name, format, sink }: PinoWriterDeps): (line: LogLine) => void {
  const { colour } = sink;
  // pino asks for a time before there is a line.
  let told = { at: 0, event: '' };
  const logger = pino(
    {
      level: 'trace',
      // Two shields in one file are told apart by the process.
      base: name === undefined ? { pid: process.pid } : { pid: process.pid, name },
      // Both are free of what JSON would escape.
      timestamp: () => `,"time":"${new Date(told.at).toISOString()}","event":"${told.event}"`,
      formatters: { level: (label) => ({ level: label }) },
      // Below a key of their own the fields cannot collide with those of pino.
      nestedKey: 'fields',
    },
    {
      write: (json: string) => {
        const line = json.trimEnd();
        sink.write(format === 'pretty' ? prettyLine(line, { colour }) : `${visible(line)}\n`);
      },
    },
  );
  return (line) => {
    told = line;
    if (line.fields === undefined) logger[line.level](line.message);
    else logger[line.level](line.fields, line.message);
  };
}
