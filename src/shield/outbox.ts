/**
 * Collects the effects of one step, in order. Neighbouring writes to one end become one effect, so
 * that a chunk of messages leaves as one write. Performs nothing.
 */

import type { LogEvent } from '../base/log-events.ts';
import { Scanned } from '../protocol/line-scan/scanned.ts';
import { bytesOf, type Outgoing } from '../protocol/message.ts';
import type { Generation, LogLevel, ShieldEffect } from './events.ts';

export class Outbox {
  #effects: ShieldEffect[] = [];
  /** Of the last effect, while it can still grow. */
  #writing: Writing | undefined;
  #stderr: { readonly at: number; readonly pieces: Buffer[] } | undefined;

  /** All effects since the last call. */
  drain(): ShieldEffect[] {
    const effects = this.#effects;
    this.#effects = [];
    this.#stopWriting();
    const stderr = this.#stderr;
    if (stderr !== undefined && stderr.pieces.length > 1) {
      effects[stderr.at] = { type: 'to-stderr', bytes: Buffer.concat(stderr.pieces) };
    }
    this.#stderr = undefined;
    return effects;
  }

  add(effect: ShieldEffect): void {
    this.#stopWriting();
    this.#effects.push(effect);
  }

  toClient(out: Outgoing): void {
    if (this.#writing?.to !== 'client') {
      const writing = new Writing('client');
      this.add({ type: 'to-client', buffers: writing.buffers });
      this.#writing = writing;
    }
    this.#writing?.add(out);
  }

  toServer(generation: Generation, out: Outgoing): void {
    if (this.#writing?.to !== generation) {
      const writing = new Writing(generation);
      this.add({ type: 'to-server', generation, buffers: writing.buffers });
      this.#writing = writing;
    }
    this.#writing?.add(out);
  }

  /** Once in a step, and it parts no writes: what stands where on two pipes nobody can see. */
  toStderr(bytes: Buffer): void {
    if (this.#stderr === undefined) {
      this.#stderr = { at: this.#effects.length, pieces: [] };
      this.#effects.push({ type: 'to-stderr', bytes });
    }
    this.#stderr.pieces.push(bytes);
  }

  log(
    level: LogLevel,
    event: LogEvent,
    message: string,
    fields?: Readonly<Record<string, unknown>>,
  ): void {
    // A log line between two writes does not part them: it goes elsewhere.
    this.#effects.push({
      type: 'log',
      level,
      event,
      message,
      ...(fields === undefined ? {} : { fields }),
    });
  }

  #stopWriting(): void {
    this.#writing?.end();
    this.#writing = undefined;
  }
}

/**
 * What is written to one end. Messages that lie side by side in the chunk they came in become one
 * part, which is made when they end: no object for each of them.
 */
class Writing {
  readonly to: 'client' | Generation;
  readonly buffers: Buffer[] = [];
  #chunk: Buffer | undefined;
  #start = 0;
  #end = 0;

  constructor(to: 'client' | Generation) {
    this.to = to;
  }

  add(out: Outgoing): void {
    if (out instanceof Scanned) this.#pass(out);
    else {
      this.end();
      this.buffers.push(bytesOf(out));
    }
  }

  end(): void {
    const chunk = this.#chunk;
    if (chunk === undefined) return;
    this.#chunk = undefined;
    const isWhole = this.#start === 0 && this.#end === chunk.length;
    this.buffers.push(isWhole ? chunk : chunk.subarray(this.#start, this.#end));
  }

  #pass({ chunk, start, end, before }: Scanned): void {
    if (this.#chunk !== chunk || this.#end !== start || before !== undefined) {
      this.end();
      // A message written byte by byte has more pieces than a call may have arguments.
      for (const piece of before ?? []) this.buffers.push(piece);
      this.#chunk = chunk;
      this.#start = start;
    }
    this.#end = end;
  }
}
