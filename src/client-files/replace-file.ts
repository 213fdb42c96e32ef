/**
 * Replaces a file so that at every moment either the old or the new one is there, whole: written
 * beside it, forced to the disk, renamed. Owner and permissions are those of the old one.
 */
import { dirname } from 'node:path';
import { configLimits } from '../base/limits.ts';
import { codeOf, fileError } from './file-error.ts';
import type { FileSystem } from './file-system.ts';
import { sleep } from './lock.ts';
import type { ConfigFile } from './read-file.ts';

/** Under the lock: the names beside the file belong to who holds it. */
export function writeBeside(old: ConfigFile, bytes: Buffer, fs: FileSystem): string {
  const beside = `${old.path}.mcp-shield-new`;
  // Left by one that was killed.
  fs.rmSync(beside, { force: true });
  // Nobody else may read it before it has the permissions of the old one; it may hold secrets.
  const descriptor = fs.openSync(beside, 'wx', 0o600);
  try {
    fs.writeFileSync(descriptor, bytes);
    keepOwner(descriptor, old, fs);
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

/** Before the permissions: changing the owner takes some of them away. */
function keepOwner(descriptor: number, { path, uid, gid }: ConfigFile, fs: FileSystem): void {
  if (process.platform === 'win32') return;
  const own = fs.fstatSync(descriptor);
  if (own.uid === uid && own.gid === gid) return;
  try {
    fs.fchownSync(descriptor, uid, gid);
  } catch (error) {
    throw fileError(path, 'it belongs to another user, who would lose it; become that user', error);
  }
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
