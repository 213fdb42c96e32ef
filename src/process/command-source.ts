/**
 * The server's command as the user gave it, and its resolution. A resolution that worked is kept
 * for the next life: only a start that failed makes it worth looking again (the user may have
 * installed what was missing). Starts no server.
 */
import type { Resolution } from '../resolve/resolution.ts';
import { resolveAtOnce, resolveCommand } from '../resolve/resolve-command.ts';

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

export function createCommandSource(command: ChildCommand): CommandSource {
  const request = { ...command, platform: process.platform };
  let known: Resolution | undefined;
  const keep = (resolution: Resolution): Resolution => {
    known = resolution.failure === undefined ? { ...resolution, notes: [] } : undefined;
    return resolution;
  };
  return {
    resolve() {
      if (known !== undefined) return known;
      const atOnce = resolveAtOnce(request);
      return atOnce === undefined ? resolveCommand(request).then(keep) : keep(atOnce);
    },
    forget() {
      known = undefined;
    },
  };
}
