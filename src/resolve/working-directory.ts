/**
 * Where the server runs. Desktop clients start servers in `/`, on Windows in System32, where
 * nothing can be written: then in the home directory. Pure over the machine's facts.
 */
import { expandWord } from './expand.ts';
import { homeOf, type ResolveContext, variable } from './resolve-context.ts';
import { thisMachine } from './this-machine.ts';

export interface WorkingDirectory {
  /** Undefined = where mcp-shield runs. */
  readonly cwd: string | undefined;
  /** What was changed, for the log. */
  readonly repair?: string;
}

export function workingDirectory(
  asked: string | undefined,
  context: ResolveContext,
): WorkingDirectory {
  if (asked !== undefined) return { cwd: expandWord(asked, context) };
  const { machine, home } = context;
  if (home === '') return { cwd: undefined };
  if (machine.cwd === undefined) {
    return { cwd: home, repair: `the working directory is gone; using ${home}` };
  }
  if (!isUseless(machine.cwd, context) || !machine.isWritable(home)) return { cwd: undefined };
  return {
    cwd: home,
    repair: `the working directory ${machine.cwd} is not writable; using ${home}`,
  };
}

/** Where the server runs unless asked otherwise, also if that directory is gone. Never throws. */
export function currentDirectory(): string {
  const { cwd, home } = thisMachine();
  return cwd ?? (home || '/');
}

/** What was asked for, as the resolver will understand it; to be looked at before the start. */
export function expandDirectory(
  asked: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const machine = thisMachine();
  const home = homeOf(env, machine);
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] != null);
  const context = { machine, env: Object.fromEntries(set), home, cwd: machine.cwd ?? home };
  return expandWord(asked, context);
}

function isUseless(cwd: string, context: ResolveContext): boolean {
  const { path, platform, isWritable } = context.machine;
  if (platform !== 'win32') return cwd === '/' && !isWritable(cwd);
  // Windows tells nobody's rights by asking for them.
  const system = path.join(variable(context, 'SystemRoot') ?? 'C:\\Windows', 'System32');
  return cwd.toLowerCase() === system.toLowerCase();
}
