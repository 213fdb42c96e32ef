/**
 * A report as text for people. Symbols and colour only where the reader asked for them: a file or
 * another program gets plain words.
 */
import { visible } from '../../base/visible.ts';
import { type Check, checkNames } from '../../diagnose/checkup/check.ts';
import { type Colour, paint, type Style } from '../style.ts';
import { wrapped } from '../wrapped.ts';
import type { FileReport, Report, ServerReport } from './report.ts';

const words: Readonly<Record<Check['status'], string>> = {
  ok: 'ok   ',
  note: 'note ',
  problem: 'WRONG',
};

const symbols: Readonly<Record<Check['status'], string>> = { ok: '✔', note: '!', problem: '✖' };

const colours: Readonly<Record<Check['status'], Colour>> = {
  ok: 'green',
  note: 'yellow',
  problem: 'red',
};

const nameWidth = Math.max(...checkNames.map((name) => name.length));

/** Only if there is something to say about it. */
export function renderFile({ client, file, checks }: FileReport, style: Style): string | undefined {
  if (checks.length === 0) return undefined;
  const title = paint(visible(client === undefined ? file : `${client}, ${file}`), 'bold', style);
  const lines = checks.flatMap((check) => renderCheck(check, style));
  return `${[title, ...lines].join('\n')}\n`;
}

export function renderServer(server: ServerReport, style: Style): string {
  const { name, client, file, command, checks } = server;
  const where = [client, file].filter((part) => part !== undefined).join(', ');
  const title = paint(name, 'bold', style);
  const lines = [where === '' ? title : `${title}  ${paint(visible(where), 'faint', style)}`];
  if (command !== undefined && command !== name) lines.push(`  ${paint(command, 'faint', style)}`);
  lines.push(...checks.flatMap((check) => renderCheck(check, style)));
  lines.push(`  Verdict: ${verdictLine(server, style)}`);
  return `${lines.join('\n')}\n`;
}

/** What is wrong stands above, with what to do: it is not told again. */
function verdictLine({ verdict, checks }: ServerReport, style: Style): string {
  if (verdict.healthy) {
    const said = /[.?!…]$/.test(verdict.text) ? verdict.text : `${verdict.text}.`;
    return paint(said, 'green', style);
  }
  const problems = checks.filter(({ status }) => status === 'problem');
  const first = checkNames.find((name) => problems.some((check) => check.name === name));
  const order = problems.length > 1 ? `; begin with ${first}` : '';
  return paint(`it does not work${order}.`, 'red', style);
}

/** Behind all servers: what holds for all of them, and what was left out. */
export function renderEnd(report: Report, style: Style): string {
  const { configurations, servers, leftOut } = report;
  const blocks = [
    ...(servers.length + configurations.length === 0 && leftOut.length === 0
      ? ['No configuration file of a known client was found here; see mcp-shield clients --all.\n']
      : []),
    ...emptyFiles(report),
    ...(servers.length > 1 || (servers.length === 0 && configurations.length > 0 && !report.healthy)
      ? [summary(report, style)]
      : []),
    ...(leftOut.length === 0 ? [] : [leftOutText(leftOut)]),
  ];
  return blocks.join('\n');
}

function emptyFiles({ configurations, servers }: Report): readonly string[] {
  if (servers.length > 0) return [];
  const [empty] = configurations.filter(({ checks }) => checks.length === 0);
  return empty === undefined ? [] : [`There is no server in ${visible(empty.file)}.\n`];
}

function leftOutText(files: readonly string[]): string {
  return [
    'Not examined: files of this project, which start commands of whoever wrote them.\n',
    ...files.map((file) => `  ${visible(file)}\n`),
    'If you trust them: mcp-shield doctor --project\n',
  ].join('');
}

function renderCheck(
  { name, status, text, lines = [], advice = [] }: Check,
  style: Style,
): string[] {
  const mark = paint(style.symbols ? symbols[status] : words[status], colours[status], style);
  const indent = ' '.repeat(2 + (style.symbols ? 1 : words.ok.length) + 2);
  const bullet = style.symbols ? '→' : '-';
  const below = `${indent}${' '.repeat(nameWidth)}  `;
  return [
    ...hanging(`  ${mark}  ${name.padEnd(nameWidth)}  `, text, { below, style }),
    ...lines.map((line) => paint(`${indent}| ${line}`, 'faint', style)),
    ...advice.flatMap((sentence) =>
      hanging(`${indent}${bullet} `, sentence, { below: `${indent}  `, style }),
    ),
  ];
}

/** At a terminal no word is broken: what does not fit goes on below. */
function hanging(
  start: string,
  text: string,
  { below, style }: { readonly below: string; readonly style: Style },
): string[] {
  if (style.columns === undefined) return [`${start}${text}`];
  const rows = wrapped(text, Math.max(20, style.columns - below.length));
  return rows.map((row, at) => `${at === 0 ? start : below}${row}`);
}

function summary({ servers, healthy }: Report, style: Style): string {
  const count = servers.length;
  const examined = servers.filter(({ measured }) => measured !== undefined).length;
  if (healthy && examined === 0) return 'No server was started.\n';
  if (healthy) {
    const those = examined === 1 ? 'the server' : `the ${examined} servers`;
    const all = examined === count ? `${count} servers` : `${those} that could be started`;
    const rest = examined === count ? '' : `; ${count - examined} could not`;
    return `${paint(`Nothing is wrong with ${all}`, 'green', style)}${rest}.\n`;
  }
  const wrong = servers.filter(({ verdict }) => !verdict.healthy).map(({ name }) => name);
  if (wrong.length === 0) {
    return `${paint('Something is wrong with the configuration', 'red', style)}.\n`;
  }
  const text = `Something is wrong with ${wrong.length} of ${count} servers`;
  return `${paint(text, 'red', style)}: ${wrong.join(', ')}.\n`;
}
