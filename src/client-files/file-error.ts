/**
 * What a failure of the file system is called. Every sentence says which file and what to do.
 */
import { exitCodes, isShieldError, ShieldError } from '../base/errors.ts';

export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? '';
}

/** A configuration that cannot be read or changed is exit code 2, whatever the reason. */
export function fileError(file: string, problem: string, cause?: unknown): ShieldError {
  return new ShieldError(`${file}: ${problem}`, exitCodes.wrongUsage, { cause });
}

/** `doing` completes "it cannot be …". */
export function systemError(file: string, doing: string, cause: unknown): unknown {
  if (isShieldError(cause)) return cause;
  const code = codeOf(cause);
  if (code === '') return cause;
  return fileError(file, `it cannot be ${doing}: ${problems[code] ?? code}`, cause);
}

const problems: Readonly<Record<string, string>> = {
  EACCES: 'that is not permitted',
  EBUSY: 'another program is using it',
  EDQUOT: 'your share of the disk is full',
  EFBIG: 'it is too large',
  EIO: 'the disk failed',
  EISDIR: 'it is a directory',
  ELOOP: 'its links go round in a circle',
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'there is no such file',
  EPERM: 'that is not permitted',
  EROFS: 'the disk is read-only',
};
