/**
 * The command `warm`: starts servers once, behind mcp-shield, so that what they say of themselves
 * is known before a client asks; or forgets all of that.
 */
import { exitCodes } from '../../base/errors.ts';
import { warmLimits } from '../../base/limits.ts';
import { signalNumbers } from '../../base/signals.ts';
import { visible } from '../../base/visible.ts';
import { createProcessRegistry } from '../../doctor/process-registry.ts';
import { sideBySide } from '../../doctor/side-by-side.ts';
import { memoryDirectory } from '../../runner/directories.ts';
import { type KnownClient, readKnownClients } from '../../runner/memory/known-clients.ts';
import { removeAllMemories } from '../../runner/memory/memory-file.ts';
import { noMore, readCommandArgs, written } from '../command-args.ts';
import { wrongUsage } from '../command-line.ts';
import type { DoctorDeps } from '../doctor/doctor.ts';
import { createProgress } from '../doctor/progress.ts';
import { jsonLine } from '../printed-json.ts';
import { genericClient, greetOnce, type Warmed } from './greet-once.ts';
import { installPackage } from './install-package.ts';
import { installOnly, sentenceOf, stopInstalls } from './installs.ts';
import { commandToWarm, type ServerToWarm, serversToWarm } from './servers-to-warm.ts';

interface WarmReport {
  readonly name: string;
  readonly file?: string;
  /** Undefined: it was not started, for `why`. */
  readonly tools?: number;
  readonly ms?: number;
  readonly why?: string;
  /** Of its package: what was done, for a person. */
  readonly install?: string;
  /** There is nothing to start. */
  readonly isSkipped?: boolean;
}

/** `args` without `warm`. Resolves with the exit code. Throws wrong usage. */
export async function warm(args: readonly string[], deps: DoctorDeps): Promise<number> {
  const { names, options, handedOn } = readCommandArgs('warm', args);
  const isJson = options.has('json');
  if (options.has('forget')) {
    noMore('warm', [...names, ...(handedOn ?? [])]);
    return forget(isJson, deps);
  }
  if (options.has('stop')) {
    noMore('warm', [...names, ...(handedOn ?? [])]);
    return stopInstalls(isJson, deps);
  }
  const update = options.has('update');
  if (options.has('install-only')) {
    if (handedOn?.[0] === undefined)
      throw wrongUsage(`no server command behind --: ${written('warm')}`);
    return installOnly(handedOn, { update, deps });
  }
  const servers =
    handedOn === undefined ? serversToWarm(names, deps) : [commandToWarm(handedOn, deps)];
  const reports = await warmAll(servers, { isJson, update }, deps);
  if (typeof reports === 'number') return reports;
  if (isJson) deps.world.stdout.write(jsonLine({ servers: reports }));
  const isDone = reports.every(({ why, isSkipped }) => why === undefined || isSkipped);
  return isDone ? exitCodes.done : exitCodes.problemsFound;
}

function forget(isJson: boolean, { world }: DoctorDeps): number {
  const forgotten = removeAllMemories(memoryDirectory());
  const text = `forgot what ${countOf(forgotten)} said\n`;
  world.stdout.write(isJson ? jsonLine({ forgotten }) : text);
  return exitCodes.done;
}

function countOf(count: number): string {
  return count === 1 ? '1 server has' : `${count} servers have`;
}

/** The reports, or the exit code of an interruption. */
async function warmAll(
  servers: readonly ServerToWarm[],
  { isJson, update }: { readonly isJson: boolean; readonly update: boolean },
  deps: DoctorDeps,
) {
  const { world } = deps;
  const clients = clientsToGreetAs();
  const registry = createProcessRegistry();
  const progress = createProgress(servers.length, world);
  const stop = new AbortController();
  const stopped = new Promise<number>((resolve) => {
    world.onSignal((signal) => {
      stop.abort();
      resolve(128 + (signalNumbers[signal] ?? 0));
    });
  });
  const all = sideBySide(servers, async (server) => {
    progress.begin(server.name);
    const installed = await installOf(server, update, stop.signal);
    const warmed = await greetAll(server, clients, registry);
    progress.end(server.name);
    const { name, file } = server;
    const report: WarmReport = {
      name,
      ...(file !== undefined && { file }),
      ...installed,
      ...warmed,
    };
    progress.wipe();
    if (!isJson) world.stdout.write(lineOf(report));
    return report;
  });
  try {
    return await Promise.race([all, stopped]);
  } finally {
    progress.stop();
    await registry.close();
  }
}

/** Nothing is said of a command that runs no package. */
async function installOf(
  { start }: ServerToWarm,
  update: boolean,
  signal: AbortSignal,
): Promise<Pick<WarmReport, 'install'>> {
  if (start?.own === undefined) return {};
  const installed = await installPackage(start.own, { update, signal });
  return installed.kind === 'none' && !update ? {} : { install: sentenceOf(installed) };
}

/** What is heard is heard for one client: those that were here before, the last ones first. */
function clientsToGreetAs(): readonly KnownClient[] {
  const known = readKnownClients(memoryDirectory()).slice(0, warmLimits.clientsMax);
  return known.length > 0 ? known : [genericClient];
}

async function greetAll(
  { start, why, isSkipped }: ServerToWarm,
  clients: readonly KnownClient[],
  registry: ReturnType<typeof createProcessRegistry>,
): Promise<Warmed & Pick<WarmReport, 'isSkipped'>> {
  const skipped = isSkipped === undefined ? {} : { isSkipped };
  if (start === undefined) return { why: why ?? 'it cannot be started here', ...skipped };
  let last: Warmed = { why: 'there is no client to greet it as' };
  for (const client of clients) {
    const warmed = await greetOnce(start, client, registry);
    // A server of one era knows nothing of clients of the other.
    if (warmed.why === undefined || last.why !== undefined) last = warmed;
  }
  return last;
}

function lineOf({ name, tools, ms, why, install }: WarmReport): string {
  const known = why === undefined ? `known, ${tools} tools, ${ms} ms` : `not started: ${why}`;
  const text = install === undefined ? known : `${install}; ${known}`;
  return `${visible(name)}  ${visible(text)}\n`;
}
