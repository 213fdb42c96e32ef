/**
 * Compares sessions with odd servers behind the shield with the same sessions without it.
 *
 *   npm run compare -- [--only TEXT] [--client NAME] [--verbose] [--write]
 *
 * `--only` takes the rows whose name contains the text, `--client` some of the clients (raw,
 * lenient, ts1, ts2, python, go; with commas). `--verbose` shows both transcripts. `--write` brings
 * docs/compared.md up to date. Needs a build.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Comparison, compareAll, rawClients } from '../../../test/compared/compare.ts';
import { foreignClients } from '../../../test/compared/foreign-clients.ts';
import { oddServers } from '../../../test/compared/odd-servers.ts';
import { sdk1 } from '../../../test/compared/sdk1-client.ts';
import { sdk2 } from '../../../test/compared/sdk2-client.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    client: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const clients = [...rawClients, sdk1, sdk2, ...foreignClients()].filter(
  ({ name }) => values.client === undefined || values.client.split(',').includes(name),
);
const rows = oddServers.filter(({ name }) => name.includes(values.only));
const pairs = clients.flatMap((client) =>
  rows.filter((row) => client.can(row)).map((row) => [client, row] as const),
);

function tell({ row, client, verdict, why, bare, shielded }: Comparison): void {
  console.log(`${verdict.padEnd(6)} ${client.padEnd(8)} ${row.name}`);
  if (verdict === 'worse' || values.verbose) for (const it of why) console.log(`         ${it}`);
  if (values.verbose) console.log(JSON.stringify({ row, bare, shielded }, undefined, 2));
}

/** The README of the table: one row for each server, one column for each client. */
function documentOf(comparisons: readonly Comparison[]): string {
  const names = clients.map(({ name }) => name);
  const cell = (row: string, client: string): string => {
    const found = comparisons.find((it) => it.row.name === row && it.client === client);
    return found === undefined ? '' : found.verdict === 'worse' ? '**worse**' : found.verdict;
  };
  const lines = rows.map(({ name }) => {
    const cells = names.map((client) => cell(name, client));
    return `| ${name.replaceAll('|', '\\|')} | ${cells.join(' | ')} |`;
  });
  return [
    '# Sessions with odd servers, bare and behind the shield',
    '',
    'Made by `npm run compare -- --write`; what each server does is in',
    '`test/compared/odd-servers.ts`. The same client meets the same server twice. *same*: its user',
    'saw the same. *better*: they got answers, reasons or peace that the bare session did not give.',
    '**worse**: something was lost; these rows are listed with their reasons in',
    '`test/compared/known-worse.ts`. An empty cell: this client cannot do what the row wants.',
    '`raw` reads JSON-RPC strictly, `lenient` takes whatever has an id and an outcome, `ts1` and',
    '`ts2` are the TypeScript SDKs, `python` is the SDK in Python, `go` is mcp-go.',
    '',
    `| server | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---|').join('')}`,
    ...lines,
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const start = performance.now();
  // An SDK waits for the end of a process with a timer that holds nobody up.
  const stays = setInterval(() => {}, 60_000);
  const comparisons = await compareAll(pairs, tell);
  clearInterval(stays);
  const count = (verdict: string): number =>
    comparisons.filter((it) => it.verdict === verdict).length;
  if (values.write) mkdirSync('docs', { recursive: true });
  if (values.write) writeFileSync('docs/compared.md', documentOf(comparisons));
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(
    `${comparisons.length} in ${seconds} s: ${count('same')} same, ${count('better')} better, ${count('worse')} worse`,
  );
}

void main();
