/**
 * Keeps a configuration file as it was, in the state directory of the user: beside the file it
 * would be taken into the next commit, with all that is secret in it.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { codeOf, systemError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';
import type { ConfigFile } from './read-file.ts';
import { moveOver } from './replace-file.ts';

export interface ChangeDeps {
  readonly fs: FileSystem;
  /** The directory for backups; it is made if it is not there. */
  readonly backups: string;
}

/**
 * The file before the last change, readable for its user alone. Returns where it is. Throws a
 * `ShieldError`: nothing is changed of which there is no copy.
 */
export function backUp({ path, bytes }: ConfigFile, { fs, backups }: ChangeDeps): string {
  // Files of one name lie in many projects.
  const which = createHash('sha256').update(path).digest('hex').slice(0, 12);
  const backup = join(backups, `${which}-${basename(path)}`);
  const beside = `${backup}.new`;
  try {
    makeDirectory(backups, fs);
    fs.rmSync(beside, { force: true });
    const descriptor = fs.openSync(beside, 'wx', 0o600);
    try {
      fs.writeFileSync(descriptor, bytes);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    moveOver(beside, backup, fs);
    return backup;
  } catch (error) {
    fs.rmSync(beside, { force: true });
    throw systemError(backup, 'written', error);
  }
}

/** Not `recursive`: below /proc, where nothing can be made and nobody says why, that never ends. */
function makeDirectory(directory: string, fs: FileSystem): void {
  const parent = dirname(directory);
  if (isMade(directory, fs) || parent === directory) return;
  makeDirectory(parent, fs);
  if (!isMade(directory, fs)) throw Object.assign(new Error(directory), { code: 'ENOENT' });
}

/** Also if it was there. False if what it lies in is missing. */
function isMade(directory: string, fs: FileSystem): boolean {
  try {
    fs.mkdirSync(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return true;
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}
