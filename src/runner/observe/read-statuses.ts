/**
 * The shields that run on this machine, by the files they keep. Removes the files of those that
 * were killed.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Status } from './status-file.ts';

/** Oldest first. */
export function readStatuses(directory: string): Status[] {
  const statuses = filesIn(directory).flatMap((file) => {
    const path = join(directory, file);
    const status = read(path);
    if (status !== undefined && isRunning(status.pid)) return [status];
    rmSync(path, { force: true });
    return [];
  });
  return statuses.sort((one, other) => one.startedAt - other.startedAt);
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((file) => /^\d+\.json$/.test(file));
  } catch {
    return [];
  }
}

function read(path: string): Status | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Status;
  } catch {
    return undefined;
  }
}

/** A number may have been given to a stranger; Linux tells who has it now. We keep no file. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('mcp-shield');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
