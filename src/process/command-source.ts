/**
 * The server's command as the user gave it, and its resolution. A resolution that worked is kept
 * for the next life: only a start that failed makes it worth looking again (the user may have
 * installed what was missing). Starts no server.
 */

import type { AbsentPackage } from '../resolve/direct/package-run.ts';
import type { Guarded } from '../resolve/machine.ts';
import { isPackageRunner } from '../resolve/package-runner.ts';
import type { Resolution, ResolutionNote } from '../resolve/resolution.ts';
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
  /**
   * Whether servers are started past a package runner that has them in its cache; `always` also
   * where only a registry knows what a tag means today.
   */
  readonly direct: 'auto' | 'always' | 'never';
  /**
   * Installs a package that is not there in a step of its own; resolves in any case. Undefined:
   * that is left to its runner.
   */
  readonly install: ((what: AbsentPackage, runner: Resolution) => Promise<void>) | undefined;
  /** Adds what only a command can tell (`--env-from`). Never rejects. */
  readonly complete:
    | ((resolution: Resolution, expect: () => Guarded) => Promise<Resolution>)
    | undefined;
}

export interface CommandSource {
  /** At once where the command is on PATH; a promise, which never rejects, where it takes more. */
  resolve(): Resolution | Promise<Resolution>;
  /**
   * What a server is started with: past the package runner, if the command is one, unless it is to
   * be `throughRunner`. A promise, which never rejects, also while a package is installed.
   */
  startable(throughRunner: boolean): Resolution | Promise<Resolution>;
  /** The last one that was started past its package runner, and the runner. */
  direct(): { readonly resolution: Resolution; readonly runner: Resolution } | undefined;
  /** The last resolution could not be started. */
  forget(): void;
}

/** `expect` is called before a program is started to find the command, as the login shell. */
export function createCommandSource(command: ChildCommand, expect: () => Guarded): CommandSource {
  const request = { ...command, platform: process.platform };
  let known: Resolution | undefined;
  let direct: ReturnType<CommandSource['direct']>;
  const keep = (resolution: Resolution): Resolution => {
    known = resolution.failure === undefined ? { ...resolution, notes: [] } : undefined;
    return resolution;
  };
  const resolve = (): Resolution | Promise<Resolution> => {
    if (known !== undefined) return known;
    const machine = thisMachine(expect);
    const atOnce = resolveAtOnce(request, machine);
    return atOnce === undefined ? resolveCommand(request, machine).then(keep) : keep(atOnce);
  };
  const startable = (throughRunner: boolean): Resolution | Promise<Resolution> => {
    const found = resolve();
    const tags = command.direct === 'always';
    if (command.direct === 'never' || throughRunner) return found;
    const note = (runner: Resolution, resolution: Resolution): Resolution => {
      direct = resolution.direct === undefined ? undefined : { resolution, runner };
      return resolution;
    };
    const past = (runner: Resolution): Resolution | Promise<Resolution> => {
      const started = pastRunner(runner, tags, command.install);
      if (!(started instanceof Promise)) return note(runner, started);
      return started.then((resolution) => note(runner, resolution));
    };
    return found instanceof Promise ? found.then(past) : past(found);
  };
  return {
    resolve,
    startable(throughRunner) {
      const found = startable(throughRunner);
      const { complete } = command;
      if (complete === undefined) return found;
      const ask = (resolution: Resolution): Promise<Resolution> => complete(resolution, expect);
      return found instanceof Promise ? found.then(ask) : ask(found);
    },
    direct: () => direct,
    forget() {
      known = undefined;
    },
  };
}

/** Looked at anew for each server: meanwhile the package may have been replaced. */
function pastRunner(
  runner: Resolution,
  tags: boolean,
  install: ChildCommand['install'],
): Resolution | Promise<Resolution> {
  const { file, failure } = runner;
  if (failure !== undefined || !isPackageRunner(file)) return runner;
  try {
    const part: typeof import('../resolve/direct/direct-start.ts') = require('../resolve/direct/direct-start.ts');
    const found = part.pastRunner(runner, thisMachine(), { tags });
    if (found.kind === 'direct') {
      return noted(found.resolution, `past ${file}: ${found.resolution.file} is started`);
    }
    if (found.kind === 'left') return noted(runner, `left to ${file}: ${found.why}`);
    if (install === undefined || found.what.offline) {
      const why = found.what.unfinished ?? `it has to install ${found.what.spec}`;
      return noted(runner, `left to ${file}: ${why}`);
    }
    return install(found.what, runner).then(() => pastRunner(runner, tags, undefined));
  } catch {
    // At the limit of descriptors no file can be opened; the runner needs none of ours.
    return runner;
  }
}

function noted(resolution: Resolution, message: string): Resolution {
  const note: ResolutionNote = { level: 'debug', message };
  return { ...resolution, notes: [...resolution.notes, note] };
}
