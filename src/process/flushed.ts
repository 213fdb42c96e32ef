/**
 * Waits for a stream to hand its last bytes to the kernel: `process.exit` would lose them.
 */
import type { Writable } from 'node:stream';

/** Resolves when nothing is left to write, when the stream is broken, or after `boundMs`. */
export function flushed(stream: Writable, boundMs: number): Promise<void> {
  if (stream.writableLength === 0 || !stream.writable) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, boundMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    stream.once('error', done);
    stream.once('close', done);
    stream.write('', done);
  });
}
