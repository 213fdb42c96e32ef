/**
 * Node.js, Bun and Deno: an error that nobody caught. The echo of its source line stands before
 * it, frames and properties behind it, the version last; the error it was raised from is nested.
 */
import { failureLimits } from '../../base/limits.ts';
import { systemError } from './error-numbers.ts';
import { isDecoration, livesOn } from './line-kinds.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';
import { type TypedLine, typedLine } from './typed-line.ts';

const frame = /^\s+at |^\s*\.\.\. \d+ lines matching/;
const footer = /^(?:Node\.js|Bun) v(\d+)/;
const nested = /^\s{1,8}\[(?:cause|errors)\]: (.*)/;
const requireStack = /^Require stack:|^- \S/;
const echo = /^(?:\S{0,300}:\d+$|node:internal\/\S{1,120}:\d+ )/;
const fatal =
  /^(?:FATAL ERROR: |#\s{0,4}Fatal (?:error|process|JavaScript)[^\n]{0,60}|<--- JS stacktrace --->)(.*)/;
const refused = /^(?:\S{0,200}[\\/])?node(?:\.exe)?: (.+)/;
const native = /was compiled against a different Node\.js|NODE_MODULE_VERSION \d/;
/** What Python says of calls and types, and JavaScript never does. */
export const saidByPython =
  /\w\(\) (?:got|missing|takes)|object is not (?:callable|subscriptable|iterable|an iterator)|unsupported operand|unhashable|'\w+' object |must be str, not/;

/** Classes that only JavaScript has, for lines that stand alone. */
const scriptOnly =
  /^(?:Error|ReferenceError|RangeError|URIError|EvalError|AggregateError|ZodError|McpError|AxiosError|FetchError|DOMException|NodeError|PrismaClient\w{0,40}|ResolveMessage|BuildMessage)$/;

export function parseNode(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  let index = 0;
  while (index < lines.length) {
    index = Math.max(parseAt(lines, index, found), index) + 1;
  }
  return found;
}

function parseAt(lines: readonly string[], index: number, found: ParsedFailure[]): number {
  const line = lines[index] ?? '';
  const other =
    fatal.exec(line) ??
    refused.exec(line) ??
    (typedLine(line) === undefined ? native.exec(line) : null);
  if (other !== null) {
    found.push({
      kind: 'node',
      type: fatal.test(line) ? 'FatalError' : 'Interpreter',
      message: other[1] || line.trim(),
      text: blockText(lines, index, index + 2),
      first: index,
      last: index,
    });
    return index;
  }
  const typed = typedLine(line) ?? bareSyntax(lines, index);
  if (typed === undefined) return leftover(lines, index, found);
  const last = endOfBlock(lines, index);
  if (!isScript(typed, lines, index, last)) return index;
  const first = startOfEcho(lines, index);
  found.push(failureOf(typed, lines, { first, index, last }));
  return last;
}

/** The end of a block whose beginning is not in the tail that was kept. */
function leftover(lines: readonly string[], index: number, found: ParsedFailure[]): number {
  const code = /^\s{1,8}code: '([A-Z][A-Z0-9_]{3,60})',?$/.exec(lines[index] ?? '')?.[1];
  if (code === undefined || !frame.test(lines[index - 1] ?? '')) return index;
  const text = `Error [${code}]`;
  found.push({ kind: 'node', type: 'Error', code, message: code, text, first: index, last: index });
  return index;
}

/** npx 6 prints the message alone. */
function bareSyntax(lines: readonly string[], index: number): TypedLine | undefined {
  const message = /^(Unexpected (?:token .{1,8}|identifier|string|reserved word))$/.exec(
    lines[index] ?? '',
  )?.[1];
  return message === undefined
    ? undefined
    : { type: 'SyntaxError', fullType: 'SyntaxError', message };
}

function isScript(
  typed: TypedLine,
  lines: readonly string[],
  index: number,
  last: number,
): boolean {
  if (typed.code !== undefined || scriptOnly.test(typed.type)) return true;
  if (typed.fullType.includes('.') || saidByPython.test(typed.message)) return false;
  const below = lines.slice(index + 1, last + 1);
  return (
    below.some((line) => frame.test(line) || footer.test(line)) ||
    startOfEcho(lines, index) < index ||
    /^(?:SyntaxError|TypeError)$/.test(typed.type)
  );
}

/** `file:///x.js:12`, the line, its caret and a blank line. */
function startOfEcho(lines: readonly string[], index: number): number {
  if (/^npx: installed/.test(lines[index - 1] ?? '')) return index - 1;
  for (
    let above = index - 1;
    above >= Math.max(0, index - failureLimits.echoLinesMax);
    above -= 1
  ) {
    const line = lines[above] ?? '';
    if (echo.test(line.trim())) return above;
    if (typedLine(line) !== undefined) return index;
  }
  return index;
}

function endOfBlock(lines: readonly string[], index: number): number {
  const unsaid = typedLine(lines[index] ?? '')?.message === '';
  let last = index;
  let depth = /\{\s*$/.test(lines[index] ?? '') ? 1 : 0;
  const list = /[[{]\s*$/.test(lines[index] ?? '');
  for (let next = index + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (footer.test(line)) return next;
    if (line.trim() === '') {
      if (depth === 0 && !restOfBlock(lines, next)) return last;
      continue;
    }
    const belongs =
      frame.test(line) ||
      requireStack.test(line) ||
      (depth > 0 && (/^\s/.test(line) || isDecoration(line))) ||
      (list && /^\s|^[\]}]/.test(line)) ||
      /^Emitted 'error' event/.test(line) ||
      (unsaid && next <= index + 4 && !frame.test(lines[next - 1] ?? '')) ||
      (next <= index + 4 && continuation(line, lines[next - 1] ?? ''));
    if (!belongs) return last;
    if (/\{\s*$/.test(line)) depth += 1;
    if (/^\s*\},?\s*$/.test(line)) depth = Math.max(0, depth - 1);
    last = next;
  }
  return last;
}

/** A blank line stands before the footer, and before the frames of a few libraries. */
function restOfBlock(lines: readonly string[], blank: number): boolean {
  const next = lines[blank + 1] ?? '';
  return footer.test(next) || /^\s{4}at /.test(next);
}

/** The second line of a message: it is no new error, and no word of a server that goes on. */
function continuation(line: string, before: string): boolean {
  if (typedLine(line) !== undefined || line.startsWith('npm ')) return false;
  if (frame.test(before) || livesOn(line)) return false;
  return /^(?:NODE_MODULE_VERSION|Instead change|\s|Tried|Please |[a-z])/.test(line);
}

function failureOf(
  typed: TypedLine,
  lines: readonly string[],
  { first, index, last }: { first: number; index: number; last: number },
): ParsedFailure {
  const block = lines.slice(index, last + 1);
  const text = withoutSource(blockText(lines, first, last), typed);
  const code =
    typed.code ??
    /^\s{1,8}code: '([A-Z][A-Z0-9_]{1,60})'/m.exec(text)?.[1] ??
    systemError(lines[index] ?? '');
  const place = (lines[first] ?? '').trim();
  const at = typed.type === 'SyntaxError' && echo.test(place) ? place : undefined;
  const inner = block.flatMap((line) => nested.exec(line)?.[1] ?? [])[0];
  const raised = inner === undefined ? undefined : typedLine(inner);
  const nodeMajor = footer.exec(lines[last] ?? '')?.[1];
  return {
    kind: 'node',
    type: typed.type,
    ...(code !== undefined && { code }),
    message: typed.message === '' ? firstDetail(block) : typed.message,
    ...(at !== undefined && { at: at.replace(/^file:\/\//, '') }),
    text,
    first,
    last,
    ...(raised && { from: causeOf(raised, inner ?? '', index, last) }),
    ...(nodeMajor !== undefined &&
      lines[last]?.startsWith('Node') && { nodeMajor: Number(nodeMajor) }),
  };
}

/** The echo of a source line says what the program would have said; only syntax stands in it. */
function withoutSource(block: string, { type }: TypedLine): string {
  if (type === 'SyntaxError') return block;
  return block
    .split('\n')
    .filter(
      (line) =>
        !/^\s*(?:throw |const |let |var |return |if |\w+\()/.test(line) || /dlopen/.test(line),
    )
    .join('\n');
}

function causeOf(typed: TypedLine, line: string, first: number, last: number): ParsedFailure {
  const code = typed.code ?? systemError(line);
  return {
    kind: 'node',
    type: typed.type,
    ...(code !== undefined && { code }),
    message: typed.message,
    text: line,
    first,
    last,
  };
}

function firstDetail(block: readonly string[]): string {
  return (block.slice(1).find((line) => !isDecoration(line)) ?? '').trim();
}
