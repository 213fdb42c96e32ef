/**
 * The table of commands and options. The parser, `--help`, the variables MCP_SHIELD_… and the
 * option section of the README all derive from it, so that none of them can be wrong alone.
 * Knows how options look, not what the rest of mcp-shield does with them.
 */
import { messageLimits, optionDefaults, optionLimits } from '../base/limits.ts';

export type Option = {
  readonly group: Group;
  /** One sentence without a full stop. */
  readonly help: string;
  readonly short?: string;
  /** Every option is also a variable, unless that makes no sense. */
  readonly env?: false;
} & OptionKind;

type OptionKind =
  | { readonly kind: 'flag' }
  | { readonly kind: 'string'; readonly value: string }
  /** KEY=VALUE, any number of times. */
  | { readonly kind: 'pairs'; readonly value: string }
  /** Any text, any number of times. */
  | { readonly kind: 'list'; readonly value: string }
  | {
      readonly kind: 'choice';
      readonly value: string;
      readonly choices: readonly string[];
      readonly default: string;
    }
  /** Bounds and default in plain numbers, ms or bytes. */
  | {
      readonly kind: 'integer' | 'duration' | 'size';
      readonly value: string;
      readonly default: number;
      readonly min: number;
      readonly max: number;
      /** The word `none` is allowed and means 0. */
      readonly none?: true;
    };

type Group = (typeof groups)[number];

/** In the order of the help text. */
export const groups = ['Restarts', 'Messages', 'Server', 'Log', 'Other'] as const;

const options = {
  restarts: {
    group: 'Restarts',
    kind: 'integer',
    value: '<n>',
    default: optionDefaults.restartsCount,
    min: 0,
    max: optionLimits.restartsMax,
    help: 'falls tolerated within the window; 0 = run once',
  },
  'restart-window': {
    group: 'Restarts',
    kind: 'duration',
    value: '<duration>',
    default: optionDefaults.restartWindowMs,
    min: optionLimits.restartWindowMinMs,
    max: optionLimits.durationMaxMs,
    help: 'the span in which falls are counted',
  },
  'backoff-initial': {
    group: 'Restarts',
    kind: 'duration',
    value: '<duration>',
    default: optionDefaults.backoffInitialMs,
    min: optionLimits.backoffMinMs,
    max: optionLimits.durationMaxMs,
    help: 'first pause before a restart; it doubles',
  },
  'backoff-max': {
    group: 'Restarts',
    kind: 'duration',
    value: '<duration>',
    default: optionDefaults.backoffLongestMs,
    min: optionLimits.backoffMinMs,
    max: optionLimits.durationMaxMs,
    help: 'longest pause before a restart',
  },
  retry: {
    group: 'Restarts',
    kind: 'choice',
    value: '<what>',
    choices: ['never', 'reads', 'annotated'],
    default: 'reads',
    help: 'sent again after a fall: never, reads, annotated',
  },
  'restart-hung': {
    group: 'Restarts',
    kind: 'integer',
    value: '<n>',
    default: 0,
    min: 1,
    max: optionLimits.restartHungMax,
    none: true,
    help: 'restart after so many time-outs in a row',
  },
  idle: {
    group: 'Restarts',
    kind: 'duration',
    value: '<duration>',
    default: 0,
    min: 1,
    max: optionLimits.durationMaxMs,
    none: true,
    help: 'end an unused server; the next request starts it',
  },
  lazy: {
    group: 'Restarts',
    kind: 'flag',
    help: 'start the server at the first call, not before',
  },
  'start-patience': {
    group: 'Restarts',
    kind: 'duration',
    value: '<duration>',
    default: optionDefaults.startPatienceMs,
    min: 1,
    max: optionLimits.durationMaxMs,
    none: true,
    help: 'then a known server is answered for',
  },
  'no-memory': {
    group: 'Restarts',
    kind: 'flag',
    help: 'keep nothing of the server for the next run',
  },
  watch: {
    group: 'Restarts',
    kind: 'list',
    value: '<glob>',
    help: 'restart when such files change; may be repeated',
  },
  'request-timeout': {
    group: 'Messages',
    kind: 'duration',
    value: '<duration>',
    default: 0,
    min: 1,
    max: optionLimits.durationMaxMs,
    none: true,
    help: 'answer with an error after this',
  },
  'max-message': {
    group: 'Messages',
    kind: 'size',
    value: '<size>',
    default: messageLimits.defaultMaxBytes,
    min: optionLimits.messageMinBytes,
    max: optionLimits.messageMaxBytes,
    help: 'longest message; clients hang up at 10MB',
  },
  noise: {
    group: 'Messages',
    kind: 'choice',
    value: '<where>',
    choices: ['stderr', 'log', 'drop'],
    default: 'stderr',
    help: 'where other output goes: stderr, log, drop',
  },
  cwd: {
    group: 'Server',
    kind: 'string',
    value: '<dir>',
    help: 'directory to start the server in',
  },
  env: {
    group: 'Server',
    kind: 'pairs',
    value: 'KEY=VALUE',
    env: false,
    help: 'set a variable for the server; may be repeated',
  },
  'env-file': {
    group: 'Server',
    kind: 'string',
    value: '<file>',
    help: 'read variables for the server from a .env file',
  },
  'shell-path': {
    group: 'Server',
    kind: 'choice',
    value: '<when>',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
    help: 'ask the login shell for PATH: auto, always, never',
  },
  'no-env-fixes': {
    group: 'Server',
    kind: 'flag',
    help: 'hand the environment over exactly as it came',
  },
  name: {
    group: 'Log',
    kind: 'string',
    value: '<name>',
    help: 'name of this server in the log',
  },
  'log-level': {
    group: 'Log',
    kind: 'choice',
    value: '<level>',
    choices: ['silent', 'error', 'warn', 'info', 'debug', 'trace'],
    default: 'warn',
    help: 'silent, error, warn, info, debug, trace',
  },
  'log-file': {
    group: 'Log',
    kind: 'string',
    value: '<file>',
    help: 'append the log to a file instead of stderr',
  },
  'log-format': {
    group: 'Log',
    kind: 'choice',
    value: '<format>',
    choices: ['auto', 'pretty', 'json'],
    default: 'auto',
    help: 'pretty, json; auto = json in a file',
  },
  'no-log-file': {
    group: 'Log',
    kind: 'flag',
    help: 'keep nothing for `mcp-shield logs`',
  },
  record: {
    group: 'Log',
    kind: 'string',
    value: '<file>',
    help: 'write what happens to a file, without contents',
  },
  'record-contents': {
    group: 'Log',
    kind: 'flag',
    help: 'record whole messages',
  },
  'instead-of': {
    group: 'Other',
    kind: 'string',
    value: '<words>',
    env: false,
    help: 'written by wrap: what unwrap puts back',
  },
  help: { group: 'Other', kind: 'flag', short: 'h', env: false, help: 'show this text' },
  version: { group: 'Other', kind: 'flag', short: 'V', env: false, help: 'show the version' },
} as const satisfies Readonly<Record<string, Option>>;

export type OptionName = keyof typeof options;

/** What was typed or set, read by its kind; `undefined` = not given and no default. */
export type OptionValues = { readonly [Name in OptionName]: ValueOf<(typeof options)[Name]> };

type ValueOf<O extends Option> = O extends { kind: 'flag' }
  ? boolean
  : O extends { kind: 'string' }
    ? string | undefined
    : O extends { kind: 'pairs' }
      ? readonly (readonly [key: string, value: string])[]
      : O extends { kind: 'list' }
        ? readonly string[]
        : O extends { kind: 'choice' }
          ? O['choices'][number]
          : number;

/** The rows, in the order of the table. */
export const optionNames = Object.keys(options) as OptionName[];

/** It may be written more than once, and each time counts. */
export function isRepeatable({ kind }: Option): boolean {
  return kind === 'pairs' || kind === 'list';
}

/** The row of an option; widened, so that its kind can be switched on. */
export function optionOf(name: OptionName): Option {
  return options[name];
}

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(options, name);
}

export const variablePrefix = 'MCP_SHIELD_';

/** Set by `warm`: the server itself is to be heard, whatever the entry's options say. */
export const warmVariable = `${variablePrefix}WARM`;

/** `restart-window` → `MCP_SHIELD_RESTART_WINDOW`. */
export function variableOf(name: OptionName): string {
  return `${variablePrefix}${name.toUpperCase().replaceAll('-', '_')}`;
}

/** A command of mcp-shield; the help text shows a line for each. */
export interface Command {
  readonly usage: string;
  readonly help: string;
}

/** `run` has no word of its own: what is no option starts the server's command. */
const run: Command = {
  usage: '[options] -- <command> [args…]',
  help: 'run a server behind the shield',
};

const subCommands = {
  doctor: {
    usage: 'doctor [client [server…] | -- …]',
    help: 'what is wrong with servers, and the fix',
  },
  wrap: {
    usage: 'wrap <client|file>… [server…]',
    help: "put it into a client's configuration",
  },
  unwrap: { usage: 'unwrap <client|file>… [server…]', help: 'take it out again' },
  logs: { usage: 'logs [name] [--follow]', help: 'what happened, of one server or of all' },
  status: { usage: 'status [--json] [--watch]', help: 'the shields that run here now' },
  replay: { usage: 'replay <file>', help: 'replay a recorded session step by step' },
  warm: {
    usage: 'warm <client|file|-- command>',
    help: 'start servers once, so that they are known',
  },
  clients: { usage: 'clients [--all]', help: 'clients here, their files and servers' },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof subCommands;

export const commandNames = Object.keys(subCommands) as readonly CommandName[];

export const commands: readonly Command[] = [run, ...Object.values(subCommands)];

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(subCommands, word);
}
