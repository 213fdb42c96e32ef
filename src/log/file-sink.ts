/**
 * A log in a file that does not grow without end: a full one becomes `<file>.1`, of which there is
 * one. A line that cannot be written is lost. Does not know what a line looks like.
 */
import { closeSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { logLimits } from '../base/limits.ts';
import { openPrivateFile, type PrivateFile } from './private-file.ts';
import type { Sink } from './sink.ts';

/** Throws wrong usage if `file` cannot be opened. */
export function openFileSink(file: string): Sink {
  let open = openPrivateFile('--log-file', file);
  let bytes = open.status.size;

  const renew = (): void => {
    // Another shield that writes here may have moved it away already.
    if (isStill(file, open)) renameSync(file, `${file}.1`);
    const next = openPrivateFile('--log-file', file);
    closeSync(open.descriptor);
    open = next;
    bytes = next.status.size;
  };

  return {
    colour: false,
    write(text) {
      try {
        if (open.status.isFile() && bytes >= logLimits.fileBytesMax) renew();
        // Given a descriptor it writes the whole text where the file ends.
        writeFileSync(open.descriptor, text);
        bytes += Buffer.byteLength(text);
      } catch {
        // A full disk must not end the session, and there is nowhere else to say it.
      }
    },
    flush: async () => {},
  };
}

function isStill(file: string, { status }: PrivateFile): boolean {
  return statSync(file, { throwIfNoEntry: false })?.ino === status.ino;
}
