/**
 * The files of mcp-shield that are loaded later than the first: they may not be had when they are
 * wanted, and the session goes on without them.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { server, withShield } from './shield-process.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Ends with its input; answers nothing. */
const silent = ['--', process.execPath, '-e', 'process.stdin.resume()'];

describe('so few descriptors', () => {
  // Chaos, seed 337741: the server took the last ones, and the session could not be loaded.
  const limits = Array.from({ length: 24 }, (_, index) => 18 + index);

  it('that no server can be started end in a sentence, one more in a session', () => {
    const endings = limits.map((limit) => {
      const words = [`ulimit -n ${limit}; exec "$@"`, 'sh', process.execPath];
      const { status, stderr } = spawnSync(
        'sh',
        ['-c', ...words, join(root, 'bin/mcp-shield.js'), '--restarts', '0', ...silent],
        // Nothing that is owed: the end would wait for it.
        { input: '{"jsonrpc":"2.0","method":"notifications/custom"}\n', encoding: 'utf8' },
      );
      return { status, stderr };
    });
    // With still fewer Node.js itself ends, before it has read its first file.
    const begun = endings.filter(
      ({ status, stderr }) => status === 0 || /^mcp-shield[: ]/.test(stderr),
    );
    const told = begun.map(({ status, stderr }) =>
      status === 0 ? 'served' : `${status} ${stderr}`,
    );
    const refused = /^126 mcp-shield error: .*EMFILE.*\n$/;
    expect(told.filter((how) => how !== 'served' && !refused.test(how))).toEqual([]);
    expect(told.at(0)).toMatch(refused);
    expect(told.at(-1)).toBe('served');
  });
});

describe('a package that is taken away while it runs', () => {
  it('leaves a session that survives a crash', async () => {
    const copy = join(directory, 'package');
    mkdirSync(copy);
    for (const part of ['bin', 'dist']) {
      cpSync(join(root, part), join(copy, part), {
        recursive: true,
        filter: (file) => !file.includes('executables'),
      });
    }
    const args = ['--log-level', 'info', ...server('legacy-server.mjs')];
    await withShield({ args, entry: join(copy, 'bin/mcp-shield.js') }, async (shield) => {
      await shield.initialize();
      rmSync(join(copy, 'dist'), { recursive: true });
      const { error } = await shield.call('crash', { code: 7 });
      expect(error?.data).toMatchObject({ source: 'mcp-shield', exitCode: 7 });
      expect((await shield.request('ping')).result).toEqual({});
    });
  });
});
