/**
 * The tests that start the executables themselves; `npm run test:executables`. One at a time,
 * because each reads a file of 100 MB.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/executables/**/*.suite.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
