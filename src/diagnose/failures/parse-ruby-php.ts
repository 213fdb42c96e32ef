/**
 * Ruby and PHP: an exception with its class in brackets behind the message, and PHP's own levels,
 * of which only the fatal ones end a program.
 */
import { systemError } from './error-numbers.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const ruby =
  /^(?:\S{1,200}:\d+:in [`'][^'\n]{1,120}': |\S{1,200}: )?(.{1,400}) \(((?:\w+::){0,6}(?:[A-Z]\w*(?:Error|Exception|NotFound|Interrupt)|E[A-Z]+))\)$/;
const rubyFrame = /^\s+(?:\d+: )?from |^\t/;
const bundler =
  /^(?:Could not (?:find|locate) .*gem|Could not find \S+-[\d.]+ in |Bundler::\w|bundler: )/i;
const php = /^(?:PHP )?(?:Fatal error|Parse error|Uncaught \w+):\s+(.+)/;
const phpFrame = /^(?:Stack trace:|#\d+ |\s+thrown in|\s*$)/;
const phpOwn = /^Could not open input file: ./;

export function parseRubyPhp(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const raised = ruby.exec(line);
    const fatal = php.exec(line);
    const kind = raised !== null || bundler.test(line) ? 'ruby' : 'php';
    if (raised === null && fatal === null && !bundler.test(line) && !phpOwn.test(line)) continue;
    const message = raised?.[1] ?? fatal?.[1] ?? line;
    const last = endOfFrames(lines, index, kind === 'ruby' ? rubyFrame : phpFrame);
    const type = raised?.[2]?.split('::').at(-1) ?? /^Uncaught (\w+)/.exec(message)?.[1];
    const code = systemError(line);
    found.push({
      kind,
      ...(type !== undefined && { type }),
      ...(code !== undefined && { code }),
      message,
      text: blockText(lines, index, last),
      first: index,
      last,
    });
    index = last;
  }
  return found;
}

function endOfFrames(lines: readonly string[], first: number, frame: RegExp): number {
  let last = first;
  while (last + 1 < lines.length && frame.test(lines[last + 1] ?? '')) last += 1;
  return last;
}
