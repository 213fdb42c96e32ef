/**
 * The texts of `help`, `--help` and `-h`, as values, for a terminal of a certain width: usage by
 * example first, then the tables. Prints nothing.
 */
import { pageUrl } from '../diagnose/docs-url.ts';
import { wrongUsage } from './command-line.ts';
import { type CommandText, commandTexts, runText } from './command-texts.ts';
import { groups, optionTexts } from './option-texts.ts';
import {
  type CommandName,
  commandNames,
  isCommandName,
  type Option,
  type OptionName,
  optionNames,
  optionOf,
  variableOf,
} from './options.ts';
import { formatNumber } from './read-value.ts';
import { nearest } from './suggest.ts';
import { wrapped } from './wrapped.ts';

/** Where nobody says how wide it is, or a terminal without a window says that it has none. */
const usualColumns = 80;

const introduction =
  'mcp-shield keeps the session of an MCP client alive while the stdio server behind it prints ' +
  'noise, crashes, or cannot be started.';

const examples = `\
  mcp-shield -- npx -y @modelcontextprotocol/server-everything
  mcp-shield --restarts 10 --log-level info -- uvx mcp-server-git

  In the configuration of a client:
    "command": "npx", "args": ["-y", "server"]                    becomes
    "command": "mcp-shield", "args": ["npx", "-y", "server"]
`;

const footer =
  'Durations and sizes have a unit: 250ms, 30s, 2m, 1h; 512KB, 10MB, 1GB (1KB = 1024B). ' +
  'Beside an option stands the variable that sets it as well. Each is told of at length, ' +
  `--restarts for example at ${pageUrl('options', '--restarts')}`;

/** These have no help of their own; `run` is what needs no word. */
const ofAll: readonly string[] = ['run', 'help', 'version'];

/** What `mcp-shield help` prints with these words behind it. Throws wrong usage. */
export function helpAbout([about, ...more]: readonly string[], columns?: number): string {
  if (more[0] !== undefined) {
    throw wrongUsage(`${more[0]} is too much: write mcp-shield help [command]`);
  }
  if (about === undefined || about.startsWith('-') || ofAll.includes(about)) {
    return helpText(columns);
  }
  if (isCommandName(about)) return commandHelpText(about, columns);
  const meant = nearest(about, commandNames, '');
  const advice = meant === undefined ? 'see mcp-shield help' : `did you mean ${meant}?`;
  throw wrongUsage(`there is no command ${about}: ${advice}`);
}

/** All there is. */
export function helpText(columns = usualColumns): string {
  const sections = groups.map((group) => {
    const names = optionNames.filter((name) => optionTexts[name].group === group);
    return `${group}\n${names.map((name) => optionRow(name, columns)).join('')}`;
  });
  const head = [paragraph(introduction, columns), usage(columns), `Examples\n${examples}`];
  return [...head, ...sections, paragraph(footer, columns)].join('\n');
}

/** What most people need. */
export function shortHelpText(columns = usualColumns): string {
  const more =
    'All options: mcp-shield --help. A command with its options: mcp-shield help <command>.';
  return [paragraph(introduction, columns), usage(columns), paragraph(more, columns)].join('\n');
}

export function commandHelpText(name: CommandName, columns = usualColumns): string {
  const {
    usage: written,
    help,
    options = [],
    examples: shown,
    page,
  }: CommandText = commandTexts[name];
  const rows = options.map(([syntax, text]) => row([syntax, text], 20, columns)).join('');
  return [
    `mcp-shield ${written}\n\n${paragraph(`${help[0]?.toUpperCase()}${help.slice(1)}.`, columns)}`,
    ...(rows === '' ? [] : [`Options\n${rows}`]),
    `Examples\n${shown.map((line) => `  mcp-shield ${line}\n`).join('')}`,
    paragraph(`More: ${pageUrl(...page)}`, columns),
  ].join('\n');
}

/** For somebody who typed `mcp-shield` and nothing else. */
export function welcomeText(columns = usualColumns): string {
  return [
    paragraph(introduction, columns),
    row(['mcp-shield wrap', 'what could be put behind it here'], 40, columns) +
      row(['mcp-shield doctor', 'what is wrong with the servers you have'], 40, columns) +
      row(['mcp-shield -- <command> [args…]', 'run a server, as a client would'], 40, columns),
    paragraph('More: mcp-shield help.', columns),
  ].join('\n');
}

/** For somebody who started a server at a terminal. */
export const waitingText =
  'mcp-shield: it waits for an MCP client on its standard input;\n' +
  'mcp-shield doctor -- <command> tests a server, Ctrl-C ends this.\n';

/** `-h, --help` or `--restarts <n>`. */
export function optionSyntax(name: OptionName): string {
  const option = optionOf(name);
  const long = option.kind === 'flag' ? `--${name}` : `--${name} ${option.value}`;
  return option.short === undefined ? long : `-${option.short}, ${long}`;
}

/** As a person would write it, or nothing. */
export function defaultText(option: Option): string | undefined {
  switch (option.kind) {
    case 'flag':
    case 'string':
    case 'pairs':
    case 'list':
      return undefined;
    case 'choice':
      return option.default;
    default:
      return formatNumber(option, option.default);
  }
}

function usage(columns: number): string {
  const all = [runText, ...commandNames.map((name) => commandTexts[name])];
  const rows = all.map((text) => row([`mcp-shield ${text.usage}`, text.help], 44, columns));
  return `Usage\n${rows.join('')}`;
}

function optionRow(name: OptionName, columns: number): string {
  const option = optionOf(name);
  const value = defaultText(option);
  const suffix = value === undefined ? '' : ` (${value})`;
  const variable = option.env === false ? '' : ` [${variableOf(name)}]`;
  const text = `${optionTexts[name].help}${suffix}${variable}`;
  return row([optionSyntax(name), text], 30, columns);
}

/** Two columns; what does not fit goes on below, and no word is broken. */
function row([left, right]: readonly [string, string], width: number, columns: number): string {
  const indent = ' '.repeat(2 + width);
  const lines = wrapped(right, Math.max(20, (columns || usualColumns) - indent.length));
  const first = left.length < width ? `  ${left.padEnd(width)}` : `  ${left}\n${indent}`;
  return `${first}${lines.join(`\n${indent}`)}\n`;
}

export function paragraph(text: string, columns: number): string {
  return `${wrapped(text, columns || usualColumns).join('\n')}\n`;
}
