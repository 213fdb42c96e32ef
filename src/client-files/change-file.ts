/**
 * Changes a configuration file: lock, read, change, back up, read again, replace. What the change
 * is, is decided by the caller from the text.
 */
import { configLimits } from '../base/limits.ts';
import { backUp, type ChangeDeps } from './backup.ts';
import { fileError, systemError } from './file-error.ts';
import { withLock } from './lock.ts';
import { readConfigFile } from './read-file.ts';
import { moveOver, writeBeside, writeInPlace } from './replace-file.ts';

export interface FileChange<T> {
  /** What `decide` has made of the text that was changed. */
  readonly decision: T;
  /** Where the file before the change is kept; undefined if nothing was written. */
  readonly backup: string | undefined;
}

/**
 * `decide` gets the text, without byte order mark, and returns the new one. It is asked again if
 * somebody else has written meanwhile. Throws a `ShieldError`; the file is then as it was.
 */
export function changeFile<T extends { readonly text: string }>(
  file: string,
  deps: ChangeDeps,
  decide: (text: string) => T,
): FileChange<T> {
  const { fs } = deps;
  const { path } = readConfigFile(file, fs);
  try {
    return withLock(path, fs, () => changeLocked(path, deps, decide));
  } catch (error) {
    throw systemError(file, 'written', error);
  }
}

function changeLocked<T extends { readonly text: string }>(
  path: string,
  deps: ChangeDeps,
  decide: (text: string) => T,
): FileChange<T> {
  const { fs } = deps;
  for (let attempt = 0; attempt < configLimits.readAgainMax; attempt += 1) {
    const old = readConfigFile(path, fs);
    const decision = decide(old.text);
    if (decision.text === old.text) return { decision, backup: undefined };
    const backup = backUp(old, deps);
    const bytes = Buffer.from(old.mark + decision.text);
    const beside = writeBeside(old, bytes, fs);
    // As late as possible: what a client writes between here and the renaming is lost.
    if (readConfigFile(path, fs).bytes.equals(old.bytes)) {
      if (beside === undefined) writeInPlace(old, { bytes, backup }, fs);
      else moveOver(beside, path, fs);
      return { decision, backup };
    }
    if (beside !== undefined) fs.rmSync(beside, { force: true });
  }
  throw fileError(path, 'another program keeps writing it; close the client and try again');
}
