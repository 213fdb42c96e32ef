/**
 * What scripts/trials/python/setup.sh has installed, and the processes that come of it. Reads
 * /proc, so it is for Linux.
 */
import { readlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ShieldProcess } from '../process/shield-process.ts';

const home = fileURLToPath(new URL('../../.cache/python/', import.meta.url));

/** A program of the virtual environment. */
export function program(name: string): string {
  return path.join(home, 'venv', 'bin', name);
}

/** For uvx, which then needs no network. */
export const uvOffline = {
  UV_CACHE_DIR: path.join(home, 'uv-cache'),
  UV_OFFLINE: '1',
  UV_PYTHON: program('python'),
} as const;

/** Ids of the python processes behind a shield. */
export function pythonsOf(shield: ShieldProcess): number[] {
  return shield.alive().filter((pid) => /\/python[\d.]*$/.test(readlinkSync(`/proc/${pid}/exe`)));
}
