/**
 * That the table of faults is still about this code: each piece of it stands in the sources once,
 * and what is put in its place is something else. Whether faults are seen, `npm run mutants` tells.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faults } from './faults/faults.ts';

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'));

/** Occurrences of `code`, over all sources. */
function count(code: string): number {
  return sources.reduce((sum, source) => sum + source.split(code).length - 1, 0);
}

describe('the table of faults', () => {
  it('has a hundred of them at least, each with its own name', () => {
    expect(faults.length).toBeGreaterThanOrEqual(100);
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  });

  it.each(faults)('$name: its code stands in one place', ({ code, instead, seenBy = [] }) => {
    expect(count(code)).toBe(1);
    expect(instead).not.toBe(code);
    for (const path of seenBy) expect(existsSync(path), path).toBe(true);
  });
});
