/**
 * The command `doctor`: what is wrong with servers, and the fix. Starts each as a client would,
 * looks, judges, prints. Whatever interrupts it, nothing that it started is left.
 */

import { exitCodes } from '../../base/errors.ts';
import { signalNumbers } from '../../base/signals.ts';
import { visibleLines } from '../../base/visible.ts';
import { type FoundFile, filesOf } from '../../client-files/find-files.ts';
import { clients } from '../../config/clients.ts';
import { createProcessRegistry } from '../../doctor/process-registry.ts';
import type { World } from '../../runner/world.ts';
import { wrongUsage } from '../command-line.ts';
import { readCommandArgs } from '../config/command-args.ts';
import type { ConfigDeps } from '../config/deps.ts';
import { findTarget } from '../config/target.ts';
import { checkFile, type FileCheckup } from './configured.ts';
import { examineAll } from './examination.ts';
import { createProgress } from './progress.ts';
import { render } from './render.ts';
import { type Report, reportOf } from './report.ts';
import { type ServerToCheck, serverFromCommand } from './server-to-check.ts';

export interface DoctorDeps extends ConfigDeps {
  readonly world: World;
}

const usage = 'mcp-shield doctor [--json] [<client|file> | -- <command> [args…]]';

/** `args` without `doctor`. Resolves with the exit code. Throws wrong usage. */
export async function doctor(args: readonly string[], deps: DoctorDeps): Promise<number> {
  const { names, options, handedOn } = readCommandArgs(args, { json: {} }, usage);
  const { files, servers } = whatToExamine(names, handedOn, deps);
  const reports = await examineUnlessStopped(servers, deps);
  if (typeof reports === 'number') return reports;
  const report = reportOf(files, reports);
  print(report, options.has('json'), deps);
  return report.healthy ? exitCodes.done : exitCodes.problemsFound;
}

interface Task {
  readonly files: readonly FileCheckup[];
  readonly servers: readonly ServerToCheck[];
}

function whatToExamine(
  names: readonly string[],
  command: readonly string[] | undefined,
  deps: ConfigDeps,
): Task {
  const [where, ...more] = names;
  if (command !== undefined) {
    if (where !== undefined) throw wrongUsage(`either ${where} or a command behind --: ${usage}`);
    if (!command[0]) throw wrongUsage(`no server command behind --: write ${usage}`);
    return { files: [], servers: [serverFromCommand(command, deps.environment)] };
  }
  if (more.length > 0) {
    const typed = names.join(' ');
    throw wrongUsage(`a server's command stands behind --: mcp-shield doctor -- ${typed}`);
  }
  const found = where === undefined ? allFiles(deps) : findTarget(where, deps);
  const files = found.map((file) => checkFile(file, deps));
  return { files, servers: files.flatMap(({ servers }) => servers) };
}

/** Those of all clients; some share a file. */
function allFiles(deps: ConfigDeps): readonly FoundFile[] {
  const byPath = new Map<string, FoundFile>();
  for (const found of clients.flatMap((client) => filesOf(client, deps))) {
    const path = deps.machine.realPath(found.file);
    if (!byPath.has(path)) byPath.set(path, found);
  }
  return [...byPath.values()];
}

/** The reports, or the exit code of an interruption. */
async function examineUnlessStopped(servers: readonly ServerToCheck[], { world }: DoctorDeps) {
  const registry = createProcessRegistry();
  const progress = createProgress(servers.length, world);
  const stopped = new Promise<number>((resolve) => {
    world.onSignal((signal) => resolve(128 + (signalNumbers[signal] ?? 0)));
  });
  try {
    return await Promise.race([examineAll(servers, registry, progress), stopped]);
  } finally {
    progress.stop();
    await registry.close();
  }
}

function print(report: Report, json: boolean, { world, environment }: ConfigDeps): void {
  const { stdout } = world;
  const symbols = 'isTTY' in stdout && stdout.isTTY === true;
  const colour = symbols && !environment['NO_COLOR'];
  stdout.write(
    json
      ? `${visibleLines(JSON.stringify(report, undefined, 2))}\n`
      : render(report, { symbols, colour }),
  );
}
