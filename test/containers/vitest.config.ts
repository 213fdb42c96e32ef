/**
 * Tests with real containers; `npm run test:containers`. They need what
 * scripts/trials/containers/setup.sh prepares, and are skipped with a word where that is not had.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/containers/**/*.suite.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
