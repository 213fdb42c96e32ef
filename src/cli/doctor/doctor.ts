/**
 * The command `doctor`: what is wrong with servers, and the fix. Starts each as a client would,
 * looks, judges, prints. Whatever interrupts it, nothing that it started is left.
 */
import { exitCodes, isShieldError } from '../../base/errors.ts';
import { signalNumbers } from '../../base/signals.ts';
import { type FoundFile, filesOfScope } from '../../client-files/find-files.ts';
import { createProcessRegistry } from '../../doctor/process-registry.ts';
import type { World } from '../../runner/world.ts';
import { readCommandArgs, written } from '../command-args.ts';
import { wrongUsage } from '../command-line.ts';
import type { ConfigDeps } from '../config/deps.ts';
import { findTargets, isTarget, serverNames, serversIn, type Targets } from '../config/target.ts';
import { nearest } from '../suggest.ts';
import { checkFile } from './configured.ts';
import { examineAll } from './examination.ts';
import { createPrinter, type DoctorTask, type Printer } from './printer.ts';
import { createProgress } from './progress.ts';
import { reportOf, type ServerReport } from './report.ts';
import { type ServerToCheck, serverFromCommand } from './server-to-check.ts';

export interface DoctorDeps extends ConfigDeps {
  readonly world: World;
}

/** `args` without `doctor`. Resolves with the exit code. Throws wrong usage. */
export async function doctor(args: readonly string[], deps: DoctorDeps): Promise<number> {
  const { names, options, handedOn } = readCommandArgs('doctor', args);
  const task = whatToExamine(
    { names, command: handedOn, withProject: options.has('project') },
    deps,
  );
  const printer = createPrinter(task, options.has('json'), deps);
  const reports = await examineUnlessStopped(task.servers, printer, deps);
  if (typeof reports === 'number') return reports;
  const report = reportOf(task.files, reports, task.leftOut);
  printer.end(report);
  return report.healthy ? exitCodes.done : exitCodes.problemsFound;
}

interface Asked {
  readonly names: readonly string[];
  readonly command: readonly string[] | undefined;
  readonly withProject: boolean;
}

function whatToExamine({ names, command, withProject }: Asked, deps: ConfigDeps): DoctorTask {
  const [where] = names;
  if (command !== undefined) {
    if (where !== undefined)
      throw wrongUsage(`either ${where} or a command behind --: ${written('doctor')}`);
    if (!command[0]) throw wrongUsage(`no server command behind --: ${written('doctor')}`);
    const servers = [serverFromCommand(command, deps.environment)];
    return { files: [], servers, leftOut: [] };
  }
  if (where === undefined) return ofThisMachine(withProject, deps);
  const { files, servers } = named(names, deps) ?? targets(names, deps);
  return taskOf(files, servers, deps);
}

/** Names of servers alone, as the user's own configurations give them; undefined: they are not. */
function named(names: readonly string[], deps: ConfigDeps): Targets | undefined {
  if (names.some((name) => isTarget(name, deps))) return undefined;
  const files = filesOfScope('user', deps).filter((file) =>
    serverNames(file, deps).some((name) => names.includes(name)),
  );
  const known = files.flatMap((file) => serverNames(file, deps));
  return names.every((name) => known.includes(name)) ? { files, servers: names } : undefined;
}

/** A server's command without `--` in front of it is a frequent mistake. */
function targets(names: readonly string[], deps: ConfigDeps): Targets {
  try {
    return findTargets(names, deps);
  } catch (error) {
    if (!isShieldError(error) || !/no client or file/.test(error.message)) throw error;
    const [first = '', ...more] = names;
    const sentence = orServer(error.message, first, deps);
    if (more.length === 0) throw wrongUsage(sentence);
    const typed = names.join(' ');
    const end = sentence.endsWith('?') ? '' : '.';
    throw wrongUsage(
      `${sentence}${end} A server's command stands behind --: mcp-shield doctor -- ${typed}`,
    );
  }
}

/** Here a name may also be that of a server. */
function orServer(message: string, name: string, deps: ConfigDeps): string {
  const sentence = message.replace('no client or file', 'no client, file or server');
  const known = filesOfScope('user', deps).flatMap((file) => serverNames(file, deps));
  const meant = nearest(name, known, '');
  const isTold = meant === undefined || sentence.includes('did you mean');
  return isTold ? sentence : sentence.replace(/: see mcp-shield .*/, `: did you mean ${meant}?`);
}

/**
 * The user's own files. Those of the project one happens to be in start commands of whoever wrote
 * them: only if that is wanted.
 */
function ofThisMachine(withProject: boolean, deps: ConfigDeps): DoctorTask {
  const own = filesOfScope('user', deps);
  const known = new Set(own.map(({ file }) => deps.machine.realPath(file)));
  const shared = filesOfScope('project', deps).filter(
    ({ file }) => !known.has(deps.machine.realPath(file)),
  );
  if (withProject) return taskOf([...own, ...shared], undefined, deps);
  const leftOut = shared
    .filter((found) => serversIn(found, deps).some(({ start }) => start.kind === 'command'))
    .map(({ file }) => file);
  return { ...taskOf(own, undefined, deps), leftOut };
}

function taskOf(
  found: readonly FoundFile[],
  names: readonly string[] | undefined,
  deps: ConfigDeps,
): DoctorTask {
  const files = found.map((file) => checkFile(file, names, deps));
  return { files, servers: files.flatMap(({ servers }) => servers), leftOut: [] };
}

/** The reports, or the exit code of an interruption. */
async function examineUnlessStopped(
  servers: readonly ServerToCheck[],
  printer: Printer,
  { world }: DoctorDeps,
) {
  const registry = createProcessRegistry();
  const progress = createProgress(servers.length, world);
  const stopped = new Promise<number>((resolve) => {
    world.onSignal((signal) => resolve(128 + (signalNumbers[signal] ?? 0)));
  });
  let isStopped = false;
  const told = (report: ServerReport): void => {
    if (isStopped) return;
    progress.wipe();
    printer.server(report);
  };
  try {
    return await Promise.race([examineAll(servers, { registry, progress, told }), stopped]);
  } finally {
    isStopped = true;
    progress.stop();
    await registry.close();
  }
}
