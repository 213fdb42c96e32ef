/**
 * Tests start real processes and wait for what those print. Two at a time is what a small machine
 * carries without a wait running out; the time-out only ends a test that hangs.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    allowOnly: false,
  },
});
