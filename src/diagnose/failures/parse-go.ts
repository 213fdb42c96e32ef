/**
 * Go: a panic with its goroutines, a fatal error of the runtime, what the tool `go` says, and the
 * last line of `log.Fatal`, which is known by its time stamp.
 */
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const panic = /^(panic: |fatal error: |runtime: )(.+)/;
const tool = /^go: (.+)/;
const logged = /^\d{4}\/\d{2}\/\d{2}(?: \d{2}:\d{2}:\d{2}(?:\.\d+)?)? (?:\S{1,60}\.go:\d+: )?(.+)/;
const source = /^(\S{1,200}\.go:\d+:\d+): (.+)/;
const part =
  /^\s*$|^goroutine |^\t|^\[signal |^\S+\(.*\)$|^created by |^exit status \d|^main\.|^runtime\.|^\s+\S+\.go:/;

export function parseGo(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const fell = panic.exec(line);
    if (fell !== null && !/^runtime: .*(?:goroutine|VirtualAlloc)/.test(line)) {
      const last = endOfPanic(lines, index);
      const message = (fell[2] ?? '').replace(/ \[recovered\].*/, '');
      found.push(failure(lines, index, last, { message, type: 'panic' }));
      index = last;
      continue;
    }
    const compiled = source.exec(line);
    if (compiled !== null) {
      const fail = failure(lines, index, index, { message: compiled[2] ?? '', type: 'build' });
      found.push({ ...fail, at: compiled[1] ?? '' });
      continue;
    }
    const said = tool.exec(line)?.[1] ?? fatalLog(line);
    if (said !== undefined)
      found.push(failure(lines, index, index, { message: said, type: 'log' }));
  }
  return found;
}

/** Ordinary log lines look the same: only one that tells of a failure counts. */
function fatalLog(line: string): string | undefined {
  const said = logged.exec(line)?.[1];
  const fails =
    /fail|error|cannot|can't|could not|unable|missing|required|not (?:set|found)|invalid|refused|denied|in use|only one usage|must |no such|too many/i;
  return said !== undefined && fails.test(said) && !/\bwarn|\binfo\b|retry/i.test(said)
    ? said
    : undefined;
}

function failure(
  lines: readonly string[],
  first: number,
  last: number,
  { message, type }: { message: string; type: string },
): ParsedFailure {
  const code = systemError(message);
  const text = blockText(lines, first, last);
  return { kind: 'go', type, ...(code !== undefined && { code }), message, text, first, last };
}

function endOfPanic(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length && part.test(lines[next] ?? ''); next += 1) {
    if ((lines[next] ?? '').trim() !== '') last = next;
  }
  return last;
}
