/**
 * Our own stderr: what the server wrote there and what was noise on its stdout. It never holds
 * the session up: a client that does not read it loses bytes, and is told how many.
 * Does not know what the bytes mean.
 */
import { runnerLimits } from '../base/limits.ts';
import { visibleLines } from '../base/visible.ts';
import { flushed } from '../process/flushed.ts';
import { outputText } from '../process/output-text.ts';
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
  const terminal = new TerminalText();

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
        out.write(out.isTTY === true ? terminal.shown(bytes) : bytes);
      }
    },
    flushed: async (boundMs) => {
      if (stream !== undefined) await flushed(stream, boundMs);
    },
  };
}

/**
 * What a server prints, for a terminal: lines and tabs stay, and nothing else that could steer it.
 * Keeps the first bytes of a character that is not whole yet.
 */
class TerminalText {
  #rest: Buffer = Buffer.alloc(0);

  shown(bytes: Buffer): string {
    const all = Buffer.concat([this.#rest, bytes]);
    const end = all.length - unfinishedBytes(all);
    this.#rest = Buffer.from(all.subarray(end));
    return visibleLines(outputText(all.subarray(0, end)).replace(/\r\n/g, '\n'));
  }
}

/** How many bytes at the end begin a character of UTF-8 that is longer. */
function unfinishedBytes(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return byte < 0xf8 && count < lengthOf(byte) ? count : 0;
  }
  return 0;
}

/** Of a character, by its first byte. */
function lengthOf(byte: number): number {
  if (byte >= 0xf0) return 4;
  return byte >= 0xe0 ? 3 : 2;
}
