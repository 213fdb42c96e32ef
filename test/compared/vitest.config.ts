/**
 * The comparison with clients in other languages; `npm run test:compared:foreign`. They need what
 * scripts/trials/python/setup.sh and scripts/trials/compare/setup.sh install.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/compared/*.suite.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    allowOnly: false,
  },
});
