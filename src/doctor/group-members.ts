/**
 * The living members of a process group, or of the session of its leader, by name. Zombies do not
 * count: process 1 of a container may take its time to bury them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as elapsed } from 'node:timers/promises';
import { examineLimits } from '../base/limits.ts';
import { isGroupAlive } from '../process/process-group.ts';

/** Names of what is still there after a while in which it may end by itself; usually none. */
export async function leftoversOf(group: number): Promise<readonly string[]> {
  const deadline = performance.now() + examineLimits.leftoverGraceMs;
  let members = membersOf(group);
  while (members.length > 0 && performance.now() < deadline) {
    await elapsed(examineLimits.leftoverPollMs);
    members = membersOf(group);
  }
  return members;
}

function membersOf(group: number): readonly string[] {
  if (!isGroupAlive(group)) return [];
  // Elsewhere nobody can be asked by reading files.
  if (process.platform !== 'linux') return ['a process'];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => nameIfMember(pid, group) ?? []);
}

/** The fields of `stat` behind the name in parentheses: state, parent, group, session. */
function nameIfMember(pid: string, group: number): string | undefined {
  const [, name, state, itsGroup, session] =
    /^\d+ \((.*)\) (\S) \d+ (\d+) (\d+) /s.exec(readIfThere(`/proc/${pid}/stat`)) ?? [];
  const lives = state !== undefined && !/[ZX]/.test(state);
  const isMember = Number(itsGroup) === group || Number(session) === group;
  return lives && isMember ? `${programOf(name)} (pid ${pid})` : undefined;
}

/** What Node.js 24 and 26 call themselves is the name of a thread. */
function programOf(name = ''): string {
  return /^(?:node-)?MainThread$/.test(name) ? 'node' : name;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
