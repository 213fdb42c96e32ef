/**
 * Tests start real processes and wait for what those print. Two at a time is what a small machine
 * carries without a wait running out; the time-out only ends a test that hangs.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    allowOnly: false,
    // Logs and states of the shields under test are not those of whoever runs the tests.
    env: { XDG_STATE_HOME: join(tmpdir(), 'mcp-shield-test-state') },
  },
});
