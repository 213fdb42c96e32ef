/**
 * Signals for a whole tree of processes. On POSIX a server leads its own process group, so its
 * helpers (the node behind npx, the python behind uvx) are reached too. Windows has no such
 * signal: there the end of stdin asks politely and `taskkill /T` ends the tree.
 */
import { spawn } from 'node:child_process';

export type TreeSignal = 'SIGTERM' | 'SIGKILL';

const onWindows = process.platform === 'win32';

/** To every process of the group that `pid` leads; a group that is gone already is no error. */
export function signalTree(pid: number, signal: TreeSignal): void {
  if (onWindows) taskkill(pid, signal === 'SIGKILL' ? ['/T', '/F'] : ['/T']);
  else signalGroup(pid, signal);
}

/** Whether the group has members; its leader may be gone. Never on Windows, which has no groups. */
export function treeAlive(pid: number): boolean {
  return !onWindows && signalGroup(pid, 0);
}

// ESRCH: nobody is left. EPERM: macOS says so of zombies. Both mean that nobody will hear it.
function signalGroup(pid: number, signal: TreeSignal | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

function taskkill(pid: number, flags: readonly string[]): void {
  const killer = spawn('taskkill', ['/pid', String(pid), ...flags], {
    stdio: 'ignore',
    windowsHide: true,
  });
  killer.on('error', () => {});
  killer.unref();
}
