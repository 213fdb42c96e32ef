/**
 * Waits for a stream to hand its last bytes to the kernel: `process.exit` would lose them.
 */
import type { Writable } from 'node:stream';

/** Calls its listener with what is left of the wait (ms) when it becomes shorter. */
export type OnShortened = (listener: (boundMs: number) => void) => void;

/** Resolves when nothing is left to write, when the stream is broken, or after `boundMs`. */
export function flushed(
  stream: Writable,
  boundMs: number,
  onShortened?: OnShortened,
): Promise<void> {
  if (stream.writableLength === 0 || !stream.writable) return Promise.resolve();
  return new Promise((resolve) => {
    let timer = setTimeout(resolve, boundMs);
    onShortened?.((leftMs) => {
      clearTimeout(timer);
      timer = setTimeout(resolve, leftMs);
    });
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    stream.once('error', done);
    stream.once('close', done);
    stream.write('', done);
  });
}
