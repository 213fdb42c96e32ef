/**
 * Directories that only their owner may read, for logs and states. Knows nothing of their files.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes it with all that is missing above it. Throws if that cannot be, or if it is a stranger's.
 * Not `recursive`: below /proc, where nothing can be made and nobody says why, that never ends.
 */
export function makePrivateDirectory(directory: string): void {
  makeMissing(directory);
  const { uid } = statSync(directory);
  const own = process.getuid?.() ?? uid;
  // In a directory for temporary files anybody may have been here before.
  if (uid !== own && own !== 0) throw new Error(`${directory} belongs to somebody else`);
}

function makeMissing(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const parent = dirname(directory);
  if (parent !== directory) makeMissing(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another shield may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
