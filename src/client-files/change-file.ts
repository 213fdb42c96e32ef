/**
 * Changes a configuration file: lock, read, change, back up, read again, replace. What the change
 * is, is decided by the caller from the text.
 */
import { configLimits } from '../base/limits.ts';
import { fileError, systemError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';
import { withLock } from './lock.ts';
import { type ConfigFile, readConfigFile } from './read-file.ts';
import { moveOver, writeBeside } from './replace-file.ts';

export interface FileChange<T> {
  /** What `decide` has made of the text that was changed. */
  readonly decision: T;
  /** The file before the change; undefined if nothing was written. */
  readonly backup: string | undefined;
}

/**
 * `decide` gets the text, without byte order mark, and returns the new one. It is asked again if
 * somebody else has written meanwhile. Throws a `ShieldError`; the file is then as it was.
 */
export function changeFile<T extends { readonly text: string }>(
  file: string,
  fs: FileSystem,
  decide: (text: string) => T,
): FileChange<T> {
  const { path } = readConfigFile(file, fs);
  try {
    return withLock(path, fs, () => changeLocked(path, fs, decide));
  } catch (error) {
    throw systemError(file, 'written', error);
  }
}

function changeLocked<T extends { readonly text: string }>(
  path: string,
  fs: FileSystem,
  decide: (text: string) => T,
): FileChange<T> {
  for (let attempt = 0; attempt < configLimits.readAgainMax; attempt += 1) {
    const old = readConfigFile(path, fs);
    const decision = decide(old.text);
    if (decision.text === old.text) return { decision, backup: undefined };
    const backup = backUp(old, fs);
    const beside = writeBeside(old, Buffer.from(old.mark + decision.text), fs);
    // As late as possible: what a client writes between here and the renaming is lost.
    if (readConfigFile(path, fs).bytes.equals(old.bytes)) {
      moveOver(beside, path, fs);
      return { decision, backup };
    }
    fs.rmSync(beside, { force: true });
  }
  throw fileError(path, 'another program keeps writing it; close the client and try again');
}

/** The file as it was before the last change. */
function backUp(old: ConfigFile, fs: FileSystem): string {
  const backup = `${old.path}.mcp-shield-backup`;
  moveOver(writeBeside(old, old.bytes, fs), backup, fs);
  return backup;
}
