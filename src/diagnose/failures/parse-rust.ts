/**
 * Rust: a panic, whose message stands on the line behind its place, and an error that `main`
 * returned, as Debug prints it.
 */
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const panicked = /^\s*thread '[^'\n]{1,80}'(?: \(\d+\))? panicked at (.+)/;
/** Before 1.73 the message came first, on the same line. */
const oldForm = /^'(.*)', (\S+:\d+:\d+)$/;
const returned = /^Error: ((?:[A-Z]\w{0,60}(?:\(| \{|::)).*)/;
/** anyhow's: `Error: …` alone may be anybody's, with its causes below it is Rust's. */
const labelled = /^Error: (.+)/;
const causedBy = /^\s*Caused by:$/;
const cause = /^\s+(?:\d{1,2}: )?(\S.*)/;
const part = /^(?:note: |stack backtrace:|\s+\d+: |\s+at |thread '.*aborting|fatal runtime error)/;

export function parseRust(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const chain = chained(lines, index);
    if (chain !== undefined) {
      found.push(chain);
      index = chain.last;
      continue;
    }
    const place = panicked.exec(line)?.[1];
    const value = returned.exec(line)?.[1];
    if (place === undefined && value === undefined) continue;
    const old = place === undefined ? null : oldForm.exec(place);
    const second = place !== undefined && old === null ? (lines[index + 1] ?? '') : '';
    const message = value ?? old?.[1] ?? second;
    const last = endOfPanic(lines, second === '' ? index : index + 1);
    const code = systemError(message);
    const at = place === undefined ? undefined : (old?.[2] ?? place.replace(/:$/, ''));
    found.push({
      kind: 'rust',
      type: place === undefined ? 'Error' : 'panic',
      ...(code !== undefined && { code }),
      message: message.trim(),
      ...(at !== undefined && { at }),
      text: blockText(lines, index, last),
      first: index,
      last,
    });
    index = last;
  }
  return found;
}

function chained(lines: readonly string[], first: number): ParsedFailure | undefined {
  const said = labelled.exec(lines[first] ?? '')?.[1];
  const start =
    first + 1 + lines.slice(first + 1, first + 3).findIndex((line) => causedBy.test(line));
  if (said === undefined || start === first) return undefined;
  let last = start;
  while (cause.test(lines[last + 1] ?? '')) last += 1;
  const causes = lines.slice(start + 1, last + 1).flatMap((line) => cause.exec(line)?.[1] ?? []);
  const text = blockText(lines, first, last);
  const code = systemError(text);
  return {
    kind: 'rust',
    ...(code !== undefined && { code }),
    message: [said, ...causes].join(': '),
    text,
    first,
    last,
  };
}

function endOfPanic(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length && part.test(lines[next] ?? ''); next += 1) {
    last = next;
  }
  return last;
}
