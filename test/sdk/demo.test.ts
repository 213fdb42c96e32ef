/**
 * `npm run demo`, with a real client and a real server, checks itself; this proves that it still
 * sees what it claims.
 */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { testTimeoutMs } from './launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the demo sees all that it claims', { timeout: testTimeoutMs }, async () => {
  // Rejects with the transcript if the exit code is not 0.
  const args = ['scripts/trials/run.mjs', 'demo'];
  const { stdout } = await execa(process.execPath, args, { cwd: root });
  expect(stdout).toContain('MCP error -32000: Connection closed');
  expect(stdout).toContain('with: the session goes on');
  expect(stdout).not.toContain('NOT SEEN');
});
