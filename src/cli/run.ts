/**
 * The command `run`: from what was asked for to a running shield. It reads what the options name
 * and refuses what cannot work; everything after the start belongs to the runner.
 */
import { statSync } from 'node:fs';
import { isatty } from 'node:tty';
import { createLog, type Log } from '../log/log.ts';
import type { ChildCommand } from '../process/command-source.ts';
import type { Containers } from '../process/server-process.ts';
import { maybeContainer } from '../resolve/containers/maybe-container.ts';
import type { CommandRequest } from '../resolve/resolution.ts';
import { resolveAtOnce } from '../resolve/resolve-command.ts';
import { thisMachine } from '../resolve/this-machine.ts';
import { currentDirectory, expandDirectory } from '../resolve/working-directory.ts';
import { logDirectory, memoryDirectory, statusDirectory } from '../runner/directories.ts';
import { startAhead } from '../runner/head-start.ts';
import type { RunShieldDeps } from '../runner/run-shield.ts';
import { processWorld } from '../runner/world.ts';
import type { ShieldOptions } from '../shield/events.ts';
import { wrongUsage } from './command-line.ts';
import { lateSecretHider } from './late-secrets.ts';
import type { Environment } from './parse.ts';
import type { RunOptions } from './run-options.ts';
import { version } from './version.ts';

export interface RunInput {
  readonly options: RunOptions;
  /** Of mcp-shield itself; the server's is built on it. */
  readonly environment: Environment;
  /** Shown once, at the start. */
  readonly warnings: readonly string[];
  /** The command of mcp-shield that was meant, perhaps, if there is no such program. */
  readonly meant?: string | undefined;
}

interface RunTools {
  readonly log: Log;
  readonly redact: (text: string) => string;
}

type RareParts = Pick<RunShieldDeps, 'sources' | 'observers'>;

/** Resolves with the exit code when the session is over and everything is written. */
export async function run({ options, environment, warnings, meant }: RunInput): Promise<number> {
  const { command, envFile, envFrom, shellPath, envFixes } = options;
  const isGiven = envFile !== undefined || envFrom.length > 0;
  const given = isGiven ? (await import('./given-variables.ts')).givenVariables : undefined;
  const fromFile = (envFile !== undefined && given?.readEnvFile(envFile)) || {};
  const env = { ...environment, ...fromFile, ...Object.fromEntries(options.env) };
  const cwd = options.cwd === undefined ? undefined : directoryOf(options.cwd, env);
  const hider = lateSecretHider(env, command);
  const { redact, holdsSecret, shownCommand, learn } = hider;
  // Asked for when it is needed, here and below: hiding secrets for the first time takes 5 ms.
  let shownName: string | undefined;
  const name = (): string => {
    shownName ??= hider.shownName(options.name);
    return shownName;
  };
  const keeps = options.keepLog && options.logFile === undefined;
  const log = createLog({
    level: options.logLevel,
    format: options.logFormat,
    file: options.logFile,
    name: options.name,
    kept: keeps ? () => ({ directory: logDirectory(), name: name() }) : undefined,
    redact,
  });
  for (const warning of warnings) log.write('warn', 'unknown-variable', warning);
  const containers = maybeContainer(command) ? await containersOf(command, env) : undefined;
  const [file = '', ...args] = containers?.command ?? command;
  const seed = Math.floor(Math.random() * 2 ** 32);
  const rare = await rareParts({ ...options, cwd, seed }, { log, redact });
  const asked = { file, args, cwd, env, shellPath, envFixes, containers };
  const { direct, lazy } = options;
  const install = options.installs ? installer(log) : undefined;
  const asks = envFrom.length > 0;
  const complete = asks ? given?.createAskedVariables(envFrom, { env, cwd, learn }) : undefined;
  const ahead = { ...asked, direct, install, complete, lazy };
  if (meant !== undefined && !isAtHand(asked)) throw mistyped(file, meant);
  const headStart = startAhead(ahead, log, processWorld);
  headStart.freeSpare();
  if (isatty(0)) process.stderr.write((await import('./help.ts')).waitingText);
  const { runShield } = await import('../runner/run-shield.ts');
  // That will be told, and for want of descriptors perhaps: now there is one to load this.
  if (headStart.hasFailed) redact('');
  const status = { directory: statusDirectory, name };
  const core = {
    ...options,
    seed,
    get command() {
      return shownCommand();
    },
  };
  // The values are known later; what they are asked of tells servers apart.
  const told = { ...env, ...Object.fromEntries(envFrom) };
  const memory = {
    command,
    cwd: cwd ?? currentDirectory(),
    env: told,
    directory: memoryDirectory,
  };
  const tools = { log, redact, holdsSecret };
  const { looksForUpdates } = options;
  const deps = { headStart, cwd, ...tools, ...rare, status, memory, looksForUpdates };
  return runShield({ options: core, ...deps });
}

async function containersOf(
  command: readonly string[],
  env: Environment,
): Promise<Containers | undefined> {
  const { createContainers } = await import('../process/container.ts');
  return createContainers(command, env['PATH']);
}

/** Loaded when a package is missing. */
function installer(log: Log): ChildCommand['install'] {
  return async (what, runner) => {
    try {
      const { installFirst } = await import('../runner/packages/install-first.ts');
      await installFirst(what, runner, log);
    } catch {
      // It cannot be loaded; the runner installs it then.
    }
  };
}

/** Whether the command is found without asking anybody. */
function isAtHand(command: Omit<CommandRequest, 'platform'>): boolean {
  const { platform } = process;
  const resolution = resolveAtOnce({ ...command, platform }, thisMachine());
  return resolution !== undefined && resolution.failure === undefined;
}

function mistyped(word: string, meant: string): Error {
  return wrongUsage(
    `there is no command ${word} here: did you mean mcp-shield ${meant}? ` +
      `A server of that name is started by mcp-shield -- ${word}`,
  );
}

/** What watches and records, if it is wanted; a start without it does not load it. */
async function rareParts(options: RunOptions & ShieldOptions, tools: RunTools): Promise<RareParts> {
  const { watch: globs, record, recordContents: contents } = options;
  if (globs.length === 0 && record === undefined) return { sources: [], observers: [] };
  const { extras } = await import('./commands.ts');
  const cwd = options.cwd ?? currentDirectory();
  const { now } = processWorld;
  const { log, redact } = tools;
  const request = { contents, options, version, cwd, redact, now };
  return {
    sources: globs.length === 0 ? [] : [extras.watchFiles({ globs, cwd, log })],
    observers: record === undefined ? [] : [extras.recordTo({ ...request, file: record })],
  };
}

/** Otherwise the start of the server would fail as if its command did not exist. */
function directoryOf(asked: string, env: Environment): string {
  const cwd = expandDirectory(asked, env);
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return cwd;
  throw wrongUsage(`--cwd ${asked}: there is no such directory`);
}
