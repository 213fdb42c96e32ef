/** What CONTRIBUTING and the pages of docs name is there: files, commands, scripts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** From a placeholder on it may be any file of that folder. */
function isThere(path: string): boolean {
  const certain = path.replace(/[^/]*[<*…].*$/, '');
  return existsSync(join(root, certain));
}

describe.each(['CONTRIBUTING.md', 'docs/debugging.md'])('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('names files that are there', () => {
    const named = text.match(/\b(?:src|test|scripts|docs)\/[\w./*<>|-]*[\w/*>]/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it('names scripts of package.json', () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
