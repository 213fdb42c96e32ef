/** The status file is written where it is meant to be, whatever somebody else placed there. */
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { keepStatus } from '../../../src/runner/observe/status-file.ts';
import { createShield } from '../../../src/shield/step.ts';
import { defaultOptions } from '../../world/default-options.ts';
import { surroundings } from '../../world/surroundings.ts';

const directory = mkdtempSync(join(tmpdir(), 'status-'));
afterAll(() => rmSync(directory, { recursive: true }));

it.skipIf(process.platform === 'win32')('follows no link that was planted', async () => {
  const victim = join(directory, 'victim');
  writeFileSync(victim, 'precious');
  const file = join(directory, `${process.pid}.json`);
  for (const link of [file, `${file}.new`]) symlinkSync(victim, link);
  const shield = createShield(defaultOptions, surroundings);
  const { observe } = keepStatus({
    directory: () => directory,
    name: () => 'x',
    command: () => ['x'],
    shield,
    startedPackage: () => undefined,
  });
  observe({ event: { type: 'server-spawned', generation: 1, pid: 1 }, effects: [], now: 0 });
  await vi.waitFor(() => expect(lstatSync(file).isFile()).toBe(true));
  expect(lstatSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ format: 1, name: 'x' });
  expect(readFileSync(victim, 'utf8')).toBe('precious');
  expect(readdirSync(directory).sort()).toEqual(
    [`${process.pid}.json`, `${process.pid}.json.new`, 'victim'].sort(),
  );
});
