/** Logs and recordings are their owner's alone, also where the file was there before. */
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openPrivateFile } from '../../src/log/private-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'private-'));
afterAll(() => rmSync(directory, { recursive: true }));
const isRoot = process.getuid?.() === 0;

it.skipIf(process.platform === 'win32')('a file that others could read is closed to them', () => {
  const file = join(directory, 'log');
  writeFileSync(file, 'before\n');
  chmodSync(file, 0o644);
  closeSync(openPrivateFile('--log-file', file).descriptor);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.skipIf(!isRoot)('a file of somebody else that others may read is refused', () => {
  const file = join(directory, 'foreign');
  writeFileSync(file, '');
  chmodSync(file, 0o644);
  chownSync(file, 12_345, 12_345);
  expect(() => openPrivateFile('--record', file)).toThrow(
    /^--record .*foreign: it belongs to another user, and others may read it$/,
  );
  chmodSync(file, 0o600);
  closeSync(openPrivateFile('--record', file).descriptor);
});
