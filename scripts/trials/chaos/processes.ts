/**
 * What Linux tells of a running mcp-shield: its children, its memory, its descriptors. Reads
 * /proc; a process that is gone has none of these.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** The servers (without the guard) and the guard that `shieldPid` has as children. */
export function childrenOf(shieldPid: number): { servers: number[]; guard: number | undefined } {
  const pids = read(`${shieldPid}/task/${shieldPid}/children`).split(' ').filter(Boolean);
  const isGuard = (pid: string): boolean => read(`${pid}/cmdline`).includes('mcp-shield-guard');
  const guard = pids.find(isGuard);
  return {
    servers: pids.filter((pid) => pid !== guard).map(Number),
    guard: guard === undefined ? undefined : Number(guard),
  };
}

/** The most memory it ever had, in MB; 0 if it is gone. */
export function peakMb(pid: number): number {
  return kilobytes(pid, 'VmHWM') / 1024;
}

/** The memory it has now, in MB; 0 if it is gone. */
export function residentMb(pid: number): number {
  return kilobytes(pid, 'VmRSS') / 1024;
}

export function openDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** False if it is gone, or was never there. */
export function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  try {
    return pid !== undefined && process.kill(pid, name);
  } catch {
    return false;
  }
}

function kilobytes(pid: number, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(read(`${pid}/status`))?.[1] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}
