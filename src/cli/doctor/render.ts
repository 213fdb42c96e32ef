/**
 * A report as text for people. Symbols and colour only where the reader asked for them: a file or
 * another program gets plain words.
 */
import { visible } from '../../base/visible.ts';
import { type Check, checkNames } from '../../diagnose/checkup/check.ts';
import type { FileReport, Report, ServerReport } from './report.ts';

export interface Style {
  /** The reader is a terminal. */
  readonly symbols: boolean;
  readonly colour: boolean;
}

const words: Readonly<Record<Check['status'], string>> = {
  ok: 'ok   ',
  note: 'note ',
  problem: 'WRONG',
};

const symbols: Readonly<Record<Check['status'], string>> = { ok: '✔', note: '!', problem: '✖' };

/** SGR codes: green, yellow, red. */
const colours: Readonly<Record<Check['status'], number>> = { ok: 32, note: 33, problem: 31 };

const bold = 1;
const faint = 2;

const nameWidth = Math.max(...checkNames.map((name) => name.length));

export function render(report: Report, style: Style): string {
  const { configurations, servers } = report;
  const blocks = [
    ...configurations.flatMap((file) => renderFile(file, style) ?? []),
    ...servers.map((server) => renderServer(server, style)),
  ];
  if (blocks.length === 0) return nothing(configurations);
  if (blocks.length > 1 || servers.length === 0) blocks.push(summary(report, style));
  return blocks.join('\n');
}

function nothing(configurations: readonly FileReport[]): string {
  const [file] = configurations.map(({ file }) => file);
  if (file !== undefined) return `There is no server in ${visible(file)}.\n`;
  return 'No configuration file of a known client was found here; see mcp-shield clients.\n';
}

/** Only if there is something to say about it. */
function renderFile({ client, file, checks }: FileReport, style: Style): string | undefined {
  if (checks.length === 0) return undefined;
  const title = paint(client === undefined ? file : `${client}, ${file}`, bold, style);
  const lines = checks.flatMap((check) => renderCheck(check, style));
  return `${[title, ...lines].join('\n')}\n`;
}

function renderServer(server: ServerReport, style: Style): string {
  const { name, client, file, command, checks, verdict } = server;
  const where = [client, file].filter((part) => part !== undefined).join(', ');
  const title = paint(name, bold, style);
  const lines = [where === '' ? title : `${title}  ${paint(where, faint, style)}`];
  if (command !== undefined && command !== name) lines.push(`  ${paint(command, faint, style)}`);
  lines.push(...checks.flatMap((check) => renderCheck(check, style)));
  const said = /[.?!…]$/.test(verdict.text) ? verdict.text : `${verdict.text}.`;
  lines.push(`  Verdict: ${paint(said, verdict.healthy ? colours.ok : colours.problem, style)}`);
  if (verdict.advice !== undefined) lines.push(`  To do: ${visible(verdict.advice)}`);
  return `${lines.join('\n')}\n`;
}

function renderCheck(
  { name, status, text, lines = [], advice = [] }: Check,
  style: Style,
): string[] {
  const mark = paint(style.symbols ? symbols[status] : words[status], colours[status], style);
  const indent = ' '.repeat(2 + (style.symbols ? 1 : words.ok.length) + 2);
  return [
    `  ${mark}  ${name.padEnd(nameWidth)}  ${visible(text)}`,
    ...lines.map((line) => paint(`${indent}| ${line}`, faint, style)),
    ...advice.map((sentence) => `${indent}${style.symbols ? '→' : '-'} ${visible(sentence)}`),
  ];
}

function summary({ servers, healthy, first }: Report, style: Style): string {
  const count = servers.length;
  if (healthy) return `${paint(`Nothing is wrong with ${count} servers`, colours.ok, style)}.\n`;
  const wrong = servers.filter(({ verdict }) => !verdict.healthy).length;
  const where = wrong === 0 ? 'the configuration' : `${wrong} of ${count} servers`;
  const text = paint(`Something is wrong with ${where}`, colours.problem, style);
  return `${text}. First: ${visible(first ?? '')}\n`;
}

function paint(text: string, code: number, { colour }: Style): string {
  const shown = visible(text);
  return colour ? `\u001b[${code}m${shown}\u001b[0m` : shown;
}
