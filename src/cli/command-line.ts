/**
 * Splits what was typed into our own options and the server's command. Where the command begins,
 * everything belongs to the server, untouched. Reads no value and knows no variable.
 */
import { parseArgs } from 'node:util';
import { exitCodes, ShieldError } from '../base/errors.ts';
import { isOptionName, type OptionName, optionNames, optionOf } from './options.ts';
import { nearest } from './suggest.ts';

/** An option as typed; a flag has no text. */
export interface TypedOption {
  readonly name: OptionName;
  readonly text: string | undefined;
}

export interface CommandLine {
  readonly typed: readonly TypedOption[];
  /** Empty if none was written. */
  readonly command: readonly string[];
}

const rows = Object.fromEntries(
  optionNames.map((name) => {
    const { kind, short } = optionOf(name);
    const type = kind === 'flag' ? ('boolean' as const) : ('string' as const);
    return [name, short === undefined ? { type } : { type, short }];
  }),
);

/** Throws wrong usage for an option that does not exist or lacks its value. */
export function splitCommandLine(argv: readonly string[]): CommandLine {
  // Not strict: its sentences are for programmers, and it would judge the server's options too.
  const config = { args: [...argv], options: rows, strict: false, tokens: true } as const;
  const typed: TypedOption[] = [];
  for (const token of parseArgs(config).tokens) {
    if (token.kind === 'positional') return { typed, command: argv.slice(token.index) };
    if (token.kind === 'option-terminator') return { typed, command: argv.slice(token.index + 1) };
    typed.push(checkOption(token));
  }
  return { typed, command: [] };
}

interface OptionToken {
  readonly name: string;
  /** With its dashes. */
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function checkOption({ name, rawName, value, inlineValue }: OptionToken): TypedOption {
  if (!isOptionName(name)) throw unknownOption(rawName);
  const option = optionOf(name);
  if (option.kind === 'flag') {
    if (value !== undefined) throw wrongUsage(`${rawName} takes no value`);
    return { name, text: undefined };
  }
  // `--cwd --name x` has lost its directory; `--restarts -1` has not, it is out of bounds.
  const swallowed = inlineValue !== true && /^-[^\d]/.test(value ?? '');
  if (value === undefined || value === '' || swallowed) {
    throw wrongUsage(`${rawName} needs a value: ${rawName} ${option.value}`);
  }
  return { name, text: value };
}

function unknownOption(rawName: string): ShieldError {
  const known = optionNames.map((name) => `--${name}`);
  const meant = nearest(rawName, known, '--');
  const advice = meant === undefined ? 'see mcp-shield --help' : `did you mean ${meant}?`;
  return wrongUsage(`unknown option ${rawName}: ${advice}`);
}

/** What every mistake on the command line becomes. */
export function wrongUsage(sentence: string): ShieldError {
  return new ShieldError(sentence, exitCodes.wrongUsage);
}
