/**
 * The process groups of a session: a helper that was put in a group of its own (Go's Setpgid,
 * Python's process_group) is still in the session of the server that started it. Whoever opens a
 * session of its own wants to outlive the server, and is left alone. POSIX.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { runnerLimits } from '../base/limits.ts';

interface ProcessRow {
  readonly state: string;
  readonly group: number;
  readonly session: number;
}

/**
 * Those that have living members, without the one of the leader itself. Takes some 5 ms: asked at
 * the end of a server only.
 */
export function groupsOfSession(leader: number): readonly number[] {
  const rows = process.platform === 'linux' ? rowsOfProc() : rowsOfPs();
  const groups = rows
    .filter(({ state, group, session }) => session === leader && group !== leader && lives(state))
    .map(({ group }) => group);
  return [...new Set(groups)];
}

/** Zombies hear nothing any more. */
function lives(state: string): boolean {
  return !/^[ZX]/.test(state);
}

function rowsOfProc(): readonly ProcessRow[] {
  return readdirOrNone('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => rowOfStat(readOrNone(`/proc/${pid}/stat`)) ?? []);
}

/** Behind the name in parentheses, which may contain some itself: state, parent, group, session. */
function rowOfStat(stat: string): ProcessRow | undefined {
  const [, state = '', group, session] = /\) (\S+) \d+ (\d+) (\d+) [^)]*$/.exec(stat) ?? [];
  return group === undefined
    ? undefined
    : { state, group: Number(group), session: Number(session) };
}

/** macOS and the BSDs; a `ps` that does not tell sessions as numbers finds none. */
function rowsOfPs(): readonly ProcessRow[] {
  const args = ['-axo', 'stat=,pgid=,sess='];
  const { stdout } = spawnSync('ps', args, { encoding: 'latin1', timeout: runnerLimits.psMs });
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [, state = '', group, session] = /^\s*(\S+)\s+(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
    return group === undefined ? [] : [{ state, group: Number(group), session: Number(session) }];
  });
}

function readdirOrNone(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readOrNone(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
