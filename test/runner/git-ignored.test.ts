/** Which directories a `.gitignore` leaves out, and of which repository. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createGitIgnored } from '../../src/runner/watch/git-ignored.ts';

const home = mkdtempSync(join(tmpdir(), 'ignored-'));
const root = join(home, 'project');
mkdirSync(join(root, '.git'), { recursive: true });
mkdirSync(join(root, 'src'));
writeFileSync(join(root, '.gitignore'), 'build/\n/out\n');
writeFileSync(join(root, 'src', '.gitignore'), 'generated\n');
// Who keeps a home in git leaves everything out.
writeFileSync(join(home, '.gitignore'), '*\n');
afterAll(() => rmSync(home, { recursive: true }));

describe('a directory of a repository', () => {
  it.each([
    ['build', true],
    ['src/build', true],
    ['out', true],
    ['src/out', false],
    ['src/generated', true],
    ['generated', false],
    ['src', false],
  ])('%s is left out: %s', (name, isLeftOut) => {
    expect(createGitIgnored(root)(join(root, name))).toBe(isLeftOut);
  });

  it('is wanted where the look begins in what is left out', () => {
    expect(createGitIgnored(join(root, 'build'))(join(root, 'build', 'out'))).toBe(false);
  });
});

it('without a repository nothing is left out', () => {
  expect(createGitIgnored(home)(join(home, 'build'))).toBe(false);
});
