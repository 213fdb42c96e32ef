/**
 * The manual page, `docs/mcp-shield.1`, from the tables of commands and options: `npm run readme`.
 */
import { commandTexts, runText } from '../../src/cli/command-texts.ts';
import { defaultText, optionSyntax } from '../../src/cli/help.ts';
import { groups, optionTexts } from '../../src/cli/option-texts.ts';
import { commandNames, optionNames, optionOf, variableOf } from '../../src/cli/options.ts';

export function manPage(): string {
  const commands = commandNames.flatMap((name) => {
    const { usage, help, options = [], examples } = commandTexts[name];
    return [
      '.TP',
      `.B mcp-shield ${quoted(usage)}`,
      `${sentence(help)}`,
      ...options.flatMap(([syntax, text]) => [
        '.RS',
        '.TP',
        `.B ${quoted(syntax)}`,
        sentence(text),
        '.RE',
      ]),
      ...(examples.length > 0
        ? [
            '.br',
            `For example: ${examples.map((it) => `\\fBmcp-shield ${quoted(it)}\\fR`).join(', ')}.`,
          ]
        : []),
    ];
  });
  const options = groups.flatMap((group) => [
    `.SS ${group}`,
    ...optionNames
      .filter((name) => optionTexts[name].group === group)
      .flatMap((name) => {
        const option = optionOf(name);
        const value = defaultText(option);
        const given = value === undefined ? '' : ` The default is ${quoted(value)}.`;
        const variable = option.env === false ? '' : ` Also ${variableOf(name)}.`;
        return [
          '.TP',
          `.B ${quoted(optionSyntax(name))}`,
          `${sentence(optionTexts[name].help)}${given}${variable}`,
        ];
      }),
  ]);
  return [
    '.\\" Made from the tables of commands and options by npm run readme.',
    '.TH MCP-SHIELD 1',
    '.SH NAME',
    'mcp-shield \\- keeps the session of an MCP client alive',
    '.SH SYNOPSIS',
    `.B mcp-shield ${quoted(runText.usage)}`,
    '.SH DESCRIPTION',
    'Stands between an MCP client and a real stdio server: keeps what is not JSON\\-RPC off stdout, restarts the server while the session of the client lives on, and explains what it cannot repair.',
    '.SH COMMANDS',
    ...commands,
    '.SH OPTIONS',
    'Durations and sizes have a unit: 250ms, 30s, 2m, 1h; 512KB, 10MB, 1GB.',
    ...options,
    '.SH EXIT STATUS',
    '0: the client ended the session. 1: a command found something wrong. 2: wrong usage. 70: a defect of mcp\\-shield. With \\fB\\-\\-restarts 0\\fR that of the server.',
    '',
  ].join('\n');
}

/** As roff reads it literally. */
function quoted(text: string): string {
  return text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/…/g, '...')
    .replace(/^([.'])/, '\\&$1');
}

function sentence(text: string): string {
  return quoted(`${text[0]?.toUpperCase()}${text.slice(1)}.`);
}
