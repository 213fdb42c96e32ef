/**
 * Commands that can be had under another name. Used only when the command itself is nowhere. A
 * table and nothing else.
 */
import type { CommandReading } from './command-readings.ts';

/** What to look for instead, most likely first. */
export function standIns(
  { file, args }: CommandReading,
  platform: NodeJS.Platform,
): readonly CommandReading[] {
  const windows = platform === 'win32';
  const instead = (name: string, ...first: readonly string[]): CommandReading => ({
    file: name,
    args: [...first, ...args],
  });
  switch (file) {
    case 'python':
      return windows ? [instead('python3'), instead('py', '-3')] : [instead('python3')];
    case 'python3':
      return windows ? [instead('python'), instead('py', '-3')] : [];
    // Installed with pip, uv comes without uvx on Windows.
    case 'uvx':
      return [instead('uv', 'tool', 'run')];
    // Debian's old name.
    case 'node':
      return windows ? [] : [instead('nodejs')];
    default: {
      // A configuration written for Windows.
      const bare = /^(.+)\.(?:cmd|exe|bat|ps1)$/i.exec(file)?.[1];
      return bare === undefined || windows ? [] : [instead(bare)];
    }
  }
}
