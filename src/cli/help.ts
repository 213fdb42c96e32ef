/**
 * The text of `--help`, as a value: usage by example first, then the table. Prints nothing.
 */
import { groups, optionTexts } from './option-texts.ts';
import { commands, type Option, type OptionName, optionNames, optionOf } from './options.ts';
import { formatNumber } from './read-value.ts';

const introduction = `\
mcp-shield keeps the session of an MCP client alive while the stdio server behind
it prints noise, crashes, or cannot be started.
`;

const examples = `\
  mcp-shield -- npx -y @modelcontextprotocol/server-everything
  mcp-shield --restarts 10 --log-level info -- uvx mcp-server-git

  In the configuration of a client:
    "command": "npx", "args": ["-y", "server"]                    becomes
    "command": "mcp-shield", "args": ["--", "npx", "-y", "server"]
`;

const footer = `\
Durations and sizes have a unit: 250ms, 30s, 2m, 1h; 512KB, 10MB, 1GB (1KB = 1024B).
Options can be set as variables: --restart-window 2m is MCP_SHIELD_RESTART_WINDOW=2m.
`;

export function helpText(): string {
  const usage = commands
    .map(({ usage, help }) => `  mcp-shield ${usage.padEnd(33)}${help}\n`)
    .join('');
  const sections = groups.map((group) => {
    const names = optionNames.filter((name) => optionTexts[name].group === group);
    return `${group}\n${names.map(optionLine).join('')}`;
  });
  return [introduction, `Usage\n${usage}`, `Examples\n${examples}`, ...sections, footer].join('\n');
}

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

function optionLine(name: OptionName): string {
  const option = optionOf(name);
  const value = defaultText(option);
  const suffix = value === undefined ? '' : ` (${value})`;
  return `  ${optionSyntax(name).padEnd(30)}${optionTexts[name].help}${suffix}\n`;
}
