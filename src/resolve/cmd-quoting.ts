/**
 * Arguments for a batch file. cmd.exe parses the line, and the batch file parses it once more when
 * it writes `%*`, so a quote is doubled and never escaped with a backslash, which cmd does not
 * know: every part stays inside quotes however often it is parsed, and nothing can break out. The
 * scheme is that of Rust's standard library since CVE-2024-24576. Pure.
 */
import { resolveLimits } from '../base/limits.ts';

export type CmdCommand =
  | { readonly kind: 'args'; readonly args: readonly string[] }
  /** What cmd.exe cannot carry; `message` completes "… cannot be started: ". */
  | { readonly kind: 'refused'; readonly message: string };

/** The arguments of cmd.exe, to be passed verbatim. */
export function cmdCommand(batchFile: string, args: readonly string[]): CmdCommand {
  const broken = args.find((arg) => /[\r\n\0]/.test(arg));
  if (broken !== undefined) {
    return refused('cmd.exe drops what follows a line break in an argument');
  }
  if (/["\r\n\0]/.test(batchFile)) return refused('its path contains a quote or a line break');
  const file = `"${hidePercent(batchFile)}"`;
  const line = `"${[file, ...args.map(quoteForBatch)].join(' ')}"`;
  if (line.length > resolveLimits.cmdLineCharsMax) {
    return refused(`cmd.exe takes no more than ${resolveLimits.cmdLineCharsMax} characters`);
  }
  // No AutoRun (/d), `%cd:~,%` understood (/e:on), `!` an ordinary character (/v:off).
  return { kind: 'args', args: ['/d', '/e:on', '/v:off', '/s', '/c', line] };
}

function refused(message: string): CmdCommand {
  return { kind: 'refused', message };
}

const needsNoQuotes = /^[\w#$*+\-./:?@\\\u00a0-\uffff]+$/;

/** Survives any number of passes through `%*`, and arrives at a C program as it is. */
export function quoteForBatch(arg: string): string {
  // Backslashes before a quote would escape it for the program: doubled, they are themselves.
  const inner = hidePercent(arg.replace(/(\\*)"/g, '$1$1""'));
  if (needsNoQuotes.test(arg) && !arg.endsWith('\\')) return inner;
  return `"${inner.replace(/\\+$/, '$&$&')}"`;
}

/** `%cd:~,%` is an empty text, and no variable can begin at the `%` before it. */
function hidePercent(text: string): string {
  return text.replaceAll('%', '%%cd:~,%');
}
