/**
 * The arguments behind a sub-command: names, options of the command, and behind `--` what is handed
 * on. Reads each by the command's row of `command-texts.ts`, so that what help shows is what is
 * understood. Does not know what any of them means.
 */
import { parseArgs } from 'node:util';
import type { ShieldError } from '../base/errors.ts';
import { wrongUsage } from './command-line.ts';
import { type CommandOption, commandTexts } from './command-texts.ts';
import { type CommandName, isOptionName } from './options.ts';
import { nearest } from './suggest.ts';

export interface CommandArgs<Name extends CommandName> {
  readonly names: readonly string[];
  /** As typed; the empty text for an option that has no value. */
  readonly options: ReadonlyMap<CommandOption<Name>, string>;
  readonly handedOn: readonly string[] | undefined;
}

/** Throws wrong usage. Options may stand before, between and behind the names. */
export function readCommandArgs<Name extends CommandName>(
  name: Name,
  args: readonly string[],
): CommandArgs<Name> {
  const end = args.indexOf('--');
  const rows = optionRows(name);
  const config = {
    args: end < 0 ? [...args] : args.slice(0, end),
    options: Object.fromEntries(rows.map((row) => [row.name, parserRow(row)])),
    strict: false,
    tokens: true,
  } as const;
  const options = new Map<CommandOption<Name>, string>();
  const names: string[] = [];
  for (const token of parseArgs(config).tokens) {
    if (token.kind === 'positional') names.push(token.value);
    if (token.kind !== 'option') continue;
    const row = rows.find((known) => known.name === token.name);
    if (row === undefined) throw unknownOption(name, token.rawName, { rows, args });
    // The rows are those of this command.
    options.set(row.name as CommandOption<Name>, checkValue(token, row));
  }
  return { names, options, handedOn: end < 0 ? undefined : args.slice(end + 1) };
}

/** Of a command that hands nothing on: behind `--` stand names, too, `namesMax` at most in all. */
export function readOwnArgs<Name extends CommandName>(
  name: Name,
  args: readonly string[],
  namesMax: number,
): Pick<CommandArgs<Name>, 'names' | 'options'> {
  const { names: before, options, handedOn = [] } = readCommandArgs(name, args);
  const names = [...before, ...handedOn];
  noMore(name, names.slice(namesMax));
  return { names, options };
}

/** Throws wrong usage if a word is left over. */
export function noMore(name: CommandName, [word]: readonly string[]): void {
  if (word !== undefined) throw wrongUsage(`${word} is too much: ${written(name)}`);
}

/** `write mcp-shield clients [--json] [--all]`: what a sentence about wrong usage ends with. */
export function written(name: CommandName): string {
  const { usage, options = [] } = commandTexts[name];
  const [word = '', ...rest] = usage.split(' ');
  const rows = options.map(([syntax]) => syntax.replace(/^-\w, /, ''));
  const unnamed = rows.filter((syntax) => !usage.includes(`[${syntax}]`));
  const shown = unnamed.map((syntax) => `[${syntax}]`);
  const isOwn = (syntax: string): boolean => !syntax.startsWith('[-- ');
  const last = shown.filter((syntax) => !isOwn(syntax));
  return ['write mcp-shield', word, ...shown.filter(isOwn), ...rest, ...last].join(' ');
}

interface OptionRow {
  readonly name: string;
  readonly short: string | undefined;
  /** What stands for the value. */
  readonly value: string | undefined;
}

/** `-n, --lines <n>` → its parts; `-- <options>` is not an option. */
function optionRows(name: CommandName): readonly OptionRow[] {
  const { options = [] } = commandTexts[name];
  return options.flatMap(([syntax]) => {
    const found = /^(?:-(?<short>\w), )?--(?<name>[a-z-]+)(?: (?<value><.+>))?$/.exec(syntax);
    const { name: long, short, value } = found?.groups ?? {};
    return long === undefined ? [] : [{ name: long, short, value }];
  });
}

function parserRow({ short, value }: OptionRow) {
  const type = value === undefined ? ('boolean' as const) : ('string' as const);
  return short === undefined ? { type } : { type, short };
}

function unknownOption(
  name: CommandName,
  rawName: string,
  { rows, args }: { readonly rows: readonly OptionRow[]; readonly args: readonly string[] },
): ShieldError {
  const known = rows.map((row) => `--${row.name}`);
  const meant = nearest(rawName, known, '--');
  const advice = meant === undefined ? misplaced(name, rawName, args) : `did you mean ${meant}?`;
  return wrongUsage(`unknown option ${rawName}: ${advice}`);
}

/** It may belong to what stands behind `--`, which was left out. */
function misplaced(name: CommandName, rawName: string, args: readonly string[]): string {
  const { usage, options = [] } = commandTexts[name];
  const takesOptions = options.some(([syntax]) => syntax.startsWith('-- '));
  const at = args.findIndex((arg) => arg.startsWith(rawName));
  if (takesOptions && isOptionName(rawName.slice(2))) {
    const [before, behind] = [args.slice(0, at), args.slice(at)].map((words) => words.join(' '));
    return `options of mcp-shield stand behind --: mcp-shield ${name} ${before} -- ${behind}`;
  }
  const takesCommand = /(?:^|[ |])--(?: |$)/.test(usage);
  if (takesCommand && at > 0 && args.slice(0, at).every((arg) => !arg.startsWith('-'))) {
    return `a server's command stands behind --: mcp-shield ${name} -- ${args.join(' ')}`;
  }
  return `see mcp-shield help ${name}`;
}

function checkValue(
  { rawName, value }: { readonly rawName: string; readonly value?: string | undefined },
  row: OptionRow,
): string {
  if (row.value === undefined) {
    if (value !== undefined) throw wrongUsage(`${rawName} takes no value`);
    return '';
  }
  if (value === undefined || value.trim() === '' || value.startsWith('-')) {
    throw wrongUsage(`${rawName} needs a value: ${rawName} ${row.value}`);
  }
  return value;
}
