/**
 * The tests of the Python SDK, of its source distribution: all that start a server. One that a test
 * would reach in memory is reached over real pipes instead (python/pipes.py), bare as well.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { obtainPython, pythonProgram, pythonVersion, sdk } from './obtain.mjs';

/** Those of the documentation, of the command line and of the types start no server. */
const places = [
  ...['client', 'docs_src', 'examples', 'interaction', 'issues', 'server', 'shared', 'transports'],
  'test_examples.py',
].map((place) => `tests/${place}`);
const overHttp = 'streamable';
const deadlineS = 60;

/** @type {import('./suites.mjs').Suite} */
export const pythonSdk = {
  name: 'python-sdk',
  obtain: obtainPython,
  version: pythonVersion,
  async run({ prefix, home, only }) {
    const results = join(home, 'results.jsonl');
    const onlyFile = join(home, 'only.json');
    if (only !== undefined) writeFileSync(onlyFile, JSON.stringify(only));
    const few = only !== undefined && only.length < 20;
    await execa(
      pythonProgram,
      [
        ...['-m', 'pytest', '-q', '-p', 'pipes', '-p', 'no:cacheprovider', '-p', 'no:pretty'],
        ...['-o', 'log_cli=false', '--color=no', '--tb=short', '--timeout', `${deadlineS}`],
        ...['-n', few ? '0' : `${availableParallelism()}`, '-k', `not ${overHttp}`],
        ...placesOf(only),
      ],
      {
        cwd: sdk(),
        env: {
          HOME: home,
          PYTHONPATH: [fileURLToPath(new URL('python', import.meta.url)), sdk('examples')].join(
            delimiter,
          ),
          SUITES_PREFIX: JSON.stringify(prefix),
          SUITES_RESULTS: results,
          ...(only === undefined ? {} : { SUITES_ONLY: onlyFile }),
        },
        reject: false,
        all: true,
      },
    ).then(({ all }) => {
      if (!existsSync(results)) throw new Error(`pytest ran nothing:\n${all}`);
    });
    return outcomesOf(readFileSync(results, 'utf8'));
  },
};

/** Not the tests themselves: their number would be too large for a command line. */
function placesOf(only) {
  const files = [...new Set((only ?? []).map((test) => test.replace(/::.*$/s, '')))];
  return files.length > 0 ? files : places;
}

/** A test has a row for its setup, its call and its teardown. */
function outcomesOf(text) {
  /** @type {import('./suites.mjs').Outcomes} */
  const outcomes = new Map();
  const rows = text.split('\n').filter((line) => line !== '');
  for (const { test, when, outcome, servers, why } of rows.map((row) => JSON.parse(row))) {
    const before = outcomes.get(test) ?? { passed: true, said: '' };
    const passed = before.passed && outcome === 'passed';
    outcomes.set(test, { passed, said: before.said || why });
    if (when === 'teardown' && servers === 0) outcomes.delete(test);
  }
  return outcomes;
}
