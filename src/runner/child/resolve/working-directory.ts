/**
 * Where the server runs. Desktop clients start servers in `/`, on Windows in System32, where
 * nothing can be written: then in the home directory. Pure over the machine's facts.
 */
import { expandWord } from './expand.ts';
import type { Scene } from './scene.ts';
import { variable } from './scene.ts';

export interface WorkingDirectory {
  /** Undefined = where mcp-shield runs. */
  readonly cwd: string | undefined;
  /** What was changed, for the log. */
  readonly repair?: string;
}

export function workingDirectory(asked: string | undefined, scene: Scene): WorkingDirectory {
  if (asked !== undefined) return { cwd: expandWord(asked, scene) };
  const { machine, home } = scene;
  if (home === '') return { cwd: undefined };
  if (machine.cwd === undefined) {
    return { cwd: home, repair: `the working directory is gone; using ${home}` };
  }
  if (!isUseless(machine.cwd, scene) || !machine.isWritable(home)) return { cwd: undefined };
  return {
    cwd: home,
    repair: `the working directory ${machine.cwd} is not writable; using ${home}`,
  };
}

function isUseless(cwd: string, scene: Scene): boolean {
  const { path, platform, isWritable } = scene.machine;
  if (platform !== 'win32') return cwd === '/' && !isWritable(cwd);
  // Windows tells nobody's rights by asking for them.
  const system = path.join(variable(scene, 'SystemRoot') ?? 'C:\\Windows', 'System32');
  return cwd.toLowerCase() === system.toLowerCase();
}
