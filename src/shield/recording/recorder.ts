/**
 * Turns steps into lines of a recording. Output is recorded in whole lines, at the time of the
 * chunk that completed them: a secret that is cut in two would not be recognised. What was decided
 * is not changed by it, for nothing is decided about half a line.
 */

import { KeyBlockStream } from '../../base/key-blocks.ts';
import { logLimits, messageLimits } from '../../base/limits.ts';
import { mask } from '../../base/secret-names.ts';
import type { ShieldEffect, ShieldEvent } from '../events.ts';
import type { RecordedStep } from './format.ts';
import { type Masking, maskLine } from './mask.ts';
import { maskRemembered } from './mask-remembered.ts';
import { summaryOf } from './summary.ts';
import { UnfinishedLine } from './unfinished-line.ts';

interface StepToRecord {
  readonly event: ShieldEvent;
  readonly effects: readonly ShieldEffect[];
  readonly now: number;
}

export interface RecorderOptions {
  /** The time 0 of the recording, in ms as that of the steps. */
  readonly startedAt: number;
  readonly maxMessageBytes: number;
}

/** One output of one process. */
type Stream = 'client' | 'stdout' | 'stderr';

export class Recorder {
  readonly #masking: Masking;
  readonly #startedAt: number;
  readonly #lines: Readonly<Record<Stream, UnfinishedLine>>;
  /** Of what is no message: a private key may come line by line. */
  readonly #keys: Readonly<Record<Stream, KeyBlockStream>>;

  constructor(masking: Masking, { startedAt, maxMessageBytes }: RecorderOptions) {
    this.#masking = masking;
    this.#startedAt = startedAt;
    const tailBytes = messageLimits.oversizeKeepBytes;
    // A line that is too long has to be too long when it is replayed.
    const message = { headBytes: maxMessageBytes, tailBytes, endsAtReturn: false };
    // Nothing is decided about what is said on stderr.
    const said = { headBytes: tailBytes, tailBytes: 0, endsAtReturn: true };
    this.#lines = {
      client: new UnfinishedLine(message),
      stdout: new UnfinishedLine(message),
      stderr: new UnfinishedLine(said),
    };
    this.#keys = {
      client: new KeyBlockStream(mask),
      stdout: new KeyBlockStream(mask),
      stderr: new KeyBlockStream(mask),
    };
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
    if (event.type === 'recalled') return this.#recalled(event);
    if (!('chunk' in event)) return this.#plain(event);
    const { chunk, ...rest } = event;
    const stream = streamOf(event.type);
    const whole = this.#lines[stream].complete(chunk);
    return { ...rest, text: this.#mask(whole, stream), bytes: chunk.length };
  }

  /** Answers of an earlier run are messages, too. */
  #recalled({ remembered, ...event }: Extract<ShieldEvent, { type: 'recalled' }>) {
    const mask = (line: string): string => maskLine(line, this.#masking);
    return { ...event, remembered: maskRemembered(remembered, mask) };
  }

  /** Texts of the system and of people; no messages. */
  #plain(event: ShieldEvent): RecordedStep['event'] {
    const entries = Object.entries(event).map(([name, value]) => {
      return [name, typeof value === 'string' ? this.#masking.redact(value) : value];
    });
    return Object.fromEntries(entries);
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
    const bytes = this.#lines[stream].drain();
    const text = this.#mask(bytes, stream);
    return bytes.length === 0 ? [] : [{ ...event, text, bytes: bytes.length }];
  }

  #mask(bytes: Buffer, stream: Stream): string {
    const text = bytes.toString();
    const redactLine = (line: string): string =>
      this.#masking.redact(this.#keys[stream].hide(line));
    if (stream === 'stderr') return piecesOf(text).map(redactLine).join('');
    const lines = text.split('\n');
    return lines
      .map((line) => (line === '' ? '' : maskLine(line, { ...this.#masking, redactLine })))
      .join('\n');
  }
}

/** Whole lines together, as many as are redacted without a cut. */
function piecesOf(text: string): string[] {
  const charsMax = logLimits.redactCharsMax;
  const pieces: string[] = [];
  let piece = '';
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (piece.length + line.length > charsMax && piece !== '') {
      pieces.push(piece);
      piece = '';
    }
    piece += line;
  }
  return [...pieces, piece];
}

function streamOf(type: string): Stream {
  if (type === 'client-sent') return 'client';
  return type === 'server-sent' ? 'stdout' : 'stderr';
}

function lineOf(step: RecordedStep): string {
  return `${JSON.stringify(step)}\n`;
}
