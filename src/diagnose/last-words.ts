/**
 * What a person would quote of a server that ended for an unknown reason: one line in the server's
 * own words. Knows no cause.
 */
import { isMeaningful, isMild, isProgress } from './failures/line-kinds.ts';
import type { ParsedFailure } from './failures/parsed-failure.ts';

/** Without class and place it would be half of what is searched for. */
export function quoteOf(failure: ParsedFailure): string {
  const { kind, type, at, message } = failure;
  if (kind === 'compiler') return at === undefined ? message : `${at}: ${message}`;
  if (kind === 'rust' || kind === 'go') return type === 'panic' ? panicQuote(failure) : message;
  const named = isClass(type) ? joined(type, message) : message;
  return at === undefined ? named : `${at}: ${named}`;
}

function panicQuote({ kind, at, message }: ParsedFailure): string {
  if (kind === 'go') return `panic: ${message}`;
  return at === undefined ? message : `panicked at ${at}: ${message}`;
}

/** Names that parsers gave are no classes. */
export function isClass(type: string | undefined): type is string {
  return (
    type !== undefined && !/^(?:Interpreter|Host|FatalError|usage-only|panic|log|build)$/.test(type)
  );
}

function joined(type: string, message: string): string {
  return message === '' ? type : `${type}: ${message}`;
}

/** The last line with a meaning; undefined if there is only chatter. */
export function lastWords(lines: readonly string[]): string | undefined {
  const line = lines.findLast((line) => isMeaningful(line) && !isMild(line) && !isProgress(line));
  const words = line === undefined ? '' : undrawn(line);
  return words === '' ? undefined : words;
}

/** Without box lines and bullets around it. */
function undrawn(line: string): string {
  return line
    .replace(/[─-╿▀-▟]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
