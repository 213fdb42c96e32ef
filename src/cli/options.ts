/**
 * The table of commands and options. The parser, `--help`, the variables MCP_SHIELD_… and
 * docs/options.md all derive from it, so that none of them can be wrong alone.
 * Knows how options look, not what the rest of mcp-shield does with them.
 */
import { messageLimits, optionDefaults, optionLimits } from '../base/limits.ts';

export type Option = {
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

/** What several rows are like: said once, because a start reads this table. */
const flag = { kind: 'flag' } as const;
const file = { kind: 'string', value: '<file>' } as const;
const globs = { kind: 'list', value: '<glob>' } as const;
const span = { kind: 'duration', value: '<duration>', max: optionLimits.durationMaxMs } as const;
const anySpan = { ...span, min: 1, none: true } as const;

const options = {
  restarts: {
    kind: 'integer',
    value: '<n>',
    default: optionDefaults.restartsCount,
    min: 0,
    max: optionLimits.restartsMax,
  },
  'restart-window': {
    ...span,
    default: optionDefaults.restartWindowMs,
    min: optionLimits.restartWindowMinMs,
  },
  'backoff-initial': {
    ...span,
    default: optionDefaults.backoffInitialMs,
    min: optionLimits.backoffMinMs,
  },
  'backoff-max': {
    ...span,
    default: optionDefaults.backoffLongestMs,
    min: optionLimits.backoffMinMs,
  },
  retry: {
    kind: 'choice',
    value: '<what>',
    choices: ['never', 'reads', 'annotated'],
    default: 'reads',
  },
  'restart-hung': {
    kind: 'integer',
    value: '<n>',
    default: 0,
    min: 1,
    max: optionLimits.restartHungMax,
    none: true,
  },
  idle: { ...anySpan, default: 0 },
  lazy: flag,
  'start-patience': { ...anySpan, default: optionDefaults.startPatienceMs },
  'no-memory': flag,
  watch: globs,
  'request-timeout': { ...anySpan, default: 0 },
  'max-message': {
    kind: 'size',
    value: '<size>',
    default: messageLimits.defaultMaxBytes,
    min: optionLimits.messageMinBytes,
    max: optionLimits.messageMaxBytes,
  },
  noise: {
    kind: 'choice',
    value: '<where>',
    choices: ['stderr', 'log', 'drop'],
    default: 'stderr',
  },
  stderr: {
    kind: 'choice',
    value: '<where>',
    choices: ['pass', 'log', 'drop'],
    default: 'pass',
  },
  'hide-tool': globs,
  'only-tool': globs,
  cwd: {
    kind: 'string',
    value: '<dir>',
  },
  env: {
    kind: 'pairs',
    value: 'KEY=VALUE',
    env: false,
  },
  'env-from': {
    kind: 'pairs',
    value: 'KEY=<command>',
    env: false,
  },
  'env-file': file,
  'server-env-file': file,
  'shell-path': {
    kind: 'choice',
    value: '<when>',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
  },
  'no-env-fixes': flag,
  direct: {
    kind: 'choice',
    value: '<when>',
    choices: ['auto', 'always', 'never'],
    default: 'auto',
  },
  'no-background-install': flag,
  'no-update-check': flag,
  name: {
    kind: 'string',
    value: '<name>',
  },
  'log-level': {
    kind: 'choice',
    value: '<level>',
    choices: ['silent', 'error', 'warn', 'info', 'debug', 'trace'],
    default: 'warn',
  },
  'log-file': file,
  'log-format': {
    kind: 'choice',
    value: '<format>',
    choices: ['auto', 'pretty', 'json'],
    default: 'auto',
  },
  'no-log-file': flag,
  record: file,
  'record-contents': flag,
  'instead-of': {
    kind: 'string',
    value: '<words>',
    env: false,
  },
  help: { kind: 'flag', short: 'h', env: false },
  version: { kind: 'flag', short: 'V', env: false },
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

export const commandNames = [
  'doctor',
  'wrap',
  'unwrap',
  'logs',
  'status',
  'tail',
  'replay',
  'warm',
  'clients',
  'completion',
  'demo',
] as const;

export type CommandName = (typeof commandNames)[number];

export function isCommandName(word: string): word is CommandName {
  return (commandNames as readonly string[]).includes(word);
}
