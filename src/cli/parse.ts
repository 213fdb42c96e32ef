/**
 * From the arguments and variables of a start to what they mean. The command line beats the
 * environment, the environment beats the default. Pure: it reads no file and starts nothing.
 */
import {
  type CommandLine,
  splitCommandLine,
  type TypedOption,
  wrongUsage,
} from './command-line.ts';
import {
  type CommandName,
  commandNames,
  isCommandName,
  isRepeatable,
  type OptionName,
  type OptionValues,
  optionNames,
  optionOf,
  variableOf,
  variablePrefix,
  warmVariable,
} from './options.ts';
import { readValue } from './read-value.ts';
import { type RunOptions, toRunOptions } from './run-options.ts';
import { nearest } from './suggest.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type Invocation =
  /** `about`: what was typed behind `help`. `isShort`: what most people need, on one screen. */
  | { readonly kind: 'help'; readonly about?: readonly string[]; readonly isShort?: true }
  | { readonly kind: 'version' }
  | { readonly kind: 'command'; readonly name: CommandName; readonly args: readonly string[] }
  | {
      readonly kind: 'run';
      readonly options: RunOptions;
      /** For the log: nothing that keeps the server from being run. */
      readonly warnings: readonly string[];
      /** The command of mcp-shield that was meant, perhaps, if there is no such program. */
      readonly meant?: string | undefined;
    };

/** `argv` without node and script. Throws wrong usage as one sentence. */
export function parse(argv: readonly string[], environment: Environment): Invocation {
  const [first = '', ...args] = argv;
  if (first === 'help') return { kind: 'help', about: args };
  if (first === 'version') return versionAlone(args);
  if (isCommandName(first)) {
    return asksForHelp(first, args) ?? { kind: 'command', name: first, args };
  }
  const line = splitCommandLine(argv);
  const isTyped = (name: OptionName): boolean => line.typed.some((typed) => typed.name === name);
  if (isTyped('help')) return first === '-h' ? { kind: 'help', isShort: true } : { kind: 'help' };
  if (isTyped('version')) return { kind: 'version' };
  const values = readValues(line.typed, environment);
  return {
    kind: 'run',
    options: asWanted(toRunOptions(values, checkCommand(line)), environment),
    warnings: unknownVariables(environment),
    // Behind `--`, or behind an option, nobody means one of these.
    meant: first.startsWith('-')
      ? undefined
      : (otherWords.get(first) ?? nearest(first, [...commandNames, 'help', 'version'], '')),
  };
}

/** What others call it. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ['update', 'warm --update'],
  ['upgrade', 'warm --update'],
  ['install', 'wrap'],
  ['uninstall', 'unwrap'],
]);

/** `warm` asks what the server says now, not what it said before. */
function asWanted(options: RunOptions, environment: Environment): RunOptions {
  if (environment[warmVariable] !== '1') return options;
  return { ...options, lazy: false, startPatienceMs: 0, remembers: true };
}

/** A program of that name is started behind `--`. */
function versionAlone([word]: readonly string[]): Invocation {
  if (word === undefined) return { kind: 'version' };
  throw wrongUsage(`${word} is too much: write mcp-shield version`);
}

/** Behind `--` stands what is not for us. */
function asksForHelp(about: CommandName, args: readonly string[]): Invocation | undefined {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  return own.includes('--help') || own.includes('-h')
    ? { kind: 'help', about: [about] }
    : undefined;
}

function checkCommand({ command }: CommandLine): readonly string[] {
  if (command.length === 0) {
    throw wrongUsage(
      'no server command: write it behind --, for example ' +
        'mcp-shield -- npx -y @modelcontextprotocol/server-everything',
    );
  }
  if (command[0] === '') throw wrongUsage('the server command is an empty word');
  return command;
}

function readValues(typed: readonly TypedOption[], environment: Environment): OptionValues {
  const read = optionNames.map((name) => {
    const texts = typed.filter((option) => option.name === name).map(({ text }) => text);
    return [name, texts.length > 0 ? readTyped(name, texts) : readVariable(name, environment)];
  });
  // The table's types hold because `readValue` reads each text by its own row.
  return Object.fromEntries(read) as OptionValues;
}

/** The last one counts, except where an option may be repeated. */
function readTyped(name: OptionName, texts: readonly (string | undefined)[]): unknown {
  const values = texts.map((text) => {
    if (text === undefined) return true;
    const reading = readValue(optionOf(name), text);
    if (reading.kind === 'value') return reading.value;
    // A value meant for `--env` may be a secret, so it is not repeated.
    const shown = optionOf(name).kind === 'pairs' ? '' : ` ${text}`;
    throw wrongUsage(`--${name}${shown}: ${reading.problem}`);
  });
  return isRepeatable(optionOf(name)) ? values : values.at(-1);
}

function readVariable(name: OptionName, environment: Environment): unknown {
  const option = optionOf(name);
  const text = option.env === false ? undefined : environment[variableOf(name)];
  if (text === undefined || text === '') return defaultOf(name);
  const reading = readValue(option, text);
  if (reading.kind === 'value') return isRepeatable(option) ? [reading.value] : reading.value;
  throw wrongUsage(`${variableOf(name)}=${text}: ${reading.problem}`);
}

function defaultOf(name: OptionName): unknown {
  const option = optionOf(name);
  switch (option.kind) {
    case 'flag':
      return false;
    case 'string':
      return undefined;
    case 'pairs':
    case 'list':
      return [];
    default:
      return option.default;
  }
}

/** A misspelt variable would otherwise be ignored in silence. */
function unknownVariables(environment: Environment): readonly string[] {
  const named = optionNames.filter((name) => optionOf(name).env !== false).map(variableOf);
  const known = [...named, warmVariable];
  const ours = Object.keys(environment).filter((variable) => variable.startsWith(variablePrefix));
  const unknown = ours.filter((variable) => !known.includes(variable));
  return unknown.map((variable) => {
    const meant = nearest(variable, known, variablePrefix);
    const advice = meant === undefined ? 'it is ignored' : `did you mean ${meant}?`;
    return `unknown variable ${variable}: ${advice}`;
  });
}
