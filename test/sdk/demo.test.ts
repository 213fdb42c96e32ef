/**
 * The demo of the README checks itself; this proves that it still does what it claims.
 */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { testTimeoutMs } from './launch.ts';

const demo = fileURLToPath(new URL('../../scripts/demo/demo.mjs', import.meta.url));

it('the demo sees all that it claims', { timeout: testTimeoutMs }, async () => {
  // Rejects with the transcript if the exit code is not 0.
  const { stdout } = await execa(process.execPath, [demo]);
  expect(stdout).toContain('MCP error -32000: Connection closed');
  expect(stdout).toContain('with: the session goes on');
  expect(stdout).not.toContain('NOT SEEN');
});
