/** Every promise is cited by a test, every citation is of a promise, every quote still stands. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { promises } from './promises.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const known = promises.map(({ id }) => id);
const citations = new Set(testFiles(here).flatMap(citedIn));

function testFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.ts') && !entry.name.startsWith('promises.') ? [path] : [];
  });
}

function citedIn(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/\[(P\d+|R-[a-z-]+)\]/g);
  return [...found].map(([, id = '']) => id);
}

/** As one line: where a sentence is broken says nothing. */
function textOf(name: string): string {
  return readFileSync(join(here, '..', name), 'utf8').replace(/\s+/g, ' ');
}

describe('promises', () => {
  it('have ids of their own', () => {
    expect(new Set(known).size).toBe(known.length);
  });

  it('are each cited by a test', () => {
    expect(known.filter((id) => !citations.has(id))).toEqual([]);
  });

  it('are all that tests cite', () => {
    expect([...citations].filter((id) => !known.includes(id))).toEqual([]);
  });

  it('still stand where they were read', () => {
    const lost = promises.filter(
      ({ quote, page = 'README.md' }) => quote !== undefined && !textOf(page).includes(quote),
    );
    expect(lost.map(({ id, quote, page }) => `${id} in ${page ?? 'README.md'}: ${quote}`)).toEqual(
      [],
    );
  });
});
