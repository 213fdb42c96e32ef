/**
 * Runs tests of pure folders for Stryker, in this process and without vitest around them: for a
 * mutant that fails in a millisecond vitest would take seconds to start. What these tests use of
 * vitest is small: `describe`, `it`, `expect`, two hooks and `vi.spyOn`.
 *
 * Each mutant gets modules of its own, evaluated while it is active: a table that is made once is
 * no special case, and nothing is left of the mutant before. `MUTATION_TESTS`: the folders of test.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build } from 'esbuild';

/** Each world is another session; fifty of them meet most of what thousands prove. */
process.env.WORLD_COUNT = '50';
/**
 * Two hundred worlds before its first test, for nothing but the form of log lines; and what would
 * start a process for each mutant, or write hundreds of files in homes of their own.
 */
const left = /\/log-lines\.test\.ts$|from '(?:node:child_process|execa|\.\/commands\.ts)'/;

/** A test that takes longer is not run for each mutant, but for the worlds; in ms. */
const slowMs = 300;
/** Of a property: there are many mutants, and few that only thousands of inputs show. */
const triesMax = 100;

const loops = { status: 'timeout' };

const require = createRequire(import.meta.url);
const ofVitest = createRequire(require.resolve('vitest/package.json'));
/** @param {string} name of a package that vitest is made of */
const partOfVitest = (name) => import(pathToFileURL(ofVitest.resolve(name)).href);

/**
 * @typedef {{ id: string, run: () => unknown }} Test
 * @typedef {{ tests: Test[], before: (() => unknown)[], after: (() => unknown)[] }} Collected
 */

class QuickRunner {
  /** What Stryker's instrumentation reads and writes. */
  #stryker = instrumentation();
  /** @type {Script} */
  #script = new Script('');
  /** @type {string[]} */
  #files = [];
  /** @type {Record<string, any>} */
  #tools = {};

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const folders = (process.env.MUTATION_TESTS ?? '').split(',');
    this.#files = folders.flatMap((folder) =>
      readdirSync(`test/${folder}`, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.test.ts'))
        .map((path) => join('test', folder, path))
        .filter((path) => !left.test(path) && !left.test(readFileSync(path, 'utf8')))
        .sort(),
    );
    this.#script = new Script(await bundled(this.#files), { filename: 'tests.cjs' });
    const { expect, vi } = await expectation();
    this.#tools = { expect, vi };
  }

  async dryRun() {
    const stryker = this.#stryker;
    stryker.activeMutant = undefined;
    const coverage = { static: {}, perTest: {} };
    const tests = [];
    for (const file of this.#files) {
      // What is evaluated on the way to a test is covered by each test of that file.
      stryker.mutantCoverage = { static: {}, perTest: {} };
      stryker.currentTestId = undefined;
      const collected = this.#collect(this.#freshModules(), file);
      await inTurn(collected.before);
      for (const { id, run } of collected.tests) {
        stryker.currentTestId = id;
        const started = performance.now();
        const failure = await failureOf(run);
        if (failure) console.warn(`${id} is left out: ${failure}`);
        tests.push({ id, name: id, timeSpentMs: performance.now() - started, ...outcome(failure) });
      }
      stryker.currentTestId = undefined;
      await inTurn(collected.after);
      const { static: onTheWay, perTest } = stryker.mutantCoverage;
      for (const { id, status, timeSpentMs } of tests.slice(-collected.tests.length)) {
        const isSlow = timeSpentMs > slowMs && !file.startsWith('test/world/');
        if (status === 0 && !isSlow) coverage.perTest[id] = { ...onTheWay, ...perTest[id] };
      }
    }
    return { status: 'complete', tests, mutantCoverage: coverage };
  }

  /**
   * Ends at the first test that fails, unless all are wanted.
   *
   * @param {{ testFilter?: string[], hitLimit?: number, activeMutant: { id: string },
   *   disableBail?: boolean }} options
   */
  async mutantRun({ testFilter, hitLimit, activeMutant, disableBail }) {
    const stryker = this.#stryker;
    const wanted = testFilter && new Set(testFilter);
    Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: 0 });
    try {
      let nrOfTests = 0;
      /** @type {string[]} */
      const killedBy = [];
      let failureMessage = '';
      const result = () =>
        killedBy.length === 0
          ? { status: 'survived', nrOfTests }
          : { status: 'killed', killedBy, failureMessage, nrOfTests };
      const modules = this.#freshModules();
      for (const file of this.#files) {
        if (wanted && !testFilter?.some((id) => id.startsWith(`${file}#`))) continue;
        const killed = (/** @type {string} */ id, /** @type {unknown} */ failure) => {
          if (stryker.hitCount > (hitLimit ?? Number.POSITIVE_INFINITY)) return loops;
          killedBy.push(id);
          failureMessage ||= String(failure);
          return disableBail ? undefined : result();
        };
        /** @type {Collected} */
        let collected = { tests: [], before: [], after: [] };
        const broken = await failureOf(async () => {
          collected = this.#collect(modules, file);
          await inTurn(collected.before);
        });
        if (broken) {
          // Its tests do not even begin.
          const concerned = testFilter?.filter((id) => id.startsWith(`${file}#`)) ?? [file];
          const [end] = concerned.map((id) => killed(id, broken));
          if (end) return end;
          continue;
        }
        for (const { id, run } of collected.tests) {
          if (wanted && !wanted.has(id)) continue;
          nrOfTests += 1;
          const failure = await failureOf(run);
          const end = failure && killed(id, failure);
          if (end) return end;
        }
        const left = await failureOf(() => inTurn(collected.after));
        const end = left && killed(file, left);
        if (end) return end;
      }
      return result();
    } finally {
      stryker.activeMutant = undefined;
    }
  }

  /** The tests by file, each evaluated anew, with all that it imports, when it is asked for. */
  #freshModules() {
    const module = { exports: {} };
    const evaluate = this.#script.runInThisContext();
    evaluate(module, module.exports, (name) => (name === 'fast-check' ? fewTries : require(name)));
    return module.exports;
  }

  /** @returns {Collected} */
  #collect(modules, file) {
    /** @type {Collected} */
    const collected = { tests: [], before: [], after: [] };
    const around = [];
    const add = (name, ...rest) => {
      const run = rest.find((it) => typeof it === 'function');
      const id = `${file}#${collected.tests.length} ${[...around, name].join(' ')}`;
      collected.tests.push({ id, run });
    };
    const describe = (name, body) => {
      around.push(name);
      body();
      around.pop();
    };
    Object.assign(this.#tools, {
      it: withRows(add),
      describe: withRows(describe),
      beforeAll: (run) => collected.before.push(run),
      afterAll: (run) => collected.after.push(run),
    });
    globalThis['quickVitest'] = this.#tools;
    modules.files[file]();
    return collected;
  }
}

/** `assert` with an end. */
const fewTries = (() => {
  const { default: fc } = require('fast-check');
  const assert = (property, { numRuns = triesMax, ...parameters } = {}) =>
    fc.assert(property, { ...parameters, numRuns: Math.min(numRuns, triesMax) });
  return { ...fc, assert, default: { ...fc, assert }, __esModule: true };
})();

/** One object, also for the modules that look for it. */
function instrumentation() {
  globalThis['__stryker__'] ??= {};
  return globalThis['__stryker__'];
}

/** `it.each(rows)(name, ...)`, as vitest hands over a row, and `it.skipIf(is)(name, ...)`. */
function withRows(declare) {
  const each = (rows) => (name, first, second) => {
    const body = typeof first === 'function' ? first : second;
    for (const row of rows) {
      declare(name, () => (Array.isArray(row) ? body(...row) : body(row)));
    }
  };
  const skipIf = (is) => (is ? () => undefined : declare);
  return Object.assign(declare, { each, skipIf });
}

/** In one text that is a function of module, exports and require. */
async function bundled(files) {
  // Stryker goes into its sandbox after esbuild has looked where it is.
  const here = process.cwd();
  const entry = files.map((file) => `${JSON.stringify(file)}: () => require('./${file}')`);
  const { outputFiles } = await build({
    stdin: { contents: `exports.files = {${entry.join(',')}};`, resolveDir: here },
    absWorkingDir: here,
    bundle: true,
    platform: 'node',
    packages: 'external',
    write: false,
    logLevel: 'error',
    banner: { js: '(function (module, exports, require) {' },
    footer: { js: '})' },
    plugins: [
      {
        name: 'quick-vitest',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'quick' }));
          onLoad({ filter: /./, namespace: 'quick' }, () => ({
            contents: 'module.exports = globalThis.quickVitest;',
          }));
          onLoad({ filter: /\.ts$/ }, ({ path }) => ({
            contents: readFileSync(path, 'utf8').replaceAll(
              'import.meta.url',
              JSON.stringify(pathToFileURL(resolve(path)).href),
            ),
            loader: 'ts',
          }));
        },
      },
    ],
  });
  return outputFiles[0]?.text ?? '';
}

/** `expect` as vitest puts it together. */
async function expectation() {
  const { chai, ...parts } = await partOfVitest('@vitest/expect');
  const { spyOn } = await partOfVitest('@vitest/spy');
  chai.use(parts.JestExtend);
  chai.use(parts.JestChaiExpect);
  chai.use(parts.JestAsymmetricMatchers);
  const expect = (value, message) => chai.expect(value, message);
  Object.assign(expect, chai.expect, globalThis[parts.ASYMMETRIC_MATCHERS_OBJECT]);
  Object.assign(expect, { hasAssertions: () => undefined });
  parts.setState({ assertionCalls: 0 }, expect);
  globalThis[parts.GLOBAL_EXPECT] ??= expect;
  return { expect, vi: { spyOn } };
}

async function failureOf(run) {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}

async function inTurn(functions) {
  for (const run of functions) await run();
}

/** Left out (2) is also what fails by itself, for instance because it counts how often it tried. */
function outcome(failure) {
  return { status: failure ? 2 : 0 };
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'quick', injectableClass: QuickRunner }];
