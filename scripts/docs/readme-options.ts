/**
 * The README's section on options, from the table that the parser reads. Pure: does not open the
 * README.
 */
import { defaultText, optionSyntax } from '../../src/cli/help.ts';
import { groups, optionTexts } from '../../src/cli/option-texts.ts';
import { type OptionName, optionNames, optionOf, variableOf } from '../../src/cli/options.ts';
import { withSection } from './readme-section.ts';

/** The README with this section up to date. Throws if its marks are missing. */
export function withOptionSection(readme: string): string {
  return withSection(readme, 'options', optionSection());
}

function optionSection(): string {
  const tables = groups.map((group) => {
    const names = optionNames.filter((name) => optionTexts[name].group === group);
    const head = `| ${group} | Default | |\n|---|---|---|\n`;
    return `${head}${names.map(optionRow).join('')}`;
  });
  return [...tables, variables].join('\n');
}

function optionRow(name: OptionName): string {
  const option = optionOf(name);
  const value = defaultText(option);
  const shown = value === undefined ? '' : `\`${value}\``;
  return `| \`${optionSyntax(name)}\` | ${shown} | ${optionTexts[name].help} |\n`;
}

const withoutVariable = optionNames
  .filter((name) => optionOf(name).env === false)
  .map((name) => `\`--${name}\``)
  .join(', ');

const variables = `\
Durations and sizes have a unit: \`250ms\`, \`30s\`, \`2m\`, \`1h\`; \`512KB\`, \`10MB\`, \`1GB\`. Sizes are binary:
\`1KB\` and \`1KiB\` are both 1024 bytes. Each option is also an environment variable, except ${withoutVariable}:
\`--restart-window 2m\` is \`${variableOf('restart-window')}=2m\`. The command line beats the environment.
`;
