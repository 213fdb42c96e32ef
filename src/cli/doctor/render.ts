/**
 * A report as text for people. Symbols and colour only where the reader asked for them: a file or
 * another program gets plain words.
 */
import { type Check, checkNames } from '../../diagnose/checkup/check.ts';
import type { Report, ServerReport } from './report.ts';

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

export function render({ servers, healthy }: Report, style: Style): string {
  const blocks = servers.map((server) => renderServer(server, style));
  if (servers.length > 1) blocks.push(summary(servers, healthy, style));
  return blocks.join('\n');
}

function renderServer(server: ServerReport, style: Style): string {
  const { name, client, file, command, checks, verdict } = server;
  const where = [client, file].filter((part) => part !== undefined).join(', ');
  const title = paint(name, bold, style);
  const lines = [where === '' ? title : `${title}  ${paint(where, faint, style)}`];
  if (command !== undefined && command !== name) lines.push(`  ${paint(command, faint, style)}`);
  lines.push(...checks.flatMap((check) => renderCheck(check, style)));
  lines.push(
    `  Verdict: ${paint(verdict.text, verdict.healthy ? colours.ok : colours.problem, style)}.`,
  );
  if (verdict.advice !== undefined) lines.push(`  To do: ${verdict.advice}`);
  return `${lines.join('\n')}\n`;
}

function renderCheck(
  { name, status, text, lines = [], advice = [] }: Check,
  style: Style,
): string[] {
  const mark = paint(style.symbols ? symbols[status] : words[status], colours[status], style);
  const indent = ' '.repeat(2 + (style.symbols ? 1 : words.ok.length) + 2);
  return [
    `  ${mark}  ${name.padEnd(nameWidth)}  ${text}`,
    ...lines.map((line) => paint(`${indent}| ${line}`, faint, style)),
    ...advice.map((sentence) => `${indent}${style.symbols ? '→' : '-'} ${sentence}`),
  ];
}

function summary(servers: readonly ServerReport[], healthy: boolean, style: Style): string {
  if (healthy) return `${paint(`All ${servers.length} servers work`, colours.ok, style)}.\n`;
  const wrong = servers.filter(({ verdict }) => !verdict.healthy).map(({ name }) => name);
  const text = `Something is wrong with ${wrong.length} of ${servers.length}: ${wrong.join(', ')}`;
  return `${paint(text, colours.problem, style)}.\n`;
}

function paint(text: string, code: number, { colour }: Style): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
