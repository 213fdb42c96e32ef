/**
 * The server's command as the user gave it, and its resolution. A resolution that worked is kept
 * for the next life: only a start that failed makes it worth looking again (the user may have
 * installed what was missing). Starts no server.
 */

import type { Guarded } from '../resolve/machine.ts';
import type { Resolution } from '../resolve/resolution.ts';
import { resolveAtOnce, resolveCommand } from '../resolve/resolve-command.ts';
import { thisMachine } from '../resolve/this-machine.ts';

type ServerEnvironment = Readonly<Record<string, string | undefined>>;

/** What the user asked for. */
export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Ours if undefined. */
  readonly cwd: string | undefined;
  /** That of mcp-shield, then `--env-file`, then `--env`: a later one wins. */
  readonly env: ServerEnvironment;
  readonly shellPath: 'auto' | 'always' | 'never';
  readonly envFixes: boolean;
}

export interface CommandSource {
  /** At once where the command is on PATH; a promise, which never rejects, where it takes more. */
  resolve(): Resolution | Promise<Resolution>;
  /** The last resolution could not be started. */
  forget(): void;
}

/** `expect` is called before a program is started to find the command, as the login shell. */
export function createCommandSource(command: ChildCommand, expect: () => Guarded): CommandSource {
  const request = { ...command, platform: process.platform };
  let known: Resolution | undefined;
  const keep = (resolution: Resolution): Resolution => {
    known = resolution.failure === undefined ? { ...resolution, notes: [] } : undefined;
    return resolution;
  };
  return {
    resolve() {
      if (known !== undefined) return known;
      const machine = thisMachine(expect);
      const atOnce = resolveAtOnce(request, machine);
      return atOnce === undefined ? resolveCommand(request, machine).then(keep) : keep(atOnce);
    },
    forget() {
      known = undefined;
    },
  };
}
