/**
 * Replaces a file so that at every moment either the old or the new one is there, whole: written
 * beside it, forced to the disk, renamed. Owner and permissions are those of the old one. Where
 * that cannot be, because the file has several names or a group that only its owner may give, it is
 * written in its place, with the old one kept elsewhere.
 */
import { dirname } from 'node:path';
import { configLimits } from '../base/limits.ts';
import { codeOf, fileError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';
import { sleep } from './lock.ts';
import type { ConfigFile } from './read-file.ts';

/**
 * Under the lock: the names beside the file belong to who holds it. Undefined if a new file would
 * not be what the old one is to others.
 */
export function writeBeside(old: ConfigFile, bytes: Buffer, fs: FileSystem): string | undefined {
  if (old.links > 1) return undefined;
  const beside = `${old.path}.mcp-shield-new`;
  // Left by one that was killed.
  fs.rmSync(beside, { force: true });
  // Nobody else may read it before it has the permissions of the old one; it may hold secrets.
  const descriptor = fs.openSync(beside, 'wx', 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
    if (!keepOwner(descriptor, old, fs)) {
      fs.closeSync(descriptor);
      fs.rmSync(beside, { force: true });
      return undefined;
    }
    if (process.platform !== 'win32') fs.fchmodSync(descriptor, old.mode);
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.closeSync(descriptor);
    fs.rmSync(beside, { force: true });
    throw error;
  }
  fs.closeSync(descriptor);
  return beside;
}

/**
 * Before the permissions: changing the owner takes some of them away. False if the owner is right
 * and the group is one that this user may not give.
 */
function keepOwner(descriptor: number, { path, uid, gid }: ConfigFile, fs: FileSystem): boolean {
  if (process.platform === 'win32') return true;
  const own = fs.fstatSync(descriptor);
  if (own.uid === uid && own.gid === gid) return true;
  try {
    fs.fchownSync(descriptor, uid, gid);
    return true;
  } catch (error) {
    if (own.uid === uid) return false;
    throw fileError(path, 'it belongs to another user, who would lose it; become that user', error);
  }
}

interface Replacing {
  readonly bytes: Buffer;
  /** Where the old one is kept. */
  readonly backup: string;
}

/** Keeps all that a file is but its content: its names, its group, its access lists. */
export function writeInPlace(
  { path, bytes: old }: ConfigFile,
  { bytes, backup }: Replacing,
  fs: FileSystem,
): void {
  const descriptor = fs.openSync(path, 'r+');
  try {
    overwrite(descriptor, bytes, fs);
  } catch (error) {
    try {
      overwrite(descriptor, old, fs);
    } catch {
      throw fileError(path, `it could be written only in part; it is kept in ${backup}`, error);
    }
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** With its position: a file that is opened once may be written twice. */
function overwrite(descriptor: number, bytes: Buffer, fs: FileSystem): void {
  fs.ftruncateSync(descriptor, 0);
  let at = 0;
  while (at < bytes.length) at += fs.writeSync(descriptor, bytes, at, bytes.length - at, at);
  fs.fsyncSync(descriptor);
}

export function moveOver(from: string, to: string, fs: FileSystem): void {
  const deadline = performance.now() + configLimits.renameWaitMs;
  for (;;) {
    try {
      fs.renameSync(from, to);
      break;
    } catch (error) {
      const isInUse = process.platform === 'win32' && /EPERM|EACCES|EBUSY/.test(codeOf(error));
      if (isInUse && performance.now() < deadline) sleep(configLimits.renamePollMs);
      else {
        fs.rmSync(from, { force: true });
        throw error;
      }
    }
  }
  syncDirectory(dirname(to), fs);
}

/** So that the new name survives a power cut. Not everywhere possible, and then not needed. */
function syncDirectory(directory: string, fs: FileSystem): void {
  if (process.platform === 'win32') return;
  try {
    const descriptor = fs.openSync(directory, 'r');
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
  } catch {
    // The file itself is complete; the rename is only not yet forced to the disk.
  }
}
