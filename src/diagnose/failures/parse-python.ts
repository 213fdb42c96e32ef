/**
 * Python: the exception at the end of a traceback. Of a chain the last one counts, and knows what
 * it was raised from; groups are unwrapped to what they hold; source lines are left out. What the
 * interpreter says of itself (`python3: can't open file`) is one, too.
 */
import { failureLimits } from '../../base/limits.ts';
import { systemError } from './error-numbers.ts';
import { isDecoration, livesOn } from './line-kinds.ts';
import { saidByPython } from './parse-node.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';
import { exceptionLine, type TypedLine, typedLine } from './typed-line.ts';

const traceback = /^.{0,200}?Traceback \(most recent call last\)/;
const frame = /^[\s|]*File "([^"]{1,300})", line (\d+)/;
const gutter = /^[\s+|]*[|+] ?/;
const boxed = /^\s*[╭┌].{0,200}Traceback \(most recent call last\)/;
const interpreter = /^\S{0,200}\bpython[\w.]{0,8}(?:\.exe)?['"]?: (.+)/i;
const ignored = /^Exception ignored in|^Task exception was never retrieved|^Future exception was/;
const chained = /^[\s|]*The above exception was the direct cause of the following exception:/;
const groupType = /ExceptionGroup$/;
const syntaxTypes = /^(?:SyntaxError|IndentationError|TabError)$/;

/** Classes that only Python has, for lines that stand alone. */
const pythonOnly =
  /^(?:ModuleNotFoundError|ImportError|AttributeError|NameError|KeyError|IndexError|ValueError|RuntimeError|OSError|IOError|FileNotFoundError|PermissionError|NotADirectoryError|FileExistsError|ConnectionRefusedError|ConnectionResetError|BrokenPipeError|TimeoutError|UnicodeEncodeError|UnicodeDecodeError|RecursionError|MemoryError|AssertionError|NotImplementedError|ZeroDivisionError|KeyboardInterrupt|SystemExit|IndentationError|TabError|UnboundLocalError|JSONDecodeError|BaseExceptionGroup|ExceptionGroup|PydanticImportError|PydanticUserError|CalledProcessError|UndefinedValueError|ImproperlyConfigured)$/;

export function parsePython(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    const end = isStart(line) ? traced(lines, index, found) : alone(lines, index, found);
    index = Math.max(end, index) + 1;
  }
  return found;
}

function isStart(line: string): boolean {
  return traceback.test(line) || frame.test(line);
}

/** From the head of a traceback; returns the last line that belongs to it. */
function traced(lines: readonly string[], first: number, found: ParsedFailure[]): number {
  const inGroup = /^\s*[+|]/.test(lines[first] ?? '');
  let at: string | undefined;
  let index = boxed.test(lines[first] ?? '') ? endOfBox(lines, first) + 1 : first;
  for (; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const place = frame.exec(line);
    if (place !== null) {
      at = `${place[1]}:${place[2]}`;
      continue;
    }
    if (traceback.test(line)) continue;
    const bare = inGroup ? line.replace(gutter, '') : line;
    const typed = isSource(bare) && !syntaxEnd(bare) ? undefined : exceptionLine(bare);
    if (typed !== undefined) {
      const last = endOfMessage(lines, index, inGroup);
      add(found, { lines, first, index, last, typed, at });
      return last;
    }
    if (!isSource(bare) && !isDecoration(bare)) return index - 1;
  }
  return index;
}

/** A reporter's indentation or a logger's does not make an exception a source line. */
function syntaxEnd(line: string): boolean {
  return /^\s{1,8}(?:\w{1,60}\.){0,6}\w{0,60}(?:Error|Exception|Interrupt): /.test(line);
}

function isSource(line: string): boolean {
  return /^\s+\S|^\.\.\.|^\s*\[Previous line repeated|^$/.test(line);
}

function endOfBox(lines: readonly string[], first: number): number {
  for (let index = first; index < lines.length; index += 1) {
    if (/^\s*[╰└]/.test(lines[index] ?? '')) return index;
  }
  return lines.length - 1;
}

/** A message may go on: pydantic's does, and those that wrap by hand. */
function endOfMessage(lines: readonly string[], index: number, inGroup: boolean): number {
  const read = (at: number): string =>
    inGroup ? (lines[at] ?? '').replace(gutter, '') : (lines[at] ?? '');
  let last = index;
  for (
    let next = index + 1;
    next < lines.length && next - index <= failureLimits.messageLinesMax;
    next += 1
  ) {
    const line = read(next);
    if (line.trim() === '' || traceback.test(line) || chained.test(line)) break;
    if (/^[\s|+]*[-+]{5,}/.test(lines[next] ?? '') || /^npm /.test(line)) break;
    const isField = /^[\w.]{1,80}$/.test(line) && /^\s{2,}\S/.test(read(next + 1));
    if (!/^\s/.test(line) && !isField && !goesOn(read(next - 1), line)) break;
    last = next;
  }
  return last;
}

/** A sentence that does not stop at the end of its line, or starts with "and". */
function goesOn(before: string, line: string): boolean {
  if (/^\w{1,60}(?:Error|Exception)\b|^[A-Z]{4,8}[\s:]|^[[\d]/.test(line)) return false;
  if (livesOn(line)) return false;
  // Indented lines and others in turn are one text.
  if (/^\s/.test(before) && /^[a-z]/.test(line)) return true;
  return (
    /[,;:(]\s*$|\b(?:where|and|or|the|a|of|at|to|in|on|for|with|by|from|is|are|than|see)\s*$/.test(
      before,
    ) || /^(?:and|or|but|because) /.test(line)
  );
}

interface TracedException {
  readonly lines: readonly string[];
  readonly first: number;
  readonly index: number;
  readonly last: number;
  readonly typed: TypedLine;
  readonly at?: string | undefined;
}

function add(
  found: ParsedFailure[],
  { lines, first, index, last, typed, at }: TracedException,
): void {
  const before = lines.slice(Math.max(0, first - 3), first);
  // Python itself goes on after these.
  if (before.some((line) => ignored.test(line))) return;
  const previous = found.at(-1);
  const raised = before.some((line) => chained.test(line)) ? previous : undefined;
  // What a group holds follows it, and says more.
  if (groupType.test(typed.type) && /\+\s*-+ ?1|^\s*\|/.test(lines[last + 1] ?? '')) return;
  const message = typed.message === '' ? secondLine(lines, index, last) : typed.message;
  const full = lines.slice(index, last + 1).join('\n');
  const code = systemError(full);
  found.push({
    kind: 'python',
    type: typed.type,
    ...(code !== undefined && { code }),
    message,
    ...(at !== undefined && syntaxTypes.test(typed.type) && { at }),
    text: `${framesOf(lines, first, index, typed)}${full}`,
    first,
    last,
    ...(raised && { from: raised }),
  });
}

function isPython({ type, fullType, message }: TypedLine): boolean {
  return fullType.includes('.') || pythonOnly.test(type) || saidByPython.test(message);
}

function secondLine(lines: readonly string[], index: number, last: number): string {
  return last > index ? (lines[index + 1] ?? '').trim() : '';
}

/** The frames without the lines of source below them, but for syntax and for a lost directory. */
function framesOf(
  lines: readonly string[],
  first: number,
  index: number,
  { type }: TypedLine,
): string {
  const shown = lines
    .slice(first, index)
    .filter((line) => frame.test(line) || syntaxTypes.test(type) || /\bos\.getcwd\(\)/.test(line));
  return shown.length === 0 ? '' : `${shown.slice(-failureLimits.framesMax).join('\n')}\n`;
}

/** An exception that was printed without its traceback, or the interpreter's own words. */
function alone(lines: readonly string[], index: number, found: ParsedFailure[]): number {
  const line = lines[index] ?? '';
  const typed = typedLine(line);
  if (typed !== undefined && isPython(typed)) {
    // `Error [CODE]: …` and frames that begin with `at` are not Python's.
    if (typed.code === undefined && !/^\s+at |^ ---> /.test(lines[index + 1] ?? '')) {
      if (/^(?:java|javax|kotlin|System|Microsoft|org|com|io)\./.test(typed.fullType)) return index;
      const last = endOfMessage(lines, index, false);
      add(found, { lines, first: index, index, last, typed });
      return last;
    }
  }
  const said =
    interpreter.exec(line)?.[1] ?? /^(Error while finding module spec.+)/.exec(line)?.[1];
  if (said !== undefined && /No module|can't|cannot|Error|No such/.test(said)) {
    found.push({
      kind: 'python',
      type: 'Interpreter',
      message: said,
      text: blockText(lines, index, index),
      first: index,
      last: index,
    });
  }
  return index;
}
