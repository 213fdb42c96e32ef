/**
 * The workflows name what is there, run the whole gate on every system, and may do no more than
 * they need. That they are workflows at all is said by `npm run lint`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { targets } from '../scripts/build/executables/targets.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { scripts, engines } = JSON.parse(read('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
};

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly steps?: readonly Step[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly unknown[]>> };
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const names = readdirSync(join(root, '.github/workflows'));
const workflow = (name: string): Workflow => parse(read(`.github/workflows/${name}`));

/** Of package.json, as `npm run`, `npm test` or `also` of .ci/run call them. */
function scriptsIn(text: string): string[] {
  const run = [...text.matchAll(/\b(?:npm run|also) ([a-z][\w:-]*)/g)].map(([, name = '']) => name);
  return /\bnpm test\b/.test(text) ? [...run, 'test'] : run;
}

function pathsIn(text: string): string[] {
  return text.match(/(?<![\w./-])(?:scripts|test|\.ci)\/[\w./-]*\.[a-z]+\b/g) ?? [];
}

function missing(text: string): string[] {
  const unknown = scriptsIn(text).filter((name) => !Object.hasOwn(scripts, name));
  return [...unknown, ...pathsIn(text).filter((path) => !existsSync(join(root, path)))];
}

describe.each([...names.map((name) => `.github/workflows/${name}`), '.ci/run'])('%s', (path) => {
  it('calls scripts that package.json has, and names files that are there', () => {
    expect(scriptsIn(read(path)).length).toBeGreaterThan(1);
    expect(missing(read(path))).toEqual([]);
  });
});

describe('package.json', () => {
  it('calls scripts and files that are there', () => {
    const texts = Object.values(scripts);
    expect(texts.flatMap(pathsIn).length).toBeGreaterThan(20);
    expect(texts.flatMap(missing)).toEqual([]);
  });
});

describe('the search for what is missing', () => {
  it('finds it', () => {
    const text = 'npm run build && npm run biuld -- x\nnode scripts/none.mjs; also test:nothing';
    expect(missing(text)).toEqual(['biuld', 'test:nothing', 'scripts/none.mjs']);
  });
});

describe.each(names)('%s', (name) => {
  const { permissions, concurrency, jobs } = workflow(name);
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  it('reads and nothing else, where a job says no other', () => {
    expect(permissions).toEqual({ contents: 'read' });
    const writing = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    expect(writing.map(([job]) => job)).toEqual(name === 'release.yml' ? ['publish'] : []);
  });

  it('runs actions by their commit, with the version beside it', () => {
    const used = read(`.github/workflows/${name}`).match(/^.*\buses: .*$/gm) ?? [];
    expect(used.length).toBeGreaterThan(1);
    const local = used.filter((line) => line.includes('uses: ./'));
    for (const line of used.filter((it) => !local.includes(it))) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it('keeps no right to write in the clone, hangs for no hour, and says what it gives way to', () => {
    const clones = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(clones.length).toBeGreaterThan(0);
    for (const clone of clones) expect(clone.with?.['persist-credentials']).toBe(false);
    for (const job of Object.values(jobs)) {
      if (job.steps !== undefined) expect(job['timeout-minutes']).toBeLessThan(61);
    }
    expect(concurrency['cancel-in-progress']).toBe(name !== 'release.yml');
  });

  it('puts nothing into a shell that somebody else may have written', () => {
    const inserted = steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? []);
    for (const expression of inserted) expect(expression).toMatch(/^\$\{\{ matrix\.\w+ \}\}$/);
  });
});

describe('ci.yml', () => {
  const { gate, executable } = workflow('ci.yml').jobs;

  it('runs the gate on each system with each Node.js', () => {
    const { os = [], node = [] } = gate?.strategy?.matrix ?? {};
    expect(os.map((label) => String(label).split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
    expect(node).toEqual([20, 22, 24, 26]);
    expect(engines.node).toBe(`>=${node[0]}.17`);
    expect(gate?.steps?.map(({ run }) => run)).toEqual(
      expect.arrayContaining(['npm ci', 'npm run check']),
    );
  });

  it('builds and tries each executable', () => {
    const { include = [] } = executable?.strategy?.matrix ?? {};
    expect(include).toMatchObject(Object.keys(targets).map((target) => ({ target })));
  });
});
