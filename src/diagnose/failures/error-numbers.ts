/**
 * The names of system errors behind the numbers in which runtimes print them. POSIX numbers differ
 * between systems, so the wording beside the number decides where two systems disagree.
 */

/** Linux and macOS; where they differ both stand here, unless the number means two things. */
const posix: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  5: 'EIO',
  8: 'ENOEXEC',
  12: 'ENOMEM',
  13: 'EACCES',
  16: 'EBUSY',
  17: 'EEXIST',
  20: 'ENOTDIR',
  21: 'EISDIR',
  22: 'EINVAL',
  23: 'ENFILE',
  24: 'EMFILE',
  26: 'ETXTBSY',
  28: 'ENOSPC',
  30: 'EROFS',
  32: 'EPIPE',
  36: 'ENAMETOOLONG',
  48: 'EADDRINUSE',
  49: 'EADDRNOTAVAIL',
  60: 'ETIMEDOUT',
  61: 'ECONNREFUSED',
  86: 'EBADARCH',
  98: 'EADDRINUSE',
  99: 'EADDRNOTAVAIL',
  101: 'ENETUNREACH',
  104: 'ECONNRESET',
  110: 'ETIMEDOUT',
  111: 'ECONNREFUSED',
  113: 'EHOSTUNREACH',
  122: 'EDQUOT',
};

/** Win32 and Winsock. */
const windows: Readonly<Record<number, string>> = {
  2: 'ENOENT',
  3: 'ENOENT',
  5: 'EACCES',
  32: 'EBUSY',
  33: 'EBUSY',
  112: 'ENOSPC',
  126: 'ERROR_MOD_NOT_FOUND',
  127: 'ERROR_PROC_NOT_FOUND',
  193: 'ERROR_BAD_EXE_FORMAT',
  206: 'ENAMETOOLONG',
  216: 'ERROR_BAD_EXE_FORMAT',
  225: 'ERROR_BLOCKED',
  267: 'ENOTDIR',
  740: 'ERROR_ELEVATION_REQUIRED',
  1114: 'ERROR_DLL_INIT_FAILED',
  1260: 'ERROR_BLOCKED',
  4551: 'ERROR_BLOCKED',
  10013: 'WSAEACCES',
  10048: 'EADDRINUSE',
  10049: 'EADDRNOTAVAIL',
  10054: 'ECONNRESET',
  10060: 'ETIMEDOUT',
  10061: 'ECONNREFUSED',
  10106: 'WSAEPROVIDERFAILEDINIT',
};

const winError = /\[WinError (\d{1,5})\]/;
const posixNumber =
  /\[[Ee]rrno (\d{1,5})\]|\bError (\d{1,3}) connecting\b|\(os error (\d{1,5})\)|\bOs \{ code: (\d{1,5}),|\berror=(\d{1,3}),/;

/** `EADDRINUSE: …`, `code: 'EACCES'`: as Node.js, npm and libuv write them. */
const symbolic =
  /\b(EACCES|EADDRINUSE|EADDRNOTAVAIL|EAGAIN|EBADARCH|EBUSY|ECONNREFUSED|ECONNRESET|EDQUOT|EEXIST|EHOSTUNREACH|EINVAL|EIO|EISDIR|EMFILE|ENAMETOOLONG|ENETUNREACH|ENFILE|ENOENT|ENOEXEC|ENOMEM|ENOSPC|ENOTDIR|ENOTEMPTY|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EPERM|EPIPE|EROFS|ETIMEDOUT|ETXTBSY)\b/;

/** strerror's own words; those that are said of other things as well are left out. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\b[Cc]onnection refused\b/, 'ECONNREFUSED'],
  [/\b[Aa]ddress already in use\b/, 'EADDRINUSE'],
  [/\b[Nn]o space left on device\b/, 'ENOSPC'],
  [/\b[Tt]oo many open files\b/, 'EMFILE'],
  [/\b[Rr]ead-only file system\b/, 'EROFS'],
  [/\b[Ee]xec format error\b/, 'ENOEXEC'],
  [
    /[Nn]ame or service not known|nodename nor servname|in name resolution|no such host/,
    'ENOTFOUND',
  ],
  // The same of Windows, as programs in Go and Rust print them.
  [/\b[Oo]nly one usage of each socket address\b/, 'EADDRINUSE'],
  [/\bactively refused it\b/, 'ECONNREFUSED'],
  [/\bnot enough space on the disk\b/, 'ENOSPC'],
  [/\bforbidden by its access permissions\b/, 'WSAEACCES'],
];

/** The system error in a message, by name. */
export function systemError(message: string): string | undefined {
  const win = winError.exec(message)?.[1];
  if (win !== undefined) return windows[Number(win)];
  const numbers = posixNumber.exec(message);
  const number = numbers?.slice(1).find((part) => part !== undefined);
  if (number !== undefined) {
    // Rust prints Win32 numbers in the same form; its paths tell.
    const onWindows = /[A-Za-z]:\\/.test(message) || Number(number) >= 10_000;
    return (onWindows ? windows[Number(number)] : undefined) ?? posix[Number(number)];
  }
  return symbolic.exec(message)?.[1] ?? phrases.find(([phrase]) => phrase.test(message))?.[1];
}
