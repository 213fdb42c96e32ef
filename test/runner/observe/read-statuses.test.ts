/** Which shields run: files of those that were killed tell of numbers that others have now. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readStatuses } from '../../../src/runner/observe/read-statuses.ts';

const directory = mkdtempSync(join(tmpdir(), 'statuses-'));
afterAll(() => rmSync(directory, { recursive: true }));

it.each([
  ['nobody has', 2 ** 22 + 1],
  ['the reader itself has', process.pid],
])('removes a file whose number %s', (_who, pid) => {
  const file = join(directory, `${pid}.json`);
  writeFileSync(file, JSON.stringify({ pid, name: 'server', startedAt: 1 }));
  expect(readStatuses(directory)).toEqual({ shown: [], unreadable: [] });
  expect(existsSync(file)).toBe(false);
});
