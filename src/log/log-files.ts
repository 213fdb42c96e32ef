/**
 * Reads the logs that servers keep without being asked for: which there are, their last lines, and
 * what is added to them. Does not know how a line is shown.
 */
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { keptLogFile } from './kept.ts';

const suffix = '.log';

/** Names of servers that have a log, in the order of the alphabet. */
export function namesOfLogs(directory: string): string[] {
  try {
    const files = readdirSync(directory).filter((file) => file.endsWith(suffix));
    return files.map((file) => file.slice(0, -suffix.length)).sort();
  } catch {
    return [];
  }
}

export interface LogReader {
  /** Whole lines since the last call; at the first call the last `bytesMax` of the file. */
  read(): string[];
}

export function createLogReader(
  directory: string,
  name: string,
  { bytesMax }: { readonly bytesMax: number },
): LogReader {
  const file = keptLogFile(directory, name);
  let offset: number | undefined;
  let inode: number | undefined;
  let rest = '';
  return {
    read() {
      const descriptor = open(file);
      if (descriptor === undefined) return [];
      const { size, ino } = fstatSync(descriptor);
      // Put aside and begun anew.
      if (inode !== undefined && (ino !== inode || size < (offset ?? 0))) offset = 0;
      inode = ino;
      const cut = offset === undefined && size > bytesMax;
      const start = offset ?? Math.max(0, size - bytesMax);
      const bytes = Buffer.alloc(size - start);
      const read = readSync(descriptor, bytes, 0, bytes.length, start);
      closeSync(descriptor);
      offset = start + read;
      const lines = (rest + bytes.toString('utf8', 0, read)).split('\n');
      rest = lines.pop() ?? '';
      return (cut ? lines.slice(1) : lines).filter((line) => line !== '');
    },
  };
}

function open(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}
