/**
 * From the command as it was configured to what the operating system is asked to start. The table
 * of contents of this folder: complete the environment, find the command, see that the right node
 * runs it, make it startable. Starts nothing but, at need, the login shell and `node -v`.
 */
import { resolveLimits } from '../base/limits.ts';
import { type Reading, type Readings, readings } from './command-readings.ts';
import { expandArgument } from './expand.ts';
import type { Found } from './found.ts';
import type { Launch } from './interpreter.ts';
import { launch } from './launch.ts';
import { locateInPlaces, locateOnPath, locateStandIn } from './locate.ts';
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
import { type Environment, homeOf, keyOf, type Scene, splitPath } from './resolve-context.ts';
import { isNewEnough, judgeNode, type NodeVerdict, withNode } from './right-node.ts';
import { isPath } from './search.ts';
import { thisMachine } from './this-machine.ts';
import { parseVersion } from './version-number.ts';
import { type WorkingDirectory, workingDirectory } from './working-directory.ts';

interface Start {
  readonly request: CommandRequest;
  readonly scene: Scene;
  readonly environment: RepairedEnvironment;
  readonly directory: WorkingDirectory;
  readonly readings: Readings;
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
  const found = firstOf(start.readings.tried, locateOnPath, start.scene);
  if (found === undefined) return undefined;
  const verdict = judgeNode(found, isPath(request.command, machine), start.scene);
  if (verdict.kind === 'unknown') return undefined;
  return finish(start, applyVerdict(found, verdict, start.scene));
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
  let { scene } = start;
  if (request.shellPath === 'always') scene = (await withShellPath(scene)) ?? scene;
  const found =
    firstOf(tried, locateOnPath, scene) ??
    firstOf(tried, locateInPlaces, scene) ??
    firstOf(tried, locateStandIn, scene) ??
    (request.shellPath === 'auto' ? await throughShell(tried, scene) : undefined) ??
    locateOnPath(asIs, scene);
  if (found === undefined) {
    return fail(
      start,
      notFound(
        request.command,
        request.shellPath !== 'never' && machine.platform !== 'win32',
        scene,
      ),
    );
  }
  const verdict = judgeNode(found, isPath(request.command, machine), scene);
  const sure = verdict.kind === 'unknown' ? await askVersion(verdict, scene) : verdict;
  return finish({ ...start, scene }, applyVerdict(found, sure, scene));
}

function prepare(request: CommandRequest, machine: Machine): Start {
  const environment = repairEnvironment(request, machine);
  const env = environment.lookup;
  const home = homeOf(env, machine);
  const roomless = { machine, env, home, cwd: machine.cwd ?? home };
  const directory = workingDirectory(request.cwd, roomless);
  const cwd = machine.path.resolve(roomless.cwd, directory.cwd ?? '');
  const scene = { ...roomless, cwd };
  const args = request.args.map((arg) => expandArgument(arg, scene));
  return {
    request,
    scene,
    environment,
    directory,
    readings: readings(request.command, args, machine),
  };
}

type Locate = (reading: Reading, scene: Scene) => Found | undefined;

function firstOf(tried: readonly Reading[], locate: Locate, scene: Scene): Found | undefined {
  for (const reading of tried) {
    const found = locate(reading, scene);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function throughShell(tried: readonly Reading[], scene: Scene): Promise<Found | undefined> {
  const shell = await withShellPath(scene);
  const found = shell && firstOf(tried, locateOnPath, shell);
  if (found === undefined) return undefined;
  const own = new Set(splitPath(scene.env['PATH'] ?? '', scene));
  return {
    ...found,
    front: [scene.machine.path.dirname(found.file)],
    back: splitPath(shell?.env['PATH'] ?? '', scene).filter((entry) => !own.has(entry)),
    repair: `not on PATH, but on that of the login shell; using ${found.file}`,
  };
}

/** The login shell's directories first, then ours. */
async function withShellPath(scene: Scene): Promise<Scene | undefined> {
  const path = await loginShellPath(scene);
  if (path === undefined) return undefined;
  return { ...scene, env: withPath(scene.env, { front: splitPath(path, scene), back: [] }, scene) };
}

async function askVersion(
  { node, better }: NodeVerdict & { kind: 'unknown' },
  scene: Scene,
): Promise<NodeVerdict> {
  const { env, cwd } = scene;
  const limitMs = resolveLimits.nodeVersionMs;
  const answer = await scene.machine.ask({ file: node, args: ['-v'], env, cwd, limitMs });
  const version = parseVersion(answer ?? '');
  if (version === undefined || isNewEnough(version)) return { kind: 'fine' };
  return { kind: 'too-old', better, version };
}

function applyVerdict(found: Found, verdict: NodeVerdict, scene: Scene): Found {
  return verdict.kind === 'too-old'
    ? withNode(found, verdict.better, verdict.version, scene)
    : found;
}

function finish(start: Start, found: Found): Resolution {
  const { scene, environment, directory } = start;
  const ready = launch(found, { ...scene, env: withPath(scene.env, found, scene) });
  if (ready.kind === 'impossible') return fail(start, ready.failure);
  const { file, args } = ready.found;
  const base = { ...environment.child, ...shellPathOf(start), ...ready.env };
  const steps = new Set([found.repair, ready.found.repair, directory.repair]);
  const repairs = [...steps].filter((step) => step !== undefined);
  return {
    file,
    args,
    env: withPath(base, ready.found, scene),
    cwd: directory.cwd,
    ...(ready.verbatim ? { windowsVerbatimArguments: true } : {}),
    notes: [...environment.notes, ...repairs.map(info), ...cmdTrouble(ready, scene)],
  };
}

/** With `--shell-path always` the child gets the PATH that was looked through. */
function shellPathOf({ request, scene }: Start): Environment {
  const path = scene.env['PATH'];
  return request.shellPath === 'always' && path !== undefined ? { PATH: path } : {};
}

function fail({ request, environment, directory }: Start, failure: ResolutionFailure): Resolution {
  return {
    file: request.command,
    args: request.args,
    env: environment.child,
    cwd: directory.cwd,
    failure,
    notes: [...environment.notes, { level: 'warn', message: failure.message }],
  };
}

/** cmd.exe prints a line about it and goes to the Windows directory. */
function cmdTrouble(ready: Launch, { cwd }: Scene): readonly ResolutionNote[] {
  if (ready.kind !== 'ready' || ready.verbatim !== true || !cwd.startsWith('\\\\')) return [];
  const message = `cmd.exe cannot run in ${cwd}: map it to a drive letter, or use wsl.exe`;
  return [{ level: 'warn', message }];
}

function info(message: string): ResolutionNote {
  return { level: 'info', message };
}

function withPath(
  env: Environment,
  { front, back }: Pick<Found, 'front' | 'back'>,
  scene: Scene,
): Environment {
  if (front.length === 0 && back.length === 0) return env;
  const key = keyOf(env, 'PATH', scene.machine.platform);
  const middle = env[key] ? [env[key]] : [];
  const entries = new Set([...front, ...middle, ...back]);
  return { ...env, [key]: [...entries].join(scene.machine.path.delimiter) };
}
