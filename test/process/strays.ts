/**
 * Proves that no process is left: looks at all of them for one that carries a test's mark. Reads
 * /proc, and asks `ps` where there is none; not for Windows.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process, with what a test knows it by. */
export interface SeenProcess {
  readonly pid: number;
  readonly group: number;
  /** Its arguments, separated by spaces. */
  readonly command: string;
  /** Somewhere in it is its environment. */
  readonly words: string;
}

/**
 * Ids of living processes with the mark in their environment, and of the guard of `shieldPid`,
 * whose environment is empty.
 */
export function markedProcesses(mark: string, shieldPid: number): number[] {
  const guardTail = ` mcp-shield-guard ${shieldPid}`;
  return livingProcesses()
    .filter(({ command, words }) => words.includes(mark) || command.endsWith(guardTail))
    .map(({ pid }) => pid);
}

/** Whether a process group has a living member. `kill(-group, 0)` would find zombies, too. */
export function groupLives(group: number): boolean {
  return livingProcesses().some((seen) => seen.group === group);
}

/** Its arguments, separated by spaces; nothing if it is gone. */
export function commandOf(pid: number): string {
  return livingProcesses().find((seen) => seen.pid === pid)?.command ?? '';
}

function livingProcesses(): SeenProcess[] {
  return existsSync('/proc/self/stat') ? processesOfProc() : processesOfPs('-axEww');
}

/**
 * Zombies are gone for our purpose: process 1 of a container may take its time to bury them. So is
 * what ends while it is looked at.
 */
export function processesOfProc(): SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      // The fields behind the name in parentheses: state, parent, group.
      const [state = 'X', , group] = read(name, 'stat')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (state === '' || state === 'Z' || state === 'X') return [];
      const command = read(name, 'cmdline').replace(/\0$/, '').replaceAll('\0', ' ');
      return [{ pid: Number(name), group: Number(group), command, words: read(name, 'environ') }];
    });
}

/** `letters`: all processes, in full width, with their environment; systems differ in one. */
export function processesOfPs(letters: string): SeenProcess[] {
  const columns = ['pid=', 'pgid=', 'stat=', 'command='].flatMap((name) => ['-o', name]);
  const { stdout } = spawnSync('ps', [letters, ...columns], { encoding: 'utf8', maxBuffer: 64e6 });
  const lines = stdout.matchAll(/^ *(\d+) +(\d+) +([A-Y]\S*) +(.*?) *$/gm);
  return [...lines].map(([, pid, group, , words = '']) => {
    return { pid: Number(pid), group: Number(group), command: words, words };
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
