/**
 * Where a command is: on PATH, in a known place, or under another name. In this order, each a
 * function of its own, because the login shell may be asked in between. Starts nothing.
 */
import { resolveLimits } from '../base/limits.ts';
import type { CommandReading } from './command-readings.ts';
import { expandWord } from './expand.ts';
import type { Found } from './found.ts';
import { pathDirectories, type ResolveContext } from './resolve-context.ts';
import { findByName, findByPath, isPath } from './search.ts';
import { readShebang } from './shebang.ts';
import { standIns } from './stand-ins.ts';
import { type ToolDirectory, toolDirectories } from './tool-directories.ts';

/**
 * A path that exists, or a name on PATH. Never a name in the working directory, where cmd.exe looks
 * first: that is a workspace, and its npx.cmd may be anybody's.
 */
export function locateOnPath(
  { file: wanted, args }: CommandReading,
  context: ResolveContext,
): Found | undefined {
  const word = expandWord(wanted, context);
  const named = { args, front: [], back: [] };
  if (isPath(word, context.machine)) {
    const file = findByPath(word, context);
    return file === undefined ? undefined : { ...named, file, front: besideScript(file, context) };
  }
  const file = findByName(word, pathDirectories(context), context);
  return file === undefined ? undefined : { ...named, file };
}

/** By name only: the places know nothing of paths. */
export function locateInToolDirectories(
  { file: wanted, args }: CommandReading,
  context: ResolveContext,
): Found | undefined {
  if (wanted === '' || isPath(wanted, context.machine)) return undefined;
  for (const { owner, directory } of distinct(toolDirectories(context))) {
    const file = findByName(wanted, [directory], context);
    if (file === undefined) continue;
    const repair = `${wanted} is not on PATH; using ${file} (${owner})`;
    return { file, args, front: [directory], back: [], repair };
  }
  return undefined;
}

export function locateStandIn(reading: CommandReading, context: ResolveContext): Found | undefined {
  for (const instead of standIns(reading, context.machine.platform)) {
    const found = locateOnPath(instead, context) ?? locateInToolDirectories(instead, context);
    if (found === undefined) continue;
    return { ...found, repair: `${reading.file} is not installed; using ${found.file}` };
  }
  return undefined;
}

/** An interpreter; undefined if it is nowhere. */
export function locateProgram(name: string, context: ResolveContext): Found | undefined {
  const reading = { file: name, args: [] };
  return (
    locateOnPath(reading, context) ??
    locateInToolDirectories(reading, context) ??
    locateStandIn(reading, context)
  );
}

/**
 * `/…/v22/bin/npx` says `env node`, which takes the first node on PATH and not the one beside it:
 * then its own directory goes first.
 */
function besideScript(file: string, context: ResolveContext): readonly string[] {
  const { machine } = context;
  if (machine.platform === 'win32') return [];
  const shebang = readShebang(machine.readStart(file, resolveLimits.shebangBytes));
  if (shebang === undefined || !shebang.onPath) return [];
  const directory = machine.path.dirname(file);
  const beside = findByName(shebang.interpreter, [directory], context);
  const taken = findByName(shebang.interpreter, pathDirectories(context), context);
  return beside === undefined || beside === taken ? [] : [directory];
}

function* distinct(places: Iterable<ToolDirectory>): Generator<ToolDirectory> {
  const seen = new Set<string>();
  for (const place of places) {
    if (!seen.has(place.directory)) yield place;
    seen.add(place.directory);
  }
}
