/**
 * Plays one row through the real core, and through the recorder if it is recorded, and measures
 * the longest step and the memory that all of it took. Judges nothing.
 */
import { isUtf8 } from 'node:buffer';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import type { ShieldEffect, ShieldEvent, ShieldOptions } from '../../../src/shield/events.ts';
import { Recorder } from '../../../src/shield/recording/recorder.ts';
import { createShield } from '../../../src/shield/step.ts';
import type { Piece, Row } from './rows.ts';

export interface Measured {
  readonly longestMs: number;
  readonly totalMs: number;
  /** Of the process, above what it had before the first step. */
  readonly peakMb: number;
  readonly toClientMb: number;
}

const pipeBytes = 65_536;

const options: ShieldOptions = {
  restarts: 5,
  restartWindowMs: 60_000,
  backoffInitialMs: 250,
  backoffMaxMs: 30_000,
  retry: 'reads',
  requestTimeoutMs: 0,
  idleMs: 0,
  lazy: false,
  startPatienceMs: 0,
  remembers: true,
  restartHung: 0,
  maxMessageBytes: 10_420_224,
  noise: 'stderr',
  stderr: 'pass',
  seed: 1,
  command: ['server'],
};

export function play(row: Row): Measured {
  const shield = createShield(
    { ...options, ...row.options },
    {
      isUtf8,
      decode: (bytes) => bytes.toString(),
      diagnose,
      redact: (text) => text,
      platform: 'linux',
      cwd: '/',
    },
  );
  const masking = { contents: false, redact: String, hash: () => 'x', isSecretName: () => false };
  const recorder = row.records
    ? new Recorder(masking, { startedAt: 0, maxMessageBytes: options.maxMessageBytes })
    : undefined;
  const pieces = row.pieces();
  const unread: Buffer[] = [];
  let generation = 0;
  let now = 0;
  let longestMs = 0;
  let toClientBytes = 0;
  let peak = 0;

  const step = (event: ShieldEvent): void => {
    const startedAt = performance.now();
    const effects = shield.step(event, now);
    recorder?.record({ event, effects, now });
    longestMs = Math.max(longestMs, performance.now() - startedAt);
    peak = Math.max(peak, process.memoryUsage.rss());
    effects.forEach(perform);
    now += 0.01;
  };
  const perform = (effect: ShieldEffect): void => {
    if (effect.type === 'spawn') generation = effect.generation;
    else if (effect.type === 'to-server' && row.isUnread) unread.push(...effect.buffers);
    else if (effect.type === 'to-client') {
      for (const { length } of effect.buffers) toClientBytes += length;
    }
  };
  const feed = ({ from, bytes, times = 1, chunkBytes }: Piece): void => {
    for (let time = 0; time < times; time += 1) {
      for (const chunk of chunksOf(bytes, chunkBytes)) step(eventOf(from, chunk, generation));
    }
  };

  step({ type: 'started' });
  step({ type: 'server-spawned', generation, pid: 1 });
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  peak = before;
  // What was built for a row is not the shield's.
  for (const piece of pieces) feed(piece);
  if (row.falls) {
    step({ type: 'server-stdout-ended', generation });
    step({ type: 'server-exited', generation, exitCode: 1, signal: null, leftovers: false });
    now += 60_000;
    step({ type: 'woke' });
    for (const piece of pieces.slice(0, 2)) if (piece.from === 'server') feed(piece);
  }
  const totalMs = performance.now() - startedAt;
  const peakMb = (peak - before) / 1e6;
  return { longestMs, totalMs, peakMb, toClientMb: toClientBytes / 1e6 };
}

/** Copies, as they come out of a pipe; one that is larger than its bytes keeps all of it alive. */
function* chunksOf(bytes: Buffer, chunkBytes: number | undefined): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += pipeBytes) {
    const piece = bytes.subarray(at, at + pipeBytes);
    const chunk = Buffer.alloc(Math.max(piece.length, chunkBytes ?? 0));
    piece.copy(chunk);
    yield chunk.subarray(0, piece.length);
  }
}

function eventOf(from: Piece['from'], chunk: Buffer, generation: number): ShieldEvent {
  if (from === 'client') return { type: 'client-sent', chunk };
  const type = from === 'server' ? 'server-sent' : 'server-complained';
  return { type, generation, chunk };
}
