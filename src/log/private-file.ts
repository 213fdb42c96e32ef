/**
 * Files that only their owner may read: logs and recordings. Knows nothing of what is in them.
 */
import { closeSync, constants, fchmodSync, fstatSync, openSync, type Stats } from 'node:fs';
import { exitCodes, ShieldError } from '../base/errors.ts';

export interface PrivateFile {
  readonly descriptor: number;
  readonly status: Stats;
}

/**
 * Opens `file` for appending, with 0600, also if it was there; `option` is the one that named it.
 * Throws wrong usage. A symbolic link is refused: whoever may place one could have any file written
 * to; and so is a file of another user that others may read.
 */
export function openPrivateFile(option: string, file: string): PrivateFile {
  // O_NONBLOCK: a named pipe that nobody reads would hold the start for ever. Windows has neither
  // flag; there, making a symbolic link takes the rights of an administrator.
  const { O_APPEND, O_CREAT, O_WRONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  let reason = 'it is not a regular file';
  try {
    const flags = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK;
    const descriptor = openSync(file, flags, 0o600);
    const status = fstatSync(descriptor);
    if (status.isCharacterDevice()) return { descriptor, status };
    if (status.isFile() && makePrivate(descriptor, status)) return { descriptor, status };
    closeSync(descriptor);
    if (status.isFile()) reason = 'it belongs to another user, and others may read it';
  } catch (error) {
    const known = reasons[(error as NodeJS.ErrnoException).code ?? ''];
    throw refusal(option, file, { reason: known, cause: error });
  }
  throw refusal(option, file, { reason });
}

/** False: it is somebody else's, who lets others read it. */
function makePrivate(descriptor: number, { mode, uid }: Stats): boolean {
  // Windows has no such bits.
  if ((mode & 0o077) === 0 || process.getuid === undefined) return true;
  if (uid !== process.getuid()) return false;
  try {
    fchmodSync(descriptor, 0o600);
  } catch {
    // File systems without rights, as of memory cards, refuse that.
  }
  return true;
}

const reasons: Readonly<Record<string, string>> = {
  ELOOP: 'it is a symbolic link, name the file itself',
  ENOENT: 'its directory does not exist',
  ENOTDIR: 'its directory does not exist',
  EISDIR: 'it is a directory',
  EACCES: 'writing it is not permitted',
  EPERM: 'writing it is not permitted',
  ENXIO: 'it is not a regular file',
  EROFS: 'the file system is read-only',
};

function refusal(
  option: string,
  file: string,
  { reason, cause }: { reason: string | undefined; cause?: unknown },
): ShieldError {
  const why = reason ?? (cause instanceof Error ? cause.message : 'it cannot be opened');
  return new ShieldError(`${option} ${file}: ${why}`, exitCodes.wrongUsage, { cause });
}
