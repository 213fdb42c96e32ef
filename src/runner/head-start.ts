/**
 * The first server, started before most of mcp-shield is loaded: loading it takes as long as all
 * that comes before, and the server has use for that time. What happens to the server meanwhile is
 * kept and told to whoever takes it over. Decides nothing: each session begins with this start.
 */
import { closeSync, openSync } from 'node:fs';
import { describe } from '../base/errors.ts';
import type { Log } from '../log/log.ts';
import {
  type ChildCommand,
  type CommandSource,
  createCommandSource,
} from '../process/command-source.ts';
import { createGuard, type Guard } from '../process/guard.ts';
import {
  type ProcessReports,
  type ProcessStart,
  ServerProcess,
} from '../process/server-process.ts';
import type { Resolution } from '../resolve/resolution.ts';
import type { EndingSignal, Generation } from '../shield/events.ts';
import type { World } from './world.ts';

/** What has been done for the first life, and of which nobody has been told. */
export interface FirstStart {
  readonly resolution: Resolution | Promise<Resolution>;
  /**
   * The life, which tells `reports` what has happened so far, and from then on what happens.
   * Undefined where finding the command takes longer, or fails.
   */
  readonly adopt: ((reports: ProcessReports) => ServerProcess) | undefined;
  readonly hasFailed: boolean;
}

export interface HeadStart {
  readonly commandSource: CommandSource;
  readonly guard: Guard;
  /** Also what came since the start; to be called when the first life has been taken over. */
  onSignal(listener: (signal: EndingSignal) => void): void;
  /** Once. */
  claim(): FirstStart | undefined;
  /** No process came of the first start. */
  readonly hasFailed: boolean;
  /** To be called right before the rest of mcp-shield is loaded, which needs a descriptor. */
  freeSpare(): void;
  /** Starts one of the later lives. */
  begin(generation: Generation, resolution: Resolution, reports: ProcessReports): ServerProcess;
}

/** With `containers`, `file` and `args` are those of their command. */
export interface AheadCommand extends ChildCommand, Pick<ProcessStart, 'containers'> {
  /** No server is started before one is needed: there is nothing to be ahead of. */
  readonly lazy: boolean;
}

/** Never throws: what goes wrong is told as that of any other life. */
export function startAhead(
  { containers, lazy, ...asked }: AheadCommand,
  log: Log,
  world: World,
): HeadStart {
  const spare = lazy ? undefined : spareDescriptor();
  const onSignal = keptSignals(world);
  const guard = createGuard((error) => {
    const message = 'no guard: a SIGKILL of mcp-shield would leave the server behind';
    log.write('debug', 'guard-missing', message, { error: describe(error) });
  });
  const commandSource = createCommandSource(asked, guard.expect);
  let first = lazy ? undefined : firstStart(commandSource, { guard, containers }, spare);
  return {
    commandSource,
    guard,
    onSignal,
    hasFailed: first?.hasFailed === true,
    claim() {
      const taken = first;
      first = undefined;
      return taken;
    },
    freeSpare() {
      if (spare !== undefined) closeSync(spare);
    },
    begin: (generation, found, reports) =>
      new ServerProcess({ generation, startable: found, guard, containers }, reports),
  };
}

/**
 * Kept from the server, which may take all others: the files that are loaded next must be opened.
 * Undefined at the limit; then nothing is started ahead.
 */
function spareDescriptor(): number | undefined {
  try {
    return openSync(process.execPath, 'r');
  } catch {
    return undefined;
  }
}

/** Without a listener a signal would end mcp-shield at once, and leave the server to itself. */
function keptSignals(world: World): HeadStart['onSignal'] {
  const kept: EndingSignal[] = [];
  let heard = (signal: EndingSignal): void => void kept.push(signal);
  world.onSignal((signal) => heard(signal));
  return (listener) => {
    heard = listener;
    kept.splice(0).forEach(listener);
  };
}

function firstStart(
  commandSource: CommandSource,
  rest: Pick<ProcessStart, 'guard' | 'containers'>,
  spare: number | undefined,
): FirstStart | undefined {
  const resolution = commandSource.startable(false);
  const nothing = { adopt: undefined, hasFailed: true };
  return { resolution, ...(spare === undefined ? nothing : startServer(resolution, rest)) };
}

function startServer(
  resolution: FirstStart['resolution'],
  rest: Pick<ProcessStart, 'guard' | 'containers'>,
): Pick<FirstStart, 'adopt' | 'hasFailed'> {
  if (resolution instanceof Promise) return { adopt: undefined, hasFailed: false };
  if (resolution.failure !== undefined) return { adopt: undefined, hasFailed: true };
  const early = new EarlyReports();
  const server = new ServerProcess({ generation: 1, startable: resolution, ...rest }, early);
  const adopt = (reports: ProcessReports): ServerProcess => {
    early.tellTo(reports);
    return server;
  };
  return { adopt, hasFailed: server.group === undefined };
}

/** Keeps what a life reports until there is somebody to report to. */
class EarlyReports implements ProcessReports {
  readonly #kept: ((reports: ProcessReports) => void)[] = [];
  #reports: ProcessReports | undefined;

  tellTo(reports: ProcessReports): void {
    this.#reports = reports;
    for (const tell of this.#kept.splice(0)) tell(reports);
  }

  post = (event: Parameters<ProcessReports['post']>[0]): void => {
    if (this.#reports !== undefined) this.#reports.post(event);
    else this.#kept.push(({ post }) => post(event));
  };

  inputStalled = (stalled: boolean): void => {
    if (this.#reports !== undefined) this.#reports.inputStalled(stalled);
    else this.#kept.push(({ inputStalled }) => inputStalled(stalled));
  };
}
