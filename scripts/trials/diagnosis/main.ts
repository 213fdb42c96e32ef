/**
 * Measures the diagnosis: `npm run measure:diagnosis [file.jsonl …]`. Right, vague and false for
 * each corpus apart; then each family of causes with the rows of that family taken out, which shows
 * what is said of causes that no row knows.
 */
import { readFileSync } from 'node:fs';
import { diagnose, diagnoseWith } from '../../../src/diagnose/diagnose.ts';
import type { Family } from '../../../src/diagnose/rules/all.ts';
import { allFamilies } from '../../../src/diagnose/rules/all.ts';
import { evidenceOfCase, type JudgedCase, type Judgement, judge, tally } from './judge.ts';

const corpora = [
  'reported',
  'reported-2',
  'issues',
  'own-failures',
  'look-alikes',
  'own-look-alikes',
];

function read(name: string): JudgedCase[] {
  const own = name.endsWith('.jsonl');
  const text = readFileSync(own ? name : `test/diagnose/corpus/${name}.json`, 'utf8');
  const items = own
    ? text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : JSON.parse(text);
  return items.filter(
    ({ fidelity, id }: JudgedCase) => fidelity !== 'described' && !id.startsWith('midsession'),
  );
}

function percent(part: number, total: number): string {
  return total === 0 ? '-' : `${((100 * part) / total).toFixed(1)} %`;
}

function report(name: string, judgements: readonly Judgement[]): void {
  const { right, vague, false: wrong, total } = tally(judgements);
  console.info(
    `${name}: ${total} cases, right ${right} (${percent(right, total)}), vague ${vague}, false ${wrong} (${percent(wrong, total)})`,
  );
  for (const { id, expected, said, outcome } of judgements) {
    if (outcome !== 'right') console.info(`  ${outcome} ${id}: ${expected}, said ${said}`);
  }
}

function without(reason: string): Family[] {
  return allFamilies().map(({ rows, kinds }) => ({
    kinds,
    rows: rows.filter((row) => row.reason !== reason),
  }));
}

const names = process.argv.length > 2 ? process.argv.slice(2) : corpora;
const all = names.flatMap((name) => {
  const items = read(name);
  report(
    name,
    items.map((item) => judge(item, diagnose(evidenceOfCase(item)).reason)),
  );
  return items;
});

console.info('\nwith the rows of its own family taken out (no row knows the cause):');
const families = new Map<string, JudgedCase[]>();
for (const item of all) families.set(item.class, [...(families.get(item.class) ?? []), item]);
const left = [...families].flatMap(([family, items]) => {
  const known = without(family);
  return items
    .map((item) => judge(item, diagnoseWith(known, evidenceOfCase(item)).reason))
    .filter(({ expected }) => expected !== 'none');
});
const invented = left.filter(({ outcome }) => outcome === 'false');
console.info(
  `${left.length} cases, another cause named for ${invented.length} (${percent(invented.length, left.length)})`,
);
for (const { id, expected, said } of invented) console.info(`  ${id}: ${expected}, said ${said}`);
