/**
 * Tools that end with `error: …` and a chain of causes: uv, pipx, cargo, git, deno, bun. The
 * deepest cause is the one that counts, and all of it is one message.
 */
import { failureLimits } from '../../base/limits.ts';
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';
import { typedLine } from './typed-line.ts';

const head = /^\s{0,4}(?:(?:error|fatal|ERROR)(?:\[[\w-]{1,20}\])?: |[×x✘] )(.+)/;
const cause = /^\s*(?:Caused by:?|cause:|├─▶|╰─▶|`->|\d: )\s*(.*)/;
const goesOn =
  /^\s*(?:[│|]|hint:|help:|-->|=|note:|tip:)|^\s{4,}\S|^\s*[-•] |^The following executables|^Use `/;
/** uv prints a few refusals without a label. */
const bare = /^((?:An executable named `|The executable `|Package `[^`]+` does not provide).+)/;
const pip = /^ERROR: (.+)/;
const pipWords =
  /distribution|requirement|Requires-Python|different [Pp]ython|Could not (?:install|fetch|find)|resolution/;

export function parseTool(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (pip.test(line) && pipWords.test(line)) {
      const block = pipFailure(lines, index);
      found.push(block);
      index = block.last;
      continue;
    }
    const said = head.exec(line)?.[1] ?? bare.exec(line)?.[1];
    if (said === undefined) continue;
    const last = endOfChain(lines, index);
    found.push(toolFailure(lines, index, last, said));
    index = last;
  }
  return found;
}

/** pip says in its warnings why it found nothing, and that in two lines. */
function pipFailure(lines: readonly string[], index: number): ParsedFailure {
  let first = index;
  while (/^WARNING: |^\s{2,}(?:WARNING|ERROR): /.test(lines[first - 1] ?? '')) first -= 1;
  let last = index;
  while (pip.test(lines[last + 1] ?? '')) last += 1;
  const message = pip.exec(lines[last] ?? '')?.[1] ?? '';
  return { kind: 'tool', message, text: blockText(lines, first, last), first, last };
}

function toolFailure(
  lines: readonly string[],
  first: number,
  last: number,
  said: string,
): ParsedFailure {
  const block = lines.slice(first, last + 1);
  const causes = block.slice(1).flatMap((line) => {
    const text = cause.exec(line)?.[1]?.trim();
    return text === undefined || text === '' ? [] : [text];
  });
  const typed = typedLine(said);
  const text = blockText(lines, first, last);
  const code = systemError(text);
  const message = [said.trim(), ...causes].join(': ').slice(0, failureLimits.messageCharsMax);
  return {
    kind: pip.test(lines[first] ?? '') ? 'line' : 'tool',
    ...(typed && { type: typed.type }),
    ...(code !== undefined && { code }),
    message,
    text,
    first,
    last,
  };
}

function endOfChain(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() === '') continue;
    const indented = /^Caused by:/.test(lines[next - 1] ?? '') && /^\s/.test(line);
    if (!cause.test(line) && !goesOn.test(line) && !indented) break;
    last = next;
  }
  return last;
}
