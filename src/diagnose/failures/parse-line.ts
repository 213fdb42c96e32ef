/**
 * A line that calls itself an error: a log line of that level, a label, a mark, a JSON record.
 * The weakest of the parsers; what it finds gives way to every other.
 */
import { systemError } from './error-numbers.ts';
import { isDecoration, isHandled, isMild } from './line-kinds.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';
import { typedLine } from './typed-line.ts';

/** Time, logger and level before the message, in any order and bracket. */
const level =
  /^\W{0,3}(?:[\d:.,TZ+\s/-]{8,40}\W{0,3})?(?:[\w.@/-]{1,60}\W{1,4}){0,3}?[[(<]?(?:ERROR|FATAL|CRITICAL|SEVERE|error|fatal|critical|err)\b[\])>:]{0,2}[\s:|-]{1,12}(\S.*)/;
const label =
  /^\s{0,4}(?:(?:❌|✗|✖|×|⛔|🚨|💥|🔴|❗|⚠)\ufe0f?\s{0,3}(?:Error:? )?|(?:\w{1,30} )?(?:[Ee]rror|ERROR|[Ff]atal|FATAL|Fehler|Erreur|错误|錯誤|エラー|Ошибка)(?!\w)(?:\s\w{1,20}){0,6}?\s?[:：] ?)(.+)/u;
const words =
  /^\s{0,4}((?:[Ff]ailed to|[Cc]ould not|[Cc]annot|[Uu]nable to|[Mm]issing|[Ii]nvalid|[Uu]nhandled|[Uu]ncaught)\b.*)/;
const json = /^\s*\{.{0,2000}\}\s*$/;
const jsonLevel =
  /"(?:level|severity|lvl|levelname)"\s*:\s*"?(?:error|fatal|critical|ERROR|FATAL|CRITICAL|50|60)\b/;
const jsonMessage = /"(?:msg|message|error|err)"\s*:\s*"((?:[^"\\]|\\.){1,600})"/;
/** Rich prints the file at the right edge. */
const rightEdge = /\s{2,}[\w./-]{1,60}\.py:\d+\s*$/;

export function parseLine(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  lines.forEach((line, index) => {
    const message = messageOf(line);
    if (message === undefined || isDecoration(message)) return;
    const typed = typedLine(message);
    const last = endOfMessage(lines, index);
    const text = blockText(lines, index, last);
    const code = systemError(message);
    found.push({
      kind: typed === undefined ? 'line' : 'exception',
      ...(typed && { type: typed.type }),
      ...(code !== undefined && { code }),
      message: typed?.message ?? message,
      text,
      first: index,
      last,
    });
  });
  return found;
}

function messageOf(line: string): string | undefined {
  if (isMild(line)) return undefined;
  if (json.test(line)) {
    return jsonLevel.test(line) ? jsonMessage.exec(line)?.[1]?.replace(/\\"/g, '"') : undefined;
  }
  if (isHandled(line)) return undefined;
  const said = level.exec(line)?.[1] ?? label.exec(line)?.[1] ?? words.exec(line)?.[1];
  if (said !== undefined) return said.replace(rightEdge, '').trim();
  const typed = typedLine(line);
  return typed === undefined ? undefined : line.trim();
}

/** Indented lines below go on with it: lists of what is missing, the rest of a JSON text. */
function endOfMessage(lines: readonly string[], index: number): number {
  let last = index;
  for (let next = index + 1; next < lines.length && next - index <= 12; next += 1) {
    const line = lines[next] ?? '';
    if (!/^\s+\S|^[\]})]/.test(line)) break;
    last = next;
  }
  return last;
}
