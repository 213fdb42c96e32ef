/**
 * Signals for a whole tree of processes. On POSIX a server leads its own process group and session,
 * so its helpers (the node behind npx, the python behind uvx) are reached too. Windows has no
 * signals and no groups: there the end of stdin is what asks politely, `taskkill /T /F` ends the
 * tree, and a program behind a cmd.exe that is dead already is out of reach.
 */
import { spawn } from 'node:child_process';
import { runnerLimits } from '../base/limits.ts';
import { groupsOfSession } from './session-groups.ts';
import { systemProgram } from './system-program.ts';

export type GroupSignal = 'SIGTERM' | 'SIGKILL';

/** Without it a program is asked to end by the end of its stdin, and by nothing else. */
export const hasPoliteSignal = process.platform !== 'win32';

/**
 * To every process of the session that `pid` leads; one that is gone already is no error.
 * Resolves when the signal has been delivered: at once, but for Windows. Never rejects.
 */
export async function signalGroup(pid: number, signal: GroupSignal): Promise<void> {
  if (hasPoliteSignal) {
    // Before the leader hears it, which may take its helpers out of the session's table.
    const others = groupsOfSession(pid);
    for (const group of [pid, ...others]) signalMembers(group, signal);
  } else if (signal === 'SIGKILL') await taskkill(pid);
}

/** Whether the session has members; its leader may be gone. Never on Windows, which has none. */
export function isGroupAlive(pid: number): boolean {
  return hasPoliteSignal && (signalMembers(pid, 0) || groupsOfSession(pid).length > 0);
}

// ESRCH: nobody is left. EPERM: macOS says so of zombies. Both mean that nobody will hear it.
function signalMembers(pid: number, signal: GroupSignal | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

/** Without /F it asks windows to close, and fails for a program that has none. */
function taskkill(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const killer = spawn(systemProgram('taskkill.exe'), ['/T', '/F', '/pid', String(pid)], {
      stdio: 'ignore',
      windowsHide: true,
      timeout: runnerLimits.taskkillMs,
    });
    killer.once('error', () => resolve());
    killer.once('exit', () => resolve());
  });
}
