/**
 * Breaks the pure folders on purpose, and what is pure in `resolve`, one place at a time, and looks
 * whether a test notices:
 *
 *     npm run mutation                                       all of them: some hours
 *     npm run mutation -- src/session src/filter/repair.ts   these folders and files
 *
 * Prints each mutant that no test notices, then a row for each folder. With `--idle` the other way
 * round: each test of the folder that no mutant of what it runs lets fail.
 * `.cache/mutation/<folder>.html` shows the mutants in the code.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';

const world = ['shield', 'world'];
/** The pure folders below src, and beside the tests of its own name those that rely on it. */
const testedBy = {
  base: ['protocol'],
  protocol: ['filter', 'session'],
  filter: ['shield'],
  session: world,
  supervisor: world,
  shield: ['world'],
  diagnose: [],
  config: [],
  resolve: [],
};

/** No file for this: the scanner is compiled, and a table of limits is no behaviour. */
const left = ['!**/*.as.ts', '!src/protocol/line-scan/module.ts', '!src/base/limits.ts'];

/** Who reads files or runs programs is tried with both, elsewhere. */
const touching = /from '(?:node:(?:fs|child_process|os)|execa)|run-program\.ts'/;
for (const path of readdirSync('src/resolve', { recursive: true, encoding: 'utf8' })) {
  const file = join('src/resolve', path);
  if (file.endsWith('.ts') && touching.test(readFileSync(file, 'utf8'))) left.push(`!${file}`);
}

/** @type {Map<string, string[]>} */
const wanted = new Map();
const { positionals: named, values } = parseArgs({
  allowPositionals: true,
  options: { idle: { type: 'boolean', default: false } },
});
for (const path of named.length > 0 ? named : Object.keys(testedBy).map((it) => `src/${it}`)) {
  const [, folder] = relative('.', path).split('/');
  if (!Object.hasOwn(testedBy, folder)) throw new Error(`${path} is in no pure folder of src`);
  const pattern = statSync(path).isDirectory() ? `${path.replace(/\/$/, '')}/**/*.ts` : path;
  wanted.set(folder, [...(wanted.get(folder) ?? []), pattern]);
}

/** @type {Record<string, Record<string, number | string>>} */
const table = {};
for (const [folder, patterns] of wanted) {
  const tests = values.idle ? [folder] : [folder, ...testedBy[folder]];
  process.env.MUTATION_TESTS = tests.join(',');
  const stryker = new Stryker({
    mutate: [...patterns, ...left],
    testRunner: 'quick',
    plugins: ['quick-runner.mjs', 'living.mjs', 'log-sentences.mjs'].map((name) =>
      fileURLToPath(new URL(name, import.meta.url)),
    ),
    // TypeScript 7 has no interface for the programs that rewrite such a file.
    tsconfigFile: 'none',
    ignorers: ['log-sentences', 'diagnosis-sentences'],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // A mutant that loops is known by its count; on a busy machine a slow one is no dead one.
    timeoutMS: 10_000,
    tempDirName: '.cache/mutation/sandboxes',
    ignorePatterns: ['.cache', 'dist'],
    disableBail: values.idle,
    reporters: ['progress-append-only', ...(values.idle ? [] : ['living', 'html'])],
    htmlReporter: { fileName: `.cache/mutation/${folder}.html` },
    allowEmpty: true,
  });
  const results = await stryker.runMutationTest();
  if (values.idle) tellIdle(results);
  else table[folder] = row(results);
}
if (!values.idle) console.table(table);

/** @param {readonly { status: string }[]} results */
function row(results) {
  const count = (/** @type {string} */ wantedStatus) =>
    results.filter(({ status }) => status === wantedStatus).length;
  const [killed, survived, uncovered] = [count('Killed'), count('Survived'), count('NoCoverage')];
  const timeout = count('Timeout');
  const all = killed + survived + uncovered + timeout;
  const score = all === 0 ? '' : `${((100 * (killed + timeout)) / all).toFixed(1)} %`;
  return { killed, survived, 'no coverage': uncovered, timeout, score };
}

/** @param {readonly { status: string, killedBy?: string[], coveredBy?: string[] }[]} results */
function tellIdle(results) {
  const running = new Set(results.flatMap(({ coveredBy = [] }) => coveredBy));
  const failing = new Set(results.flatMap(({ killedBy = [] }) => killedBy));
  // Who loops has noticed it, too.
  const looping = results.filter(({ status }) => status === 'Timeout');
  for (const id of looping.flatMap(({ coveredBy = [] }) => coveredBy)) failing.add(id);
  const idle = [...running].filter((id) => !failing.has(id));
  for (const id of idle) console.log(`never fails: ${id}`);
  console.log(`${idle.length} of ${running.size} tests never fail`);
}
