/**
 * How a client can start this mcp-shield. Clients with windows have a poor PATH, so absolute paths
 * are the rule; but none that is gone with the next update, and none that only this machine has in
 * a file that others read.
 */

import type { SearchedMachine } from '../../client-files/find-files.ts';
import { isShieldWord } from '../../config/shield-call.ts';
import { splitWords } from '../../resolve/command-readings.ts';
import { pathDirectories, type ResolveContext } from '../../resolve/resolve-context.ts';
import { findByName } from '../../resolve/search.ts';
import { wrongUsage } from '../command-line.ts';

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
  const context = contextOf(surroundings);
  if (isShared) {
    const isOnPath = findByName('mcp-shield', pathDirectories(context), context) !== undefined;
    const note = 'this file is shared: everybody who uses it needs mcp-shield on PATH';
    if (isOnPath) return { command: ['mcp-shield'], note };
  }
  const command = absoluteCommand(self, context, surroundings);
  if (!isShared) return { command };
  const note = 'the paths in it are of this machine; for a shared file use --as mcp-shield';
  return { command, note: `${note}, or --as "npx -y mcp-shield"` };
}

function absoluteCommand(
  self: Self,
  context: ResolveContext,
  surroundings: SearchedMachine,
): readonly string[] {
  const { machine } = surroundings;
  if (self.isSingleExecutable) return [lasting(machine.execPath, context)];
  const node = lasting(machine.execPath, context);
  const script = machine.realPath(self.script);
  if (isInNpxCache(script)) return [node, npxScript(self, surroundings), '-y', packageOf(self)];
  if (isFleeting(script)) throw fleeting(script);
  const isNamed = isShieldWord(self.script) && !isFleeting(self.script);
  return [node, isNamed ? machine.path.resolve(context.cwd, self.script) : script];
}

function contextOf({ machine, environment }: SearchedMachine): ResolveContext {
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
  const { machine } = context;
  const real = machine.realPath(program);
  const name = machine.path.basename(program);
  const links = pathDirectories(context)
    .filter((directory) => !isFleeting(`${directory}/`))
    .map((directory) => machine.path.join(directory, name));
  return links.find((link) => machine.isFile(link) && machine.realPath(link) === real) ?? program;
}

/** Directories of one shell, or of one run. */
function isFleeting(path: string): boolean {
  return /fnm_multishells|[\\/]_npx[\\/]|[\\/]dlx-|[\\/]bunx-|^\/run\/user\//.test(path);
}

function isInNpxCache(script: string): boolean {
  return /[\\/]_npx[\\/]/.test(script);
}

function packageOf({ version }: Self): string {
  return `mcp-shield@${version}`;
}

/** npx as a script: what is called `npx` is found only on PATH, and on Windows is a batch file. */
function npxScript({ script }: Self, { machine, environment }: SearchedMachine): string {
  const npm = environment['npm_execpath'];
  const npx = npm === undefined ? '' : machine.path.join(machine.path.dirname(npm), 'npx-cli.js');
  if (npx !== '' && machine.isFile(npx)) return npx;
  throw fleeting(script);
}

function fleeting(script: string) {
  return wrongUsage(
    `${script} is in a cache that is emptied now and then: ` +
      'install mcp-shield (npm install -g mcp-shield), or say how to start it with --as',
  );
}
