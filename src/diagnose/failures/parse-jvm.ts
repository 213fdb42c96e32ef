/**
 * Java and Kotlin: the exception of a thread, and the deepest `Caused by:` below it, which is where
 * it began; and what the launcher `java` says before there is a program.
 */
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';
import { typedLine } from './typed-line.ts';

const thread = /^Exception in thread "[^"\n]{1,80}" (.+)/;
const causedBy = /^\s*Caused by: (.+)/;
const part = /^\s+\S|^: |^Caused by: .|^\.\.\. \d+ more|^java\.|^Could not find the main class/;
const launcher =
  /^Error: (?:LinkageError|Unable to access jarfile|Could not find or load main class|A JNI error|Could not create the Java|Main method not found|Invalid or corrupt jarfile)/;
const manifest =
  /^(?:no main manifest attribute, in .|Unrecognized VM option .|Error occurred during initialization of VM)/;

export function parseJvm(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const inThread = thread.exec(line)?.[1];
    const isJava = /^\s*(?:java|javax|kotlin|org|com|io)\.[\w.]+\.[A-Z]/.test(line);
    const starts = launcher.test(line) || manifest.test(line);
    if (inThread === undefined && !starts && !isJava) continue;
    const last = endOfTrace(lines, index);
    const root = lines.slice(index, last + 1).findLast((one) => causedBy.test(one));
    const head = (root === undefined ? undefined : causedBy.exec(root)?.[1]) ?? inThread ?? line;
    const typed = typedLine(head.trim()) ?? innerType(lines, index, last);
    if (isJava && typed === undefined) continue;
    const text = blockText(lines, index, last);
    const code = systemError(head);
    found.push({
      kind: 'jvm',
      ...(typed && { type: typed.type }),
      ...(code !== undefined && { code }),
      message: typed?.message ?? line,
      text,
      first: index,
      last,
    });
    index = last;
  }
  return found;
}

function innerType(lines: readonly string[], first: number, last: number) {
  return lines
    .slice(first + 1, last + 1)
    .map((line) => typedLine(line.trim()))
    .find((typed) => typed !== undefined);
}

function endOfTrace(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    if (!part.test(lines[next] ?? '')) break;
    last = next;
  }
  return last;
}
