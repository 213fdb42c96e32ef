/**
 * A command line that was refused: argparse, click, yargs, commander, clap, cobra, Go's flag. The
 * usage text around it is left out of the message. Some frameworks print their usage behind every
 * error: only words about arguments make it one of arguments.
 */
import { failureLimits } from '../../base/limits.ts';
import { isBad } from './line-kinds.ts';
import { blockText, type ParsedFailure } from './parsed-failure.ts';

const usage = /^\s{0,4}usage\b/i;
const option = /^\s(?:-{1,2}[\w<[]|\S{1,60}\s{2,}\S|<|\[|\s+\S)/;
const title =
  /^\s{0,4}(?:Options|Commands|Flags|Arguments|Positionals|Examples?|Available Commands|Global (?:Flags|Options)|optional arguments|positional arguments|Aliases)\b/i;

/** argparse puts the program first; the others only name the level. */
const byProgram = /^[\w./\\@-]{1,80}(?: [\w-]{1,40})?: error: (.+)/;
const byLevel = /^(?:error|Error|ERROR)[: ]\s{0,2}(.+)/;
const boxed = /^\s*[│|] (.+?)\s*[│|]$/;

const aboutArguments =
  /\b(?:unrecognized|unrecognised|unknown|unexpected|unsupported|invalid|no such|missing|required|requires?|too (?:many|few)|not enough|expected|ambiguous|duplicate|got unexpected|needs?)\b.{0,40}\b(?:arguments?|args?|options?|flags?|commands?|subcommands?|positionals?|parameters?|operands?|values?|choice)\b|\b(?:arguments?|options?|flags?|commands?|subcommands?|parameters?)\b.{0,80}\b(?:required|missing|unknown|invalid|not (?:recognized|found|allowed|provided)|unexpected|expected|needs?)\b|flag provided but not defined|shorthand flag|Not enough non-option|[Nn]o such (?:option|command)|[Uu]nknown argument|[Mm]issing (?:option|argument|command)|argument -|invalid choice|Unsupported option|(?:provide|specify|pass|give)\b.{0,80}\b(?:command[- ]line|as an?) argument/;

export function parseUsage(lines: readonly string[]): ParsedFailure[] {
  const found: ParsedFailure[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const said = refusal(line);
    if (said !== undefined) {
      const below = lines.slice(index + 1, index + 3).some((next) => usage.test(next));
      const last = below ? endOfUsage(lines, index + 1) : index;
      found.push(failure(lines, { first: index, last, message: said }));
      index = last;
    } else if (usage.test(line)) {
      const last = endOfUsage(lines, index);
      if (!followedByRefusal(lines, last)) found.push(onlyUsage(lines, index, last));
      index = last;
    }
  }
  return found;
}

function refusal(line: string): string | undefined {
  const marked = byProgram.exec(line)?.[1] ?? byLevel.exec(line)?.[1] ?? boxed.exec(line)?.[1];
  const said = marked ?? line.trim();
  // What a function of the program got is no argument of its command line.
  if (said.length > failureLimits.refusalCharsMax || /\w\(\)|keyword argument/.test(said))
    return undefined;
  const refuses =
    ownLine.test(marked ?? line) || (marked !== undefined && aboutArguments.test(said));
  return refuses ? said : undefined;
}

/** yargs and Go's flag write the sentence alone. */
const ownLine =
  /^(?:Not enough non-option|Too many non-option|Unknown (?:argument|command|option|flag)|Missing (?:required )?(?:argument|option|command)|flag provided but not defined|Invalid values:|No such (?:option|command)|unknown (?:shorthand )?flag|Unknown Syntax Error|unrecognized (?:option|argument)|required flag|(?:please |you must )?(?:provide|specify|pass) .{1,80} argument)/i;

function endOfUsage(lines: readonly string[], first: number): number {
  let last = first;
  for (let next = first + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? '';
    if (line.trim() === '') continue;
    if (
      !option.test(line) &&
      !title.test(line) &&
      !usage.test(line) &&
      !/^(?:Use|Run|Try|For more) /.test(line)
    )
      break;
    last = next;
  }
  return last;
}

function followedByRefusal(lines: readonly string[], last: number): boolean {
  return lines.slice(last + 1, last + 5).some((line) => line.trim() !== '');
}

/** cobra shows its usage behind every error, whatever it is about. */
function onlyUsage(lines: readonly string[], first: number, last: number): ParsedFailure {
  const above = lines
    .slice(Math.max(0, first - 2), first)
    .findLastIndex((line) => line.trim() !== '');
  const index = Math.max(0, first - 2) + above;
  const reason = above < 0 ? '' : (lines[index] ?? '').trim();
  if (isBad(reason)) {
    const message = reason.replace(/^(?:error|Error|ERROR): /, '');
    return { ...failure(lines, { first: index, last, message }), kind: 'tool', text: reason };
  }
  const message = (lines[first] ?? '').trim();
  return { ...failure(lines, { first, last, message }), type: 'usage-only' };
}

function failure(
  lines: readonly string[],
  { first, last, message }: { first: number; last: number; message: string },
): ParsedFailure {
  return { kind: 'usage', message, text: blockText(lines, first, last), first, last };
}
