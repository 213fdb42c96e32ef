/**
 * The page of options, `docs/options.md`: one heading for each option, from the table that the
 * parser reads. Pure: opens no file.
 */
import { defaultText, optionSyntax } from '../../src/cli/help.ts';
import { groups, optionTexts } from '../../src/cli/option-texts.ts';
import {
  isRepeatable,
  type Option,
  type OptionName,
  optionNames,
  optionOf,
  variableOf,
} from '../../src/cli/options.ts';
import { formatNumber } from '../../src/cli/read-value.ts';
import { optionDetails } from './option-details.ts';

const head = `\
# Options

<!-- written by \`npm run readme\` from src/cli/options.ts, src/cli/option-texts.ts and
     scripts/docs/option-details.ts -->

Options stand before the server's command:

\`\`\`sh
mcp-shield --restarts 10 --name github -- npx -y @modelcontextprotocol/server-github
\`\`\`

\`--\` may be left out when the first word is not a sub-command. Write it when the server is \`node\`
with options of its own.

Each option is also an environment variable, because configurations of clients set those easily;
those that are not say so below. \`--restart-window 2m\` is \`${variableOf('restart-window')}=2m\`. The
command line beats the environment. A variable that is empty counts as not set, and one that begins
with \`MCP_SHIELD_\` and is not known is told in the log. A flag is set by \`1\` or \`true\` and unset by
\`0\` or \`false\`.

Durations and sizes have a unit: \`250ms\`, \`30s\`, \`2m\`, \`1h\`; \`512KB\`, \`10MB\`, \`1GB\`. Sizes are
binary: \`1KB\` and \`1KiB\` are both 1024 bytes.

\`mcp-shield help\` shows all of this, \`mcp-shield help <command>\` a command with its own options.
`;

/** The page, in the order of the help text. */
export function optionsPage(): string {
  const sections = groups.map((group) => {
    const names = optionNames.filter((name) => optionTexts[name].group === group);
    const rows = names.map(overviewRow).join('');
    const overview = `| option | default | |\n|---|---|---|\n${rows}`;
    return [`## ${group}\n\n${overview}`, ...names.map(optionSection)].join('\n');
  });
  return [head, ...sections].join('\n');
}

function overviewRow(name: OptionName): string {
  const shown = defaultText(optionOf(name));
  const value = shown === undefined ? '' : `\`${shown}\``;
  return `| [\`--${name}\`](#--${name}) | ${value} | ${optionTexts[name].help} |\n`;
}

function optionSection(name: OptionName): string {
  const option = optionOf(name);
  const details = optionDetails[name];
  const facts = [
    ...factsOf(option),
    option.env === false ? 'Variable: none' : `Variable: \`${variableOf(name)}\``,
  ];
  return [
    `### --${name}\n`,
    `\`${optionSyntax(name)}\`: ${optionTexts[name].help}.\n`,
    ...(details === undefined ? [] : [`${details}\n`]),
    `${facts.map((fact) => `* ${fact}`).join('\n')}\n`,
  ].join('\n');
}

function factsOf(option: Option): string[] {
  const value = defaultText(option);
  const byDefault = value === undefined ? [] : [`Default: \`${value}\``];
  if (isRepeatable(option)) return ['May be written more than once; each time counts'];
  switch (option.kind) {
    case 'choice':
      return [...byDefault, `One of: ${option.choices.map((word) => `\`${word}\``).join(', ')}`];
    case 'integer':
    case 'duration':
    case 'size': {
      const [min, max] = [option.min, option.max].map((bound) => formatNumber(option, bound));
      const none = option.none === true ? ', or `none`' : '';
      return [...byDefault, `Bounds: \`${min}\` to \`${max}\`${none}`];
    }
    default:
      return byDefault;
  }
}
