/**
 * The tests that start the executables themselves; `npm run test:executables`. Each system tries
 * its own; Linux that for Windows, too, if it was built, under Wine. One at a time, because each
 * reads a file of 100 MB.
 */
import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const forWindows = new URL('../../dist/executables/mcp-shield-win-x64.exe', import.meta.url);

const suites = process.platform === 'win32' ? ['native-windows'] : ['posix'];
if (process.platform === 'linux' && existsSync(forWindows)) suites.push('windows');

export default defineConfig({
  test: {
    include: suites.map((name) => `test/executables/${name}.suite.ts`),
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
