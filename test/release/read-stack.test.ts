/** A stack of the shipped files is read with the maps of the build. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

function read(stack: string): string {
  const script = join(root, 'scripts/release/read-stack.mjs');
  const args = [script, join(root, 'dist')];
  return spawnSync(process.execPath, args, { input: stack, encoding: 'utf8' }).stdout;
}

it('says where in the sources a place of the bundle is', () => {
  const text = readFileSync(join(root, 'dist/shield.cjs'), 'utf8');
  const index = text.indexOf('the session ends: ');
  const before = text.slice(0, index).split('\n');
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  const at = `    at step (/opt/lib/mcp-shield/dist/shield.cjs:${place})`;
  expect(read(`TypeError: x\n${at}\n`)).toMatch(
    /^TypeError: x\n {4}at step \(src\/shield\/[\w-]+\.ts:\d+:\d+\)\n$/,
  );
});

it('leaves alone what it has no map for', () => {
  const stack = 'Error: x\n    at own (/srv/server.cjs:3:7)\n    at node:internal/x:1:2\n';
  expect(read(stack)).toBe(stack);
});
