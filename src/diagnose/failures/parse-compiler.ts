/**
 * Sources that do not compile: esbuild (and tsx, Vite, which use it), tsc, ts-node, Babel, Bun.
 * The line that matters is the one with the place and the message; what is drawn around it is not.
 */
import { blockText, type ParsedFailure } from './parsed-failure.ts';

/** `✘ [ERROR] Expected ")" but found "}"`, with its place indented below. */
const esbuild = /^\s*(?:✘|X|×) \[ERROR\] (.+)/;
const place = /^\s{2,8}(\S{1,300}:\d+:\d+):?$/;
/** `/srv/a.ts:3:9: ERROR: Expected …`, under `Transform failed with 1 error:`. */
const oneLine = /^\s*(\S.{0,300}?:\d+:\d+): (?:ERROR|error): (.+)/;
/** `src/a.ts(3,9): error TS1005: …` and `src/a.ts:3:9 - error TS1005: …`. */
const tsc = /^\s*(\S.{0,300}?)(?:\((\d+),(\d+)\)|:(\d+):(\d+))(?::| -) error (TS\d{3,6}): (.+)/;
/** ts-node: the class, then lines like those of tsc. */
const babel = /^SyntaxError: (\S{1,300}): (.+) \((\d+):(\d+)\)$/;
const bun = /^error: (.+)/;
const bunPlace = /^\s+at (\S{1,300}:\d+:\d+)$/;
const part =
  /^\s*(?:\d+ ?[│|]|[│|╵~^]|at |\s*$|Error: Transform failed|errors: \[|warnings: \[|\{|\}|\[|\]|\d+ errors?$|Found \d+ error|detail:|id:|location:|column:|file:|length:|line:|lineText:|namespace:|suggestion:|notes:|pluginName:|text:|name:|Node\.js v|\[Symbol)/;

export function parseCompiler(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const one = compiled(lines, index);
    if (one === undefined) continue;
    const last = endOfBlock(lines, index);
    // Of many mistakes the first made the others.
    const previous = found.at(-1);
    if (previous !== undefined && index - previous.last <= 2) {
      found[found.length - 1] = { ...previous, last };
    } else {
      const first = /Transform failed|TransformError/.test(lines[index - 1] ?? '')
        ? index - 1
        : index;
      const text = blockText(lines, index, index + 1);
      found.push({ kind: 'compiler', ...one, text, first, last });
    }
    index = last;
  }
  return found;
}

function compiled(
  lines: readonly string[],
  index: number,
): Pick<ParsedFailure, 'message' | 'at' | 'code'> | undefined {
  const line = lines[index] ?? '';
  const drawn = esbuild.exec(line);
  if (drawn !== null) {
    const below = lines.slice(index + 1, index + 4).flatMap((one) => place.exec(one)?.[1] ?? [])[0];
    return { message: drawn[1] ?? '', ...(below !== undefined && { at: below }) };
  }
  const simple = oneLine.exec(line);
  if (simple !== null) return { message: simple[2] ?? '', at: simple[1] ?? '' };
  const typescript = tsc.exec(line);
  if (typescript !== null) {
    const [, file, row, column, row2, column2, code = '', message = ''] = typescript;
    return { message, code, at: `${file}:${row ?? row2}:${column ?? column2}` };
  }
  const parsed = babel.exec(line);
  if (parsed !== null) {
    return { message: parsed[2] ?? '', at: `${parsed[1]}:${parsed[3]}:${parsed[4]}` };
  }
  const plain = bun.exec(line)?.[1];
  const where = lines
    .slice(index + 1, index + 3)
    .flatMap((one) => bunPlace.exec(one)?.[1] ?? [])[0];
  return plain !== undefined && where !== undefined ? { message: plain, at: where } : undefined;
}

function endOfBlock(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (!part.test(line) && !place.test(line) && !/^\s{4,}/.test(line)) break;
    if (line.trim() !== '') last = next;
  }
  return last;
}
