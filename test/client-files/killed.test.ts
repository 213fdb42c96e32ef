/**
 * Killed at any step: a real process, a real SIGKILL. What is left is the old or the new file, and
 * the next change works as if nothing had happened.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeFile } from '../../src/client-files/change-file.ts';
import { realFileSystem } from '../../src/client-files/file-system.ts';

const directory = mkdtempSync(join(tmpdir(), 'mcp-shield-killed-'));
const program = join(directory, 'killed-change.cjs');
const scene = join(directory, 'scene');
const file = join(scene, 'mcp.json');
const backups = join(directory, 'backups');
afterAll(() => rmSync(directory, { recursive: true }));

beforeAll(async () => {
  const entry = fileURLToPath(new URL('fixtures/killed-change.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node' });
});

function changeUntil(step: number | 'end') {
  rmSync(scene, { recursive: true, force: true });
  mkdirSync(scene);
  writeFileSync(file, 'old');
  const ended = spawnSync(process.execPath, [program, file, String(step), backups], {
    encoding: 'utf8',
  });
  return { ...ended, steps: ended.stdout.trim().split('\n') };
}

describe('a change that is killed', () => {
  // [R-one-step]
  it('leaves the old or the new file at every step, and does not hinder the next', () => {
    const { steps, status } = changeUntil('end');
    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe('old, new');
    const left = steps.map((_, step) => {
      expect(changeUntil(step).signal).toBe('SIGKILL');
      const content = readFileSync(file, 'utf8');
      expect(
        changeFile(file, { fs: realFileSystem, backups }, (text) => ({ text: `${text}!` })).backup,
      ).toBeDefined();
      expect(readFileSync(file, 'utf8')).toBe(`${content}!`);
      expect(readdirSync(scene).sort()).toEqual(['mcp.json']);
      return content;
    });
    // Old up to the renaming of the file itself, new from then on; nothing between.
    const lastRename = steps.lastIndexOf('renameSync');
    expect(left.slice(0, lastRename + 1)).toEqual(Array(lastRename + 1).fill('old'));
    expect(left.slice(lastRename + 1)).toEqual(
      Array(steps.length - lastRename - 1).fill('old, new'),
    );
    expect(steps.length).toBeGreaterThan(lastRename + 1);
  });

  it('at the same time as others loses no change', async () => {
    changeUntil(0);
    writeFileSync(file, 'old');
    const children = Array.from({ length: 4 }, () => run(file));
    expect(await Promise.all(children)).toEqual([0, 0, 0, 0]);
    expect(readFileSync(file, 'utf8')).toBe('old, new, new, new, new');
  });
});

function run(path: string): Promise<number | null> {
  const child = spawn(process.execPath, [program, path, 'none', backups], { stdio: 'ignore' });
  return new Promise((resolve) => child.on('exit', resolve));
}
