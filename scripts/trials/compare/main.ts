/**
 * Compares sessions with odd servers behind the shield with the same sessions without it.
 *
 *   npm run compare -- [--only TEXT] [--client NAME] [--verbose] [--write]
 *
 * `--only` takes the rows whose name contains the text, `--client` one client (raw, lenient, ts1,
 * ts2, python, go). `--verbose` shows both transcripts. `--write` brings docs/compared.md up to
 * date. Needs a build.
 */
import { parseArgs } from 'node:util';
import { type Comparison, compareAll, rawClients } from '../../../test/compared/compare.ts';
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

const clients = [...rawClients, sdk1, sdk2].filter(
  ({ name }) => values.client === undefined || values.client === name,
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

async function main(): Promise<void> {
  const start = performance.now();
  const comparisons = await compareAll(pairs, tell);
  const count = (verdict: string): number =>
    comparisons.filter((it) => it.verdict === verdict).length;
  const seconds = Math.round((performance.now() - start) / 1_000);
  console.log(
    `${comparisons.length} in ${seconds} s: ${count('same')} same, ${count('better')} better, ${count('worse')} worse`,
  );
}

void main();
