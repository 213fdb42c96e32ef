/**
 * Turns steps into lines of a recording. Output is recorded in whole lines, at the time of the
 * chunk that completed them: a secret that is cut in two would not be recognised. What was decided
 * is not changed by it, for nothing is decided about half a line.
 */

import type { ShieldEffect, ShieldEvent } from '../events.ts';
import type { RecordedStep } from './format.ts';
import { type Masking, maskLine } from './mask.ts';
import { summaryOf } from './summary.ts';

interface StepToRecord {
  readonly event: ShieldEvent;
  readonly effects: readonly ShieldEffect[];
  readonly now: number;
}

/** One output of one process. */
type Stream = 'client' | 'stdout' | 'stderr';

export class Recorder {
  readonly #masking: Masking;
  readonly #startedAt: number;
  readonly #unfinished = new Map<Stream, Buffer[]>();

  constructor(masking: Masking, startedAt: number) {
    this.#masking = masking;
    this.#startedAt = startedAt;
  }

  /** Lines for the file, each with its newline. */
  record({ event, effects, now }: StepToRecord): string {
    const t = Math.round((now - this.#startedAt) * 1000) / 1000;
    const decided = summaryOf(effects);
    return [...this.#rests(event), this.#recorded(event)]
      .map((recorded, index, all) => {
        const last = index === all.length - 1;
        return lineOf({ t, event: recorded, decided: last ? decided : [] });
      })
      .join('');
  }

  #recorded(event: ShieldEvent): RecordedStep['event'] {
    if (!('chunk' in event)) return this.#plain(event);
    const { chunk, ...rest } = event;
    const whole = this.#complete(streamOf(event.type), chunk);
    return { ...rest, text: this.#mask(whole, event.type), bytes: chunk.length };
  }

  /** Texts of the system and of people; no messages. */
  #plain(event: ShieldEvent): RecordedStep['event'] {
    const entries = Object.entries(event).map(([name, value]) => {
      return [name, typeof value === 'string' ? this.#masking.redact(value) : value];
    });
    return Object.fromEntries(entries);
  }

  /** Everything up to the last newline, with what came before it. */
  #complete(stream: Stream, chunk: Buffer): Buffer {
    const buffers = this.#unfinished.get(stream) ?? [];
    const end = chunk.lastIndexOf(0x0a) + 1;
    if (end === 0) {
      this.#unfinished.set(stream, [...buffers, Buffer.from(chunk)]);
      return Buffer.alloc(0);
    }
    this.#unfinished.set(stream, end < chunk.length ? [Buffer.from(chunk.subarray(end))] : []);
    return Buffer.concat([...buffers, chunk.subarray(0, end)]);
  }

  /** What an output ended with, without a newline, comes before the event of its end. */
  #rests(event: ShieldEvent): RecordedStep['event'][] {
    if (event.type === 'client-ended') return this.#rest('client', { type: 'client-sent' });
    if (event.type !== 'server-stdout-ended' && event.type !== 'server-exited') return [];
    const { generation } = event;
    return [
      ...this.#rest('stdout', { type: 'server-sent', generation }),
      ...this.#rest('stderr', { type: 'server-complained', generation }),
    ];
  }

  #rest(stream: Stream, event: Readonly<Record<string, unknown>>): RecordedStep['event'][] {
    const bytes = Buffer.concat(this.#unfinished.get(stream) ?? []);
    this.#unfinished.delete(stream);
    const text = this.#mask(bytes, String(event['type']));
    return bytes.length === 0 ? [] : [{ ...event, text, bytes: bytes.length }];
  }

  #mask(bytes: Buffer, type: string): string {
    const text = bytes.toString();
    // A key in several lines is recognised as a whole.
    if (type === 'server-complained') return this.#masking.redact(text);
    const lines = text.split('\n');
    return lines.map((line) => (line === '' ? '' : maskLine(line, this.#masking))).join('\n');
  }
}

function streamOf(type: string): Stream {
  if (type === 'client-sent') return 'client';
  return type === 'server-sent' ? 'stdout' : 'stderr';
}

function lineOf(step: RecordedStep): string {
  return `${JSON.stringify(step)}\n`;
}
