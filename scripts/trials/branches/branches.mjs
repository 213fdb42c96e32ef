/**
 * Which lines and branches of the pure folders the pure tests and the simulated worlds run: a row
 * for each folder, and with `--branches` each branch that nothing runs, by its place.
 *
 *     npm run coverage [-- --branches]
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values } = parseArgs({ options: { branches: { type: 'boolean', default: false } } });

const folders = [
  'base',
  'protocol',
  'filter',
  'session',
  'supervisor',
  'shield',
  'diagnose',
  'config',
];
const directory = join(root, '.cache/coverage');
const { status } = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'core', '--exclude', 'test/*.test.ts', '--reporter=dot', '--silent'],
    ...['--coverage', '--coverage.provider=v8', '--coverage.reporter=json'],
    ...['--coverage.exclude=**/*.as.ts', `--coverage.reportsDirectory=${directory}`],
    ...folders.map((name) => `--coverage.include=src/${name}/**`),
  ],
  // Counting makes worlds slow, and what they run they run early.
  {
    cwd: root,
    env: { WORLD_COUNT: '500', ...process.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
if (status !== 0) {
  console.error('The tests do not pass, so what they run says nothing; see npm run test:core.');
  process.exit(1);
}

/**
 * @typedef {{ start: { line: number } }} Place
 * @typedef {{ s: Record<string, number>, b: Record<string, number[]>,
 *   branchMap: Record<string, { locations: Place[], loc: Place }> }} FileCoverage
 */

/** @type {Record<string, FileCoverage>} */
const files = JSON.parse(readFileSync(join(directory, 'coverage-final.json'), 'utf8'));
/** @type {Map<string, { statements: number[], branches: number[] }>} */
const rows = new Map();
for (const [path, { s, b, branchMap }] of Object.entries(files)) {
  const file = relative(root, path).split(sep).join('/');
  const folder = file.split('/').slice(0, 2).join('/');
  const row = rows.get(folder) ?? { statements: [], branches: [] };
  rows.set(folder, row);
  for (const count of Object.values(s)) row.statements.push(count);
  for (const [key, counts] of Object.entries(b)) {
    counts.forEach((count, index) => {
      row.branches.push(count);
      const place = branchMap[key]?.locations[index] ?? branchMap[key]?.loc;
      if (count === 0 && values.branches) console.log(`never run: ${file}:${place?.start.line}`);
    });
  }
}

console.log('| folder | statements | branches | branches never run |\n|---|---:|---:|---:|');
for (const [folder, { statements, branches }] of [...rows].sort()) {
  const never = branches.filter((count) => count === 0).length;
  console.log(`| ${folder} | ${share(statements)} | ${share(branches)} | ${never} |`);
}

/** @param {number[]} counts */
function share(counts) {
  const run = counts.filter((count) => count > 0).length;
  return `${((100 * run) / Math.max(1, counts.length)).toFixed(1)} %`;
}
