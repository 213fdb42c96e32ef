/**
 * The arguments behind `wrap`, `unwrap` and `clients`: names, options of the command, and behind
 * `--` what is handed on. Does not know what any of them means.
 */
import { parseArgs } from 'node:util';
import { wrongUsage } from '../command-line.ts';
import { nearest } from '../suggest.ts';

export interface CommandArgs {
  readonly names: readonly string[];
  /** As typed; the empty text for an option that has no value. */
  readonly options: ReadonlyMap<string, string>;
  readonly handedOn: readonly string[] | undefined;
}

/** Options by name: what stands for the value in the usage, or nothing if there is none. */
export type OptionTable = Readonly<Record<string, { readonly value?: string }>>;

/** Throws wrong usage. Options may stand before, between and behind the names. */
export function readCommandArgs(
  args: readonly string[],
  table: OptionTable,
  usage: string,
): CommandArgs {
  const end = args.indexOf('--');
  const own = end < 0 ? [...args] : args.slice(0, end);
  const rows = Object.entries(table).map(([name, { value }]) => {
    return [name, { type: value === undefined ? 'boolean' : 'string' }] as const;
  });
  const config = {
    args: own,
    options: Object.fromEntries(rows),
    strict: false,
    tokens: true,
  } as const;
  const options = new Map<string, string>();
  const names: string[] = [];
  for (const token of parseArgs(config).tokens) {
    if (token.kind === 'positional') names.push(token.value);
    if (token.kind === 'option') options.set(token.name, checkValue(token, table, usage));
  }
  return { names, options, handedOn: end < 0 ? undefined : args.slice(end + 1) };
}

interface CommandOption {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function checkValue({ name, rawName, value }: CommandOption, table: OptionTable, usage: string) {
  const row = Object.hasOwn(table, name) ? table[name] : undefined;
  if (row === undefined) {
    const meant = nearest(
      rawName,
      Object.keys(table).map((known) => `--${known}`),
      '--',
    );
    const advice = meant === undefined ? `write ${usage}` : `did you mean ${meant}?`;
    throw wrongUsage(`unknown option ${rawName}: ${advice}`);
  }
  if (row.value === undefined) {
    if (value !== undefined) throw wrongUsage(`${rawName} takes no value`);
    return '';
  }
  if (value === undefined || value.trim() === '' || value.startsWith('-')) {
    throw wrongUsage(`${rawName} needs a value: ${rawName} ${row.value}`);
  }
  return value;
}
