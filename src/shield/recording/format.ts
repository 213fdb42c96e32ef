/**
 * The lines of a recording: JSON, one object a line. The first says under which options the
 * session ran, each other one is a step: when, what happened, what was decided. Reads and writes
 * values; opens no file.
 */

import type { ShieldEvent, ShieldOptions } from '../events.ts';
import { isPlayableHeading, isPlayableStep } from './playable.ts';

/** Raised when a reader of today could misunderstand a recording of tomorrow. */
const formatVersion = 1;

export interface Heading {
  readonly recording: typeof formatVersion;
  /** Of mcp-shield. */
  readonly version: string;
  /** Wall clock at the time 0 of the steps, ISO 8601. */
  readonly startedAt: string;
  readonly contents: boolean;
  readonly platform: string;
  readonly cwd: string;
  readonly options: ShieldOptions;
}

/** As in the file: bytes are text. `bytes`: how many there were before anything was masked. */
export interface RecordedStep {
  /** ms since the start. */
  readonly t: number;
  readonly event: Readonly<Record<string, unknown>>;
  /** See `summaryOf`. */
  readonly decided: readonly string[];
}

export interface PlayableStep {
  readonly t: number;
  readonly event: ShieldEvent;
  readonly decided: readonly string[];
}

export function headingLine(heading: Omit<Heading, 'recording'>): string {
  return `${JSON.stringify({ recording: formatVersion, ...heading })}\n`;
}

/** The options of the core alone: those of a run may carry more, secrets included. */
export function optionsOfCore(options: ShieldOptions): ShieldOptions {
  const { restarts, restartWindowMs, backoffInitialMs, backoffMaxMs, retry } = options;
  const { requestTimeoutMs, idleMs, restartHung, maxMessageBytes, noise, seed, command } = options;
  const { lazy, startPatienceMs, remembers, stderr } = options;
  return {
    ...{ restarts, restartWindowMs, backoffInitialMs, backoffMaxMs, retry },
    ...{ requestTimeoutMs, idleMs, restartHung, maxMessageBytes, noise, seed, command },
    ...{ lazy, startPatienceMs, remembers, stderr },
  };
}

/** How each heading begins. */
export const headingStart = '{"recording":';

/** Undefined: this is no recording, or one of a later format. */
export function readHeading(line: string): Heading | undefined {
  const heading = parse(line) as Partial<Heading> | null | undefined;
  if (heading?.recording !== formatVersion || !isPlayableHeading(heading)) return undefined;
  const { options } = heading as Heading;
  // Recordings of 0.1.0 do not say them.
  const since = { idleMs: 0, lazy: false, startPatienceMs: 0, remembers: false, stderr: 'pass' };
  return { ...(heading as Heading), options: { ...since, ...options } };
}

/** Undefined: the line is cut off, as the last one of a session that was killed, or is not one. */
export function readStep(line: string): PlayableStep | undefined {
  const value = parse(line);
  if (!isPlayableStep(value)) return undefined;
  const step = value as RecordedStep;
  const { text, bytes: _bytes, ...event } = step.event;
  const chunk = typeof text === 'string' ? { chunk: Buffer.from(text) } : {};
  // It has the members of its event; a forged one can only decide nonsense.
  return { t: step.t, event: { ...event, ...chunk } as ShieldEvent, decided: step.decided };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
