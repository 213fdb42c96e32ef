/**
 * Proves that no process is left: looks at all of them for one that carries a test's mark.
 */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ids of living processes with the mark in their environment, and of the guard of `shieldPid`,
 * whose environment is empty. Reads /proc, so it is for Linux. Zombies are gone for our purpose.
 */
export function markedProcesses(mark: string, shieldPid: number): number[] {
  const guardTail = `\0mcp-shield-guard\0${shieldPid}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const marked =
        read(pid, 'environ').includes(mark) || read(pid, 'cmdline').endsWith(guardTail);
      return marked && !/^State:\s+Z/m.test(read(pid, 'status'));
    })
    .map(Number);
}

/**
 * Whether a process group has a living member. Zombies do not count: process 1 of a container may
 * take its time to bury them, and `kill(-group, 0)` finds them meanwhile.
 */
export function groupLives(group: number): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      // The fields behind the name in parentheses: state, parent, group.
      const [state, , itsGroup] = read(pid, 'stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      return Number(itsGroup) === group && state !== 'Z' && state !== 'X';
    });
}

/** Looks again and again until the condition holds or the deadline has passed. */
export async function until(condition: () => boolean, deadlineMs: number): Promise<void> {
  const end = performance.now() + deadlineMs;
  while (!condition() && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
