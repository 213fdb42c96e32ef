/**
 * What must not grow unseen, counted instead of timed: what a start loads, what a diagnosis looks
 * for. Bytes on their way are counted in streams.test.ts, sizes are guarded in cli/bundle.test.ts,
 * times by `npm run bench`.
 */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { matching } from '../../src/diagnose/match.ts';
import { readFacts } from '../../src/diagnose/output.ts';
import { allFamilies } from '../../src/diagnose/rules/all.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('until the server is started', () => {
  const { files, builtins } = loadedAt('spawn', ['node', '-e', '0']);

  it('reads the entry and the bundle', () => {
    expect(files).toEqual(['bin/mcp-shield.js', 'bin/parts.js', 'dist/mcp-shield.cjs']);
  });

  it('loads no more of Node.js than it needs', () => {
    // 2 to 10 ms each.
    const dear =
      /^(?:crypto|worker_threads|net|tls|http|https|zlib|readline|inspector|fs\/promises)$/;
    expect(builtins.filter((name) => dear.test(name))).toEqual([]);
    expect(builtins.length).toBeLessThanOrEqual(30);
  });
});

describe('until the first answer', () => {
  // One that answers at once: what waits for the first answer does not wait for ever.
  const answer = '{"jsonrpc":"2.0","id":0,"result":{}}';
  const server = ['sh', '-c', `read line; echo '${answer}'`];
  const { files, builtins, changes } = loadedAt('answer', server);

  it('reads the session and nothing that hides, prints or explains', () => {
    const parts = ['dist/mcp-shield.cjs', 'dist/shield.cjs'];
    expect(files).toEqual(['bin/mcp-shield.js', 'bin/parts.js', ...parts]);
  });

  it('loads no more of Node.js than it needs', () => {
    expect(builtins.filter((name) => /^(?:crypto|perf_hooks|inspector)$/.test(name))).toEqual([]);
  });

  it('leaves the disk alone', () => {
    expect(changes).toEqual([]);
  });
});

/** What was loaded since Node.js itself was ready and had what the hook needs. */
function loadedAt(
  moment: 'spawn' | 'answer',
  server: readonly string[],
): { files: string[]; builtins: string[]; changes: string[] } {
  const hook = fileURLToPath(new URL(`fixtures/loaded-at-${moment}.cjs`, import.meta.url));
  const { output } = spawnSync(
    process.execPath,
    ['-r', hook, 'bin/mcp-shield.js', '--', ...server],
    {
      cwd: root,
      encoding: 'utf8',
      input: '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}\n',
      stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    },
  );
  return JSON.parse(output[3] ?? '');
}

describe('a server that was killed and had said nothing', () => {
  it('is explained without a search for words', () => {
    let searches = 0;
    const counted = (pattern: RegExp): RegExp => {
      const copy = new RegExp(pattern);
      copy.exec = (text) => {
        searches += 1;
        return RegExp.prototype.exec.call(copy, text);
      };
      copy[Symbol.matchAll] = (text) => {
        searches += 1;
        return RegExp.prototype[Symbol.matchAll].call(pattern, text);
      };
      return copy;
    };
    const families = allFamilies().map(({ rows, kinds }) => ({
      kinds,
      rows: rows.map(({ sees, ...rule }) => {
        const { text, also, ...rest } = sees;
        const words = text === undefined ? {} : { text: text.map(counted) };
        return { ...rule, sees: { ...rest, ...words, ...(also && { also: counted(also) }) } };
      }),
    }));
    const killed = {
      command: ['server'],
      phase: 'session',
      exitCode: null,
      signal: 'SIGKILL',
      uptimeMs: 1_000,
      stdout: '',
      platform: 'linux',
      cwd: '/',
    } as const;
    expect(matching(families, readFacts({ ...killed, stderr: '' }))).not.toEqual([]);
    expect(searches).toBe(0);
    matching(families, readFacts({ ...killed, signal: 'SIGSEGV', stderr: 'cannot' }));
    expect(searches).toBeGreaterThan(0);
  });
});
