/**
 * The client's end: our own stdin and stdout. The one writer of stdout on the protocol path, and
 * the place where the two stalls meet: a client that does not read stops the server's stdout, a
 * server that does not read makes what comes wait here, and then stops our stdin. Knows bytes, not
 * messages.
 */
import { runnerLimits } from '../base/limits.ts';
import { flushed, type OnShortened } from '../process/flushed.ts';
import { writeBuffers } from '../process/write-buffers.ts';
import type { ShieldEvent } from '../shield/events.ts';
import type { World } from './world.ts';

export interface ClientStdio {
  /** Reads stdin from now on. Called after the first spawn: Node's streams take time to build. */
  listen(): void;
  write(buffers: readonly Buffer[]): void;
  /** The server stalls. Reads on for the end of stdin, as far as `inputWaitBytesMax`. */
  holdInput(held: boolean): void;
  /** Resolves when stdout is empty, or broken, or after `boundMs`. */
  flushed(boundMs: number, onShortened: OnShortened): Promise<void>;
}

export interface ClientStdioDeps {
  readonly world: World;
  readonly post: (event: ShieldEvent) => void;
  /** The client does not keep up with what is written to it, or does again. */
  readonly stalled: (stalled: boolean) => void;
}

export function createClientStdio(deps: ClientStdioDeps): ClientStdio {
  const { world, post } = deps;
  let inputEnded = false;
  let outputBroken = false;
  let serverStalled = false;
  let outputFull = false;
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let orphanCheck: NodeJS.Timeout | undefined;
  const parentId = world.parentId();

  const endInput = (): void => {
    if (inputEnded) return;
    inputEnded = true;
    // Whether or not the server reads: there is nothing more to wait for.
    while (waiting.length > 0) postNext();
    // Answers that are owed still come, for as long as somebody is there to want them.
    watchParent();
    post({ type: 'client-ended', cause: 'eof' });
  };

  const isHeld = (): boolean => serverStalled || outputFull;

  const receive = (chunk: Buffer): void => {
    if (!isHeld() && waiting.length === 0) {
      post({ type: 'client-sent', chunk });
      return;
    }
    // A copy of its size: Node reads into 64 KiB, however little comes.
    waiting.push(Buffer.from(chunk));
    waitingBytes += costOf(chunk);
    if (waitingBytes > runnerLimits.inputWaitBytesMax) world.stdin.pause();
  };

  const postNext = (): void => {
    const chunk = waiting.shift();
    if (chunk === undefined) return;
    waitingBytes -= costOf(chunk);
    post({ type: 'client-sent', chunk });
  };

  /** The server may stall again at any of them. */
  const postWaiting = (): void => {
    while (!isHeld() && waiting.length > 0) postNext();
    holdOrRead();
  };

  // EPIPE, ECONNRESET, ERR_STREAM_DESTROYED: whatever it is, nobody reads any more.
  const breakOutput = (): void => {
    if (outputBroken) return;
    outputBroken = true;
    noteOutput();
    deps.stalled(false);
    post({ type: 'client-ended', cause: 'broken-pipe' });
  };

  const lookForParent = (): void => {
    if (world.parentId() === parentId) return;
    clearInterval(orphanCheck);
    post({ type: 'client-ended', cause: 'orphaned' });
  };

  const watchParent = (): void => {
    clearInterval(orphanCheck);
    orphanCheck = setInterval(lookForParent, runnerLimits.orphanCheckMs).unref();
  };

  const holdOrRead = (): void => {
    if (inputEnded) return;
    clearInterval(orphanCheck);
    const isFull = outputFull || waitingBytes > runnerLimits.inputWaitBytesMax;
    if (isFull) world.stdin.pause();
    else world.stdin.resume();
    if (isHeld()) watchParent();
    // Not at once: the server's end is told in the middle of a step.
    else if (waiting.length > 0) setImmediate(postWaiting);
  };

  // A server that is read no more cannot fill the output, but lines of the client that are
  // answered here can: whoever does not read its answers is not heard either.
  const noteOutput = (): void => {
    const waiting = outputBroken ? 0 : world.stdout.writableLength;
    const full = waiting > runnerLimits.stdoutBufferBytes;
    if (full === outputFull) return;
    outputFull = full;
    holdOrRead();
  };

  return {
    listen() {
      const { stdin, stdout } = world;
      for (const event of ['error', 'close']) stdout.on(event, breakOutput);
      stdout.on('drain', () => {
        noteOutput();
        deps.stalled(false);
      });
      stdin.on('data', receive);
      for (const event of ['end', 'close', 'error']) stdin.on(event, endInput);
    },

    write(buffers) {
      if (outputBroken) return;
      if (writeBuffers(world.stdout, buffers)) return;
      noteOutput();
      deps.stalled(true);
    },

    holdInput(held) {
      serverStalled = held;
      holdOrRead();
    },

    flushed: (boundMs, onShortened) => flushed(world.stdout, boundMs, onShortened),
  };
}

function costOf(chunk: Buffer): number {
  return chunk.length + runnerLimits.inputChunkBytes;
}
