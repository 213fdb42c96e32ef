/**
 * How a client can start this mcp-shield. Clients with windows have a poor PATH, so absolute paths
 * are the rule; but none that is gone with the next update, and none that only this machine has in
 * a file that others read.
 */

import type { SearchedMachine } from '../../client-files/find-files.ts';
import { isShieldWord } from '../../config/shield-call.ts';
import { splitWords } from '../../resolve/command-readings.ts';
import { pathDirectories, type ResolveContext } from '../../resolve/resolve-context.ts';
import { findByName, isPath } from '../../resolve/search.ts';
import { wrongUsage } from '../command-line.ts';
import { isFleeting, isVersionBound } from './lasting-path.ts';

/** What runs at this moment. */
export interface Self {
  /** The file that node was started with. */
  readonly script: string;
  /** Node and mcp-shield in one file. */
  readonly isSingleExecutable: boolean;
  readonly version: string;
}

export interface ShieldCommand {
  readonly command: readonly string[];
  /** What a person should know about it. */
  readonly note?: string;
}

/** What `--as` says. Throws wrong usage if unwrap could not find it again. */
export function typedCommand(text: string, { machine }: SearchedMachine): readonly string[] {
  const command = splitWords(text, machine.platform);
  if (command.some(isShieldWord)) return command;
  throw wrongUsage(`--as ${text}: one of the words must be mcp-shield, by which unwrap finds it`);
}

/** `isShared`: others have this file, too, on machines of their own. */
export function ownCommand(
  self: Self,
  surroundings: SearchedMachine,
  isShared: boolean,
): ShieldCommand {
  const context = resolveContextOf(surroundings);
  if (isShared) {
    const isOnPath = findByName('mcp-shield', pathDirectories(context), context) !== undefined;
    const note = 'this file is shared: everybody who uses it needs mcp-shield on PATH';
    if (isOnPath) return { command: ['mcp-shield'], note };
  }
  const command = absoluteCommand(self, context, surroundings);
  if (isShared) {
    const note = 'the paths in it are of this machine; for a shared file use --as mcp-shield';
    return { command, note: `${note}, or --as "npx -y mcp-shield"` };
  }
  const bound = command.find(isVersionBound);
  if (bound === undefined) return { command };
  const note = `${bound} is gone with the next update of what is in its name`;
  return { command, note: `${note}: run mcp-shield wrap again then, which renews the entries` };
}

/** A word of those that start mcp-shield in an entry which does not lead to it, or not for long. */
export interface StaleWord {
  readonly word: string;
  /** It is not there, or it lies where things are deleted now and then. */
  readonly why: 'missing' | 'fleeting';
}

/** The worst of them; undefined if all is well, or if only the client could know. */
export function staleWord(
  program: readonly string[],
  { machine, environment }: SearchedMachine,
): StaleWord | undefined {
  const files = program.filter((word, index) => {
    const isFile = index === 0 ? isPath(word, machine) : /\.[cm]?js$|[\\/]mcp-shield$/.test(word);
    return isFile && machine.path.isAbsolute(word);
  });
  const missing = files.find((word) => !machine.isFile(word));
  if (missing !== undefined) return { word: missing, why: 'missing' };
  const fleeting = files.find((word) => isFleeting(word, environment));
  return fleeting === undefined ? undefined : { word: fleeting, why: 'fleeting' };
}

/** True for a path: whether it leads anywhere is another question. */
export function isOnPath(program: readonly string[], surroundings: SearchedMachine): boolean {
  const [first = ''] = program;
  if (isPath(first, surroundings.machine)) return true;
  const context = resolveContextOf(surroundings);
  return findByName(first, pathDirectories(context), context) !== undefined;
}

function absoluteCommand(
  self: Self,
  context: ResolveContext,
  surroundings: SearchedMachine,
): readonly string[] {
  const { machine, environment } = surroundings;
  const program = lasting(machine.execPath, context);
  if (self.isSingleExecutable) {
    if (isFleeting(program, environment)) throw fleeting(program);
    return [program];
  }
  const script = machine.realPath(self.script);
  if (isFleeting(script, environment)) return throughRunner(program, self, surroundings);
  const isNamed = isShieldWord(self.script) && !isFleeting(self.script, environment);
  return [program, isNamed ? machine.path.resolve(context.cwd, self.script) : script];
}

function resolveContextOf({ machine, environment }: SearchedMachine): ResolveContext {
  const env = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  return { machine, env, home: machine.home, cwd: machine.cwd ?? machine.home };
}

/**
 * Homebrew runs `/opt/homebrew/Cellar/node/24.1.0/bin/node`, which the next update deletes; on PATH
 * there is a link to it that stays.
 */
function lasting(program: string, context: ResolveContext): string {
  const { machine, env } = context;
  const real = machine.realPath(program);
  const name = machine.path.basename(program);
  const links = pathDirectories(context)
    .filter((directory) => !isFleeting(`${directory}/`, env))
    .map((directory) => machine.path.join(directory, name));
  return links.find((link) => machine.isFile(link) && machine.realPath(link) === real) ?? program;
}

/**
 * mcp-shield out of the cache of a package runner: the runner is started again each time, as a
 * script, because what is called `npx` is found only on PATH, and on Windows is a batch file.
 */
function throughRunner(
  node: string,
  { script, version }: Self,
  { machine, environment }: SearchedMachine,
): readonly string[] {
  const { path } = machine;
  const runner = environment['npm_execpath'] ?? '';
  const agent = environment['npm_config_user_agent'] ?? '';
  const kind = /^(\w+)\//.exec(agent)?.[1] ?? path.basename(runner).replace(/[-.].*$/, '');
  const file =
    kind === 'npm' || kind === 'npx' ? path.join(path.dirname(runner), 'npx-cli.js') : runner;
  if (runner === '' || !machine.isFile(file) || isFleeting(file, environment))
    throw fleeting(script);
  const start = /\.[cm]?js$/.test(file) ? [node, file] : [file];
  const shield = `mcp-shield@${version}`;
  switch (kind) {
    case 'npm':
    case 'npx':
      return [...start, '-y', shield];
    case 'pnpm':
      return [...start, 'dlx', shield];
    case 'yarn':
      // Without it yarn speaks on stdout before mcp-shield runs.
      return [...start, 'dlx', '-q', shield];
    case 'bun':
      return [...start, 'x', shield];
    default:
      throw fleeting(script);
  }
}

function fleeting(script: string) {
  return wrongUsage(
    `${script} is in a directory that is emptied now and then: ` +
      'install mcp-shield (npm install -g mcp-shield), or say how to start it with --as',
  );
}
