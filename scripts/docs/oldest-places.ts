/**
 * Lists what the table of clients says and nobody has looked at for long: the oldest first, then
 * what was only reported. So that someone looks again: `npm run clients:oldest [count]`.
 */
import { clients, closedClients } from '../../src/config/clients.ts';
import { expansions } from '../../src/config/expansions.ts';

interface Entry {
  readonly what: string;
  readonly source: string;
  readonly seen: string;
}

const entries: readonly Entry[] = [
  ...clients.flatMap(({ id, places }) =>
    places.map(({ file, source, seen }) => ({ what: `${id}: ${file}`, source, seen })),
  ),
  ...closedClients.map(({ id, source, seen }) => ({ what: `${id}: not wrapped`, source, seen })),
  ...Object.entries(expansions).map(([name, { source, seen }]) => ({
    what: `what ${name} fills in`,
    source,
    seen,
  })),
];

const count = Number(process.argv[2] ?? 30);
const isReported = ({ seen }: Entry): boolean => seen.startsWith('reported');
const looked = entries
  .filter((entry) => !isReported(entry))
  .sort((a, b) => (a.seen < b.seen ? -1 : Number(a.seen > b.seen)));
const reported = entries.filter(isReported);

process.stdout.write(`${entries.length} facts; the oldest that were looked at:\n`);
for (const { what, source, seen } of looked.slice(0, count)) {
  process.stdout.write(`${seen}  ${what}\n            ${source}\n`);
}
process.stdout.write(`\n${reported.length} that were only reported:\n`);
for (const { what, source } of reported) process.stdout.write(`${what}\n  ${source}\n`);
