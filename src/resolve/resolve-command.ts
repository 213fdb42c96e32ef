/**
 * From the command as it was configured to what the operating system is asked to start. The table
 * of contents of this folder: complete the environment, find the command, see that the right node
 * runs it, make it startable. Starts nothing but, at need, the login shell and `node -v`.
 */
import { resolveLimits } from '../base/limits.ts';
import { type CommandReading, type CommandReadings, readings } from './command-readings.ts';
import { expandArgument } from './expand.ts';
import type { Found } from './found.ts';
import type { Launch } from './interpreter.ts';
import { launch } from './launch.ts';
import { locateInToolDirectories, locateOnPath, locateStandIn } from './locate.ts';
import { loginShellPath } from './login-shell.ts';
import type { Machine } from './machine.ts';
import { notFound } from './not-found.ts';
import { type RepairedEnvironment, repairEnvironment } from './repair-environment.ts';
import type {
  CommandRequest,
  Resolution,
  ResolutionFailure,
  ResolutionNote,
} from './resolution.ts';
import {
  type ChildEnvironment,
  homeOf,
  keyOf,
  type ResolveContext,
  splitPath,
} from './resolve-context.ts';
import { isNewEnough, judgeNode, type NodeVerdict, withNode } from './right-node.ts';
import { isPath } from './search.ts';
import { thisMachine } from './this-machine.ts';
import { parseVersion } from './version-number.ts';
import { type WorkingDirectory, workingDirectory } from './working-directory.ts';

interface Preparation {
  readonly request: CommandRequest;
  readonly context: ResolveContext;
  readonly environment: RepairedEnvironment;
  readonly directory: WorkingDirectory;
  readonly readings: CommandReadings;
}

/**
 * The quick way, without a promise: the command is on PATH and its node is known to be right. No
 * directory is listed and no program started. Undefined if it takes more than that.
 */
export function resolveAtOnce(
  request: CommandRequest,
  machine: Machine = thisMachine(),
): Resolution | undefined {
  if (request.shellPath === 'always') return undefined;
  const start = prepare(request, machine);
  const found = firstOf(start.readings.tried, locateOnPath, start.context);
  if (found === undefined) return undefined;
  const verdict = judgeNode(found, isPath(request.file, machine), start.context);
  if (verdict.kind === 'unknown') return undefined;
  return finish(start, applyVerdict(found, verdict, start.context));
}

/**
 * Every way there is. Never rejects: if nothing is found, the resolution carries a `failure` and
 * the command as it was asked for.
 */
export async function resolveCommand(
  request: CommandRequest,
  machine: Machine = thisMachine(),
): Promise<Resolution> {
  const start = prepare(request, machine);
  const { tried, asIs } = start.readings;
  let { context } = start;
  if (request.shellPath === 'always') context = (await withShellPath(context)) ?? context;
  const found =
    firstOf(tried, locateOnPath, context) ??
    firstOf(tried, locateInToolDirectories, context) ??
    firstOf(tried, locateStandIn, context) ??
    (request.shellPath === 'auto' ? await throughShell(tried, context) : undefined) ??
    locateOnPath(asIs, context);
  if (found === undefined) {
    return fail(
      start,
      notFound(
        request.file,
        request.shellPath !== 'never' && machine.platform !== 'win32',
        context,
      ),
    );
  }
  const verdict = judgeNode(found, isPath(request.file, machine), context);
  const sure = verdict.kind === 'unknown' ? await askVersion(verdict, context) : verdict;
  return finish({ ...start, context }, applyVerdict(found, sure, context));
}

function prepare(request: CommandRequest, machine: Machine): Preparation {
  const environment = repairEnvironment(request, machine);
  const env = environment.lookup;
  const home = homeOf(env, machine);
  const withoutCwd = { machine, env, home, cwd: machine.cwd ?? home };
  const directory = workingDirectory(request.cwd, withoutCwd);
  const cwd = machine.path.resolve(withoutCwd.cwd, directory.cwd ?? '');
  const context = { ...withoutCwd, cwd };
  const args = request.args.map((arg) => expandArgument(arg, context));
  return {
    request,
    context,
    environment,
    directory,
    readings: readings(request.file, args, machine),
  };
}

type Locate = (reading: CommandReading, context: ResolveContext) => Found | undefined;

function firstOf(
  tried: readonly CommandReading[],
  locate: Locate,
  context: ResolveContext,
): Found | undefined {
  for (const reading of tried) {
    const found = locate(reading, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function throughShell(
  tried: readonly CommandReading[],
  context: ResolveContext,
): Promise<Found | undefined> {
  const shell = await withShellPath(context);
  const found = shell && firstOf(tried, locateOnPath, shell);
  if (found === undefined) return undefined;
  const own = new Set(splitPath(context.env['PATH'] ?? '', context));
  return {
    ...found,
    front: [context.machine.path.dirname(found.file)],
    back: splitPath(shell?.env['PATH'] ?? '', context).filter((entry) => !own.has(entry)),
    repair: `not on PATH, but on that of the login shell; using ${found.file}`,
  };
}

/** The login shell's directories first, then ours. */
async function withShellPath(context: ResolveContext): Promise<ResolveContext | undefined> {
  const path = await loginShellPath(context);
  if (path === undefined) return undefined;
  return {
    ...context,
    env: withPath(context.env, { front: splitPath(path, context), back: [] }, context),
  };
}

async function askVersion(
  { node, better }: NodeVerdict & { kind: 'unknown' },
  context: ResolveContext,
): Promise<NodeVerdict> {
  const { env, cwd } = context;
  const limitMs = resolveLimits.nodeVersionMs;
  const answer = await context.machine.runProgram({ file: node, args: ['-v'], env, cwd, limitMs });
  const version = parseVersion(answer ?? '');
  if (version === undefined || isNewEnough(version)) return { kind: 'fine' };
  return { kind: 'too-old', better, version };
}

function applyVerdict(found: Found, verdict: NodeVerdict, context: ResolveContext): Found {
  return verdict.kind === 'too-old'
    ? withNode(found, verdict.better, verdict.version, context)
    : found;
}

function finish(start: Preparation, found: Found): Resolution {
  const { context, environment, directory } = start;
  const ready = launch(found, { ...context, env: withPath(context.env, found, context) });
  if (ready.kind === 'impossible') return fail(start, ready.failure);
  const { file, args } = ready.found;
  const base = { ...environment.child, ...shellPathOf(start), ...ready.env };
  const steps = new Set([found.repair, ready.found.repair, directory.repair]);
  const repairs = [...steps].filter((step) => step !== undefined);
  return {
    file,
    args,
    env: withPath(base, ready.found, context),
    cwd: directory.cwd,
    ...(start.request.envFixes ? {} : { envAsGiven: true }),
    ...(ready.verbatim ? { windowsVerbatimArguments: true } : {}),
    notes: [...environment.notes, ...repairs.map(info), ...cmdTrouble(ready, context)],
  };
}

/** With `--shell-path always` the child gets the PATH that was looked through. */
function shellPathOf({ request, context }: Preparation): ChildEnvironment {
  const path = context.env['PATH'];
  return request.shellPath === 'always' && path !== undefined ? { PATH: path } : {};
}

function fail(
  { request, environment, directory }: Preparation,
  failure: ResolutionFailure,
): Resolution {
  return {
    file: request.file,
    args: request.args,
    env: environment.child,
    cwd: directory.cwd,
    failure,
    notes: [...environment.notes, { level: 'warn', message: failure.message }],
  };
}

/** cmd.exe prints a line about it and goes to the Windows directory. */
function cmdTrouble(ready: Launch, { cwd }: ResolveContext): readonly ResolutionNote[] {
  if (ready.kind !== 'ready' || ready.verbatim !== true || !cwd.startsWith('\\\\')) return [];
  const message = `cmd.exe cannot run in ${cwd}: map it to a drive letter, or use wsl.exe`;
  return [{ level: 'warn', message }];
}

function info(message: string): ResolutionNote {
  return { level: 'info', message };
}

function withPath(
  env: ChildEnvironment,
  { front, back }: Pick<Found, 'front' | 'back'>,
  context: ResolveContext,
): ChildEnvironment {
  if (front.length === 0 && back.length === 0) return env;
  const key = keyOf(env, 'PATH', context.machine.platform);
  const middle = env[key] ? [env[key]] : [];
  const entries = new Set([...front, ...middle, ...back]);
  return { ...env, [key]: [...entries].join(context.machine.path.delimiter) };
}
