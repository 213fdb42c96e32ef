/**
 * Runs other people's suites, each bare and behind mcp-shield in the same run, and prints for each
 * how many tests passed and which differ.
 *
 *   npm run test:suites -- [name...] [--skip-missing]
 *
 * Exit code 1 if a test passes bare and not behind mcp-shield, save those of known.mjs; 2 if a
 * suite could not be had. What is theirs is kept below .cache/suites.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execaSync } from 'execa';
import { conformanceClient, conformanceServer } from './conformance.mjs';
import { goSdk, mcpGo } from './go.mjs';
import { inspector } from './inspector.mjs';
import { known } from './known.mjs';

import { pythonSdk } from './python-sdk.mjs';

/**
 * @typedef {{ passed: boolean, said: string }} Outcome
 * @typedef {Map<string, Outcome>} Outcomes by the names of the tests
 * @typedef {{ prefix: string[], home: string, only?: string[] }} Scene
 *   what stands before the command of a server, a home of its own, and the only tests to be run
 * @typedef {{ name: string, obtain: () => void, version: () => string,
 *   run: (scene: Scene) => Promise<Outcomes> }} Suite
 */

const root = fileURLToPath(new URL('../../..', import.meta.url));
const shield = [process.execPath, join(root, 'bin/mcp-shield.js')];
/** @type {Suite[]} */
const suites = [conformanceServer, conformanceClient, pythonSdk, inspector, mcpGo, goSdk];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'skip-missing': { type: 'boolean', default: false } },
});
const unknown = positionals.filter((word) => suites.every(({ name }) => !name.includes(word)));
if (unknown.length > 0) {
  const names = suites.map(({ name }) => name).join(', ');
  process.stderr.write(`no suite is named ${unknown.join(' or ')}: ${names}\n`);
  process.exit(64);
}
const wanted = suites.filter(({ name }) => {
  return positionals.length === 0 || positionals.some((word) => name.includes(word));
});

execaSync(process.execPath, ['esbuild.config.mjs'], { cwd: root, stdio: 'inherit' });
let lost = 0;
let missing = 0;
for (const suite of wanted) {
  try {
    suite.obtain();
  } catch (error) {
    missing += 1;
    print(`${suite.name}: not tried: ${reasonOf(error)}`, '');
    continue;
  }
  try {
    lost += await compare(suite);
  } catch (error) {
    lost += 1;
    print(`${suite.name}: broke off: ${reasonOf(error)}`, '');
  }
}
process.exitCode = lost > 0 ? 1 : missing > 0 && !values['skip-missing'] ? 2 : 0;

/**
 * Prints what became of one suite; returns how many tests are lost behind mcp-shield.
 * @param {Suite} suite
 */
async function compare(suite) {
  const bare = await inHome((home) => suite.run({ prefix: [], home }));
  const only = [...bare.keys()];
  if (only.length === 0) throw new Error('no test was run');
  const behind = await inHome((home) => suite.run({ prefix: shield, home, only }));
  const differing = only.filter((test) => bare.get(test)?.passed !== behind.get(test)?.passed);
  const unsteady = await unsteadyOf(suite, differing);
  const steady = differing.filter((test) => !unsteady.has(test));
  const worse = steady.filter((test) => bare.get(test)?.passed && reasonFor(test) === undefined);
  print(
    `${suite.name} ${suite.version()}`,
    `  tests run bare           ${bare.size}`,
    `  passed bare              ${passedOf(bare, only)}`,
    `  passed behind mcp-shield ${passedOf(behind, only)}`,
    `  differences              ${steady.length}, of which ${worse.length} are losses`,
  );
  for (const test of steady) {
    const [was, is] = [bare.get(test), behind.get(test)];
    const what = was?.passed ? (worse.includes(test) ? 'LOST  ' : 'known ') : 'gained';
    print(`  ${what} ${test}`, indented(reasonFor(test) ?? (is?.said || was?.said || '')));
  }
  for (const test of unsteady) print(`  not steady ${test}`);
  const failed = only.filter((test) => !bare.get(test)?.passed && !steady.includes(test));
  for (const test of failed) print(`  fails bare too ${test}`);
  print('');
  return worse.length;
}

/**
 * Of tests that differed, those that do not differ when they are run alone: this machine was busy.
 * @param {Suite} suite
 * @param {string[]} only
 */
async function unsteadyOf(suite, only) {
  if (only.length === 0) return new Set();
  const bare = await inHome((home) => suite.run({ prefix: [], home, only }));
  const behind = await inHome((home) => suite.run({ prefix: shield, home, only }));
  return new Set(only.filter((test) => bare.get(test)?.passed === behind.get(test)?.passed));
}

/** @param {(home: string) => Promise<Outcomes>} run */
async function inHome(run) {
  const home = mkdtempSync(join(tmpdir(), 'mcp-shield-suites-'));
  try {
    return await run(home);
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @param {string} test */
function reasonFor(test) {
  return known.find((row) => row.test === test)?.reason;
}

/**
 * @param {Outcomes} outcomes
 * @param {string[]} tests
 */
function passedOf(outcomes, tests) {
  return tests.filter((test) => outcomes.get(test)?.passed).length;
}

function reasonOf(error) {
  return String(error.stderr || error.shortMessage || error.message || error)
    .trim()
    .split('\n')
    .slice(-1)[0];
}

/** @param {string} text */
function indented(text) {
  const lines = text.trimEnd().split('\n').slice(-25);
  return lines.map((line) => `         ${line}`).join('\n');
}

/** @param {string[]} lines */
function print(...lines) {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
