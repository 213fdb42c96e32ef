/**
 * How much V8 allocates for a message, counted instead of timed: what is made anew for each is
 * collected by whoever answers next.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const flags = ['--expose-gc', '--single-threaded', '--min-semi-space-size=256'];
/** Measured of Node.js 20 to 26: 3.4 to 4.4 KB. */
const bytesMax = 4_700;

it('a request and its answer allocate a few objects', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'allocations-'));
  try {
    const outfile = join(directory, 'allocations.cjs');
    const entry = fileURLToPath(new URL('fixtures/allocations.ts', import.meta.url));
    await build({ entryPoints: [entry], bundle: true, platform: 'node', outfile });
    const args = [...flags, '--max-semi-space-size=256', outfile];
    const bytes = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    for (const name of ['greeted', 'busy']) {
      expect(bytes[name], name).toBeGreaterThan(500);
      expect(bytes[name], name).toBeLessThan(bytesMax);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
