/**
 * Our own stderr: what the server wrote there and what was noise on its stdout. It never holds
 * the session up: a client that does not read it loses bytes, and is told how many.
 * Does not know what the bytes mean.
 */
import { runnerLimits } from '../base/limits.ts';
import { flushed } from '../process/flushed.ts';
import type { World } from './world.ts';

export interface OwnStderr {
  write(bytes: Buffer): void;
  /** Resolves when all is written, or after `boundMs`. */
  flushed(boundMs: number): Promise<void>;
}

/** `stream` is taken at the first write, so that a silent run never builds it. */
export function createOwnStderr(world: World): OwnStderr {
  let stream: World['stderr'] | undefined;
  let droppedBytes = 0;

  const open = (): World['stderr'] => {
    const opened = world.stderr;
    opened.on('error', () => {});
    opened.on('drain', tellDropped);
    stream = opened;
    return opened;
  };

  const tellDropped = (): void => {
    if (droppedBytes === 0 || stream === undefined) return;
    stream.write(`\nmcp-shield: ${droppedBytes} bytes of stderr were dropped: nobody read it\n`);
    droppedBytes = 0;
  };

  return {
    write(bytes) {
      const out = stream ?? open();
      if (droppedBytes > 0 || out.writableLength > runnerLimits.stderrBufferBytes) {
        droppedBytes += bytes.length;
      } else if (out.writable) {
        out.write(out.isTTY === true ? withVisibleControls(bytes) : bytes);
      }
    },
    flushed: async (boundMs) => {
      if (stream !== undefined) await flushed(stream, boundMs);
    },
  };
}

/**
 * A server must not be able to steer the terminal: `ESC [` becomes `^[[`. Works on bytes, so it
 * needs no character to be whole; C1 controls are the two bytes C2 80 … C2 9F in UTF-8.
 */
export function withVisibleControls(bytes: Buffer): Buffer {
  const visible = bytes
    .toString('latin1')
    .replace(/\r\n/g, '\n')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, (c) => `^${String.fromCharCode(c.charCodeAt(0) ^ 0x40)}`)
    .replace(/\xc2([\x80-\x9f])/g, (_, c: string) => `\\x${c.charCodeAt(0).toString(16)}`);
  return Buffer.from(visible, 'latin1');
}
