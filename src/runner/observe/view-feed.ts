/**
 * The messages of a session as lines of JSON, written to the socket of whoever looks. A viewer that
 * does not read loses messages, and is told how many; the session never waits for it. Loaded when
 * somebody looks.
 */
import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { statusLimits } from '../../base/limits.ts';
import type { ObservedStep } from './observers.ts';
import { type Passage, Passages } from './passages.ts';
import { readViewRequest } from './view-request.ts';

/** A line for the viewer. */
export interface ViewedMessage extends Passage {
  /** ISO 8601. */
  readonly time: string;
  /** Of mcp-shield. */
  readonly pid: number;
  /** With contents: the message, its secrets hidden. */
  readonly message?: string;
}

/** So many messages before this place were not shown. */
export interface ViewGap {
  readonly time: string;
  readonly pid: number;
  readonly leftOut: number;
}

export interface Feed {
  show(step: ObservedStep): void;
}

/**
 * Undefined: the request cannot be read. `ended` is called when nobody looks any more.
 * @public asked for at run time
 */
export function openFeed(
  file: string,
  redact: (text: string) => string,
  ended: () => void,
): Feed | undefined {
  const request = readViewRequest(file);
  if (request === undefined) return undefined;
  const socket = connect(request.address);
  // Nobody who looks keeps a session alive.
  socket.unref();
  socket.on('error', () => {
    // Whoever asked was killed, and its file stayed; another one may have asked since.
    if (readViewRequest(file)?.address === request.address) rmSync(file, { force: true });
  });
  socket.on('close', ended);
  const { pid } = process;
  const passages = new Passages();
  let leftOut = 0;
  const write = (line: ViewedMessage | ViewGap): void =>
    void socket.write(`${JSON.stringify(line)}\n`);
  return {
    show(step) {
      passages.read(step, (passage, { bytes }) => {
        if (socket.writableLength > statusLimits.viewBufferBytes) {
          leftOut += 1;
          return;
        }
        const time = new Date().toISOString();
        if (leftOut > 0) write({ time, pid, leftOut });
        leftOut = 0;
        const message = request.contents ? { message: shown(bytes, redact) } : {};
        write({ time, pid, ...passage, ...message });
      });
    },
  };
}

/** Of a very long message the beginning, without what may be half a secret. */
function shown(bytes: Buffer, redact: (text: string) => string): string {
  const { viewMessageBytes } = statusLimits;
  if (bytes.length <= viewMessageBytes) return redact(bytes.toString().trimEnd());
  const cut = redact(bytes.subarray(0, viewMessageBytes).toString());
  return `${cut.slice(0, -statusLimits.viewCutChars)}…`;
}
