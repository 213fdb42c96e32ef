/**
 * .NET: an unhandled exception with what it holds behind ` ---> `, and the host's own refusals
 * (framework or assembly not there).
 */
import { failureLimits } from '../../base/limits.ts';
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';
import { typedLine } from './typed-line.ts';

const unhandled = /^\s*(?:Unhandled exception[.:]? |Fatal error\. )(.+)/i;
const inner = /^\s*---> (.+)/;
const host =
  /^\s*(?:You must install or update \.NET|A fatal error (?:was encountered|occurred)|The command could not be loaded|The framework '|Could not execute because|It was not possible to find any|No \.NET SDKs were found|A compatible \.NET SDK was not found|Failed to load the dll|MSBUILD : error|error [A-Z]{2}\d{4}:)/;
const framed = /^\s+at \S/;

export function parseDotnet(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const head =
      unhandled.exec(line)?.[1] ??
      (/^\s*(?:System|Microsoft)\.[\w.]+Exception/.test(line) ? line : undefined);
    if (head !== undefined) {
      const last = endOfTrace(lines, index);
      found.push(exception(lines, index, last, head));
      index = last;
    } else if (host.test(line)) {
      const last = Math.min(lines.length - 1, index + failureLimits.hostLinesMax);
      const text = blockText(lines, index, last);
      found.push({ kind: 'dotnet', type: 'Host', message: line.trim(), text, first: index, last });
      index = last;
    }
  }
  return found;
}

function exception(
  lines: readonly string[],
  first: number,
  last: number,
  head: string,
): ParsedFailure {
  const chain = [
    head,
    ...lines.slice(first, last + 1).flatMap((line) => inner.exec(line)?.[1] ?? []),
  ];
  // On one line they stand behind each other.
  const root = chain.flatMap((part) => part.split(' ---> ')).at(-1) ?? head;
  const typed = typedLine(root.trim());
  const code = systemError(root);
  return {
    kind: 'dotnet',
    ...(typed && { type: typed.type }),
    ...(code !== undefined && { code }),
    message: typed?.message ?? root.trim(),
    text: blockText(lines, first, last),
    first,
    last,
  };
}

function endOfTrace(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (!framed.test(line) && !inner.test(line) && !/^\s*(?:File name:|--- End of)/.test(line))
      break;
    last = next;
  }
  return last;
}
