/**
 * A copy of the project in which one fault at a time is put into the sources, and the three ways to
 * see it: simulated worlds, the pure tests, and tests with processes. Knows no table.
 */

import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Fault } from '../../../test/faults/fault.ts';

/** Undefined: nobody saw it. Otherwise what was seen, in one line. */
export type Seen = string | undefined;

const left = new Set(['node_modules', 'dist', '.git', 'coverage']);
/** A world that loops, or a test that waits for ever, has seen it. */
const worldsMaxMs = 300_000;
const testsMaxMs = 420_000;

export class Workspace {
  readonly #root = mkdtempSync(join(tmpdir(), 'mcp-shield-mutants-'));

  constructor() {
    cpSync('.', this.#root, { recursive: true, filter: (path) => !left.has(basename(path)) });
    symlinkSync(resolve('node_modules'), join(this.#root, 'node_modules'));
  }

  /** Puts the fault in, lets `look` look, and takes it out. */
  async with(fault: Fault, look: () => Promise<void>): Promise<void> {
    const path = this.#pathOf(fault.code);
    const source = readFileSync(path, 'utf8');
    writeFileSync(
      path,
      source.replace(fault.code, () => fault.instead),
    );
    try {
      await look();
    } finally {
      writeFileSync(path, source);
    }
  }

  async worlds(count: number): Promise<Seen> {
    const outfile = join(this.#root, 'dist', 'worlds.cjs');
    const esbuild = join(this.#root, 'node_modules', '.bin', 'esbuild');
    const entry = 'scripts/trials/mutants/worlds.ts';
    const bundled = await run(
      esbuild,
      [entry, '--bundle', '--platform=node', '--log-level=error', `--outfile=${outfile}`],
      { cwd: this.#root, maxMs: testsMaxMs },
    );
    if (bundled.code !== 0) return 'it cannot be built';
    const { code, stdout } = await run(process.execPath, [outfile, '1', String(count)], {
      cwd: this.#root,
      maxMs: worldsMaxMs,
    });
    return code === 0 ? undefined : (stdout.trim() || 'it never ends').slice(0, 160);
  }

  /**
   * Without the worlds, without what only looks at the shape of the sources, and without the
   * folders that no fault of the table is in.
   */
  pure(): Promise<Seen> {
    const excluded = [
      'test/world/world.test.ts',
      'test/world/log-lines.test.ts',
      'test/*.test.ts',
      'test/{config,diagnose}/**',
    ];
    return this.#vitest(['--project', 'core', ...excluded.flatMap((glob) => ['--exclude', glob])]);
  }

  async processes(files: readonly string[]): Promise<Seen> {
    const built = await run(process.execPath, ['esbuild.config.mjs'], {
      cwd: this.#root,
      maxMs: testsMaxMs,
    });
    if (built.code !== 0) return 'it cannot be built';
    return this.#vitest(['--project', 'process', ...files]);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  async #vitest(args: readonly string[]): Promise<Seen> {
    const report = join(this.#root, 'dist', 'report.json');
    rmSync(report, { force: true });
    const vitest = join(this.#root, 'node_modules', 'vitest', 'vitest.mjs');
    const common = [
      'run',
      '--bail=1',
      '--maxWorkers=1',
      '--reporter=json',
      `--outputFile=${report}`,
    ];
    const { code } = await run(process.execPath, [vitest, ...common, ...args], {
      cwd: this.#root,
      maxMs: testsMaxMs,
    });
    return code === 0 ? undefined : (firstFailed(report) ?? 'the run did not end well');
  }

  #pathOf(code: string): string {
    const names = readdirSync(join(this.#root, 'src'), { recursive: true, encoding: 'utf8' });
    const paths = names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(this.#root, 'src', name));
    const [path, ...more] = paths.filter((name) => readFileSync(name, 'utf8').includes(code));
    if (path === undefined || more.length > 0) throw new Error(`not in one place: ${code}`);
    return path;
  }
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
    readonly status: string;
    readonly name: string;
  }[];
}

function firstFailed(path: string): string | undefined {
  try {
    const { testResults } = JSON.parse(readFileSync(path, 'utf8')) as Report;
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
    const test = tests.find(({ status }) => status === 'failed')?.fullName;
    return test ?? basename(testResults.find(({ status }) => status === 'failed')?.name ?? '');
  } catch {
    return undefined;
  }
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

/** Never rejects: whatever does not end well has ended with another code than 0. */
function run(
  file: string,
  args: readonly string[],
  { cwd, maxMs }: { cwd: string; maxMs: number },
): Promise<Ended> {
  const options = { cwd, timeout: maxMs, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 } as const;
  return new Promise((done) => {
    execFile(file, args, options, (error, stdout) => {
      const code = typeof error?.code === 'number' ? error.code : 1;
      done({ code: error === null ? 0 : code, stdout });
    });
  });
}
