/** System errors by their numbers, names and words, as the runtimes print them. */
import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { systemError } from '../../../src/diagnose/failures/error-numbers.ts';

describe('numbers of POSIX', () => {
  /** Where they differ from those of the system that the tests run on. */
  const other: Readonly<Record<string, readonly number[]>> = {
    EADDRINUSE: [48, 98],
    EADDRNOTAVAIL: [49, 99],
    ETIMEDOUT: [60, 110],
    ECONNREFUSED: [61, 111],
    EBADARCH: [86],
    ENETUNREACH: [101],
    ECONNRESET: [104],
    EHOSTUNREACH: [113],
    EDQUOT: [122],
    ENAMETOOLONG: [36],
    ETXTBSY: [26],
  };
  const same = [
    'EPERM',
    'ENOENT',
    'EIO',
    'ENOEXEC',
    'ENOMEM',
    'EACCES',
    'EBUSY',
    'EEXIST',
    'ENOTDIR',
    'EISDIR',
    'EINVAL',
    'ENFILE',
    'EMFILE',
    'ENOSPC',
    'EROFS',
    'EPIPE',
  ] as const;

  it.each<[string, number]>([
    ...Object.entries(other).flatMap(([name, numbers]) =>
      numbers.map((number): [string, number] => [name, number]),
    ),
    ...same.map((name): [string, number] => [name, constants.errno[name]]),
  ])('%s %i', (name, number) => {
    expect(systemError(`OSError: [Errno ${number}] x`)).toBe(name);
    expect(systemError(`x (os error ${number})`)).toBe(name);
  });

  it.each([
    ['[errno 13] x', 'EACCES'],
    ['Error 111 connecting to localhost:6379.', 'ECONNREFUSED'],
    ['Os { code: 13, kind: PermissionDenied }', 'EACCES'],
    ['CreateProcess error=13, x', 'EACCES'],
    ['[Errno x] y', undefined],
    ['[Errno 9999] y', undefined],
    ['Error x connecting', undefined],
    ['error=xy,', undefined],
    ['terror=13, x', undefined],
  ] as const)('%s', (message, name) => {
    expect(systemError(message)).toBe(name);
  });
});

describe('numbers of Windows', () => {
  it.each([
    [2, 'ENOENT'],
    [3, 'ENOENT'],
    [5, 'EACCES'],
    [32, 'EBUSY'],
    [33, 'EBUSY'],
    [112, 'ENOSPC'],
    [126, 'ERROR_MOD_NOT_FOUND'],
    [127, 'ERROR_PROC_NOT_FOUND'],
    [193, 'ERROR_BAD_EXE_FORMAT'],
    [206, 'ENAMETOOLONG'],
    [216, 'ERROR_BAD_EXE_FORMAT'],
    [225, 'ERROR_BLOCKED'],
    [267, 'ENOTDIR'],
    [740, 'ERROR_ELEVATION_REQUIRED'],
    [1114, 'ERROR_DLL_INIT_FAILED'],
    [1260, 'ERROR_BLOCKED'],
    [4551, 'ERROR_BLOCKED'],
    [10013, 'WSAEACCES'],
    [10048, 'EADDRINUSE'],
    [10049, 'EADDRNOTAVAIL'],
    [10054, 'ECONNRESET'],
    [10060, 'ETIMEDOUT'],
    [10061, 'ECONNREFUSED'],
    [10106, 'WSAEPROVIDERFAILEDINIT'],
  ] as const)('%i %s', (number, name) => {
    expect(systemError(`[WinError ${number}] x`)).toBe(name);
    expect(systemError(`C:\\s: x (os error ${number})`)).toBe(name);
  });

  it.each([
    ['x (os error 5)', 'EIO'],
    ['x (os error 10061)', 'ECONNREFUSED'],
    ['c:\\s: x (os error 13)', 'EACCES'],
    ['[WinError 9999] Too many open files', undefined],
  ])('are told by a path, or are large: %s', (message, name) => {
    expect(systemError(message)).toBe(name);
  });
});

describe('names and words', () => {
  it.each([
    ['connect ECONNREFUSED ::1', 'ECONNREFUSED'],
    ["code: 'EACCES'", 'EACCES'],
    ['XEACCES', undefined],
    ['Connection refused', 'ECONNREFUSED'],
    ['connection refused', 'ECONNREFUSED'],
    ['Address already in use', 'EADDRINUSE'],
    ['address already in use', 'EADDRINUSE'],
    ['No space left on device', 'ENOSPC'],
    ['no space left on device', 'ENOSPC'],
    ['Too many open files', 'EMFILE'],
    ['too many open files', 'EMFILE'],
    ['Read-only file system', 'EROFS'],
    ['read-only file system', 'EROFS'],
    ['Exec format error', 'ENOEXEC'],
    ['exec format error', 'ENOEXEC'],
    ['Name or service not known', 'ENOTFOUND'],
    ['name or service not known', 'ENOTFOUND'],
    ['no such host', 'ENOTFOUND'],
    ['the board is archived', undefined],
  ])('%s', (message, name) => {
    expect(systemError(message)).toBe(name);
  });
});
