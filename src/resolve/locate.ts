/**
 * Where a command is: on PATH, in a known place, or under another name. In this order, each a
 * function of its own, because the login shell may be asked in between. Starts nothing.
 */
import { resolveLimits } from '../base/limits.ts';
import type { Reading } from './command-readings.ts';
import { expandWord } from './expand.ts';
import type { Found } from './found.ts';
import { pathDirectories, type Scene } from './resolve-context.ts';
import { findByName, findByPath, isPath } from './search.ts';
import { readShebang } from './shebang.ts';
import { standIns } from './stand-ins.ts';
import { knownPlaces, type Place } from './tool-directories.ts';

/**
 * A path that exists, or a name on PATH. Never a name in the working directory, where cmd.exe looks
 * first: that is a workspace, and its npx.cmd may be anybody's.
 */
export function locateOnPath({ command, args }: Reading, scene: Scene): Found | undefined {
  const word = expandWord(command, scene);
  const named = { args, front: [], back: [] };
  if (isPath(word, scene.machine)) {
    const file = findByPath(word, scene);
    return file === undefined ? undefined : { ...named, file, front: besideScript(file, scene) };
  }
  const file = findByName(word, pathDirectories(scene), scene);
  return file === undefined ? undefined : { ...named, file };
}

/** By name only: the places know nothing of paths. */
export function locateInPlaces({ command, args }: Reading, scene: Scene): Found | undefined {
  if (command === '' || isPath(command, scene.machine)) return undefined;
  for (const { owner, directory } of distinct(knownPlaces(scene))) {
    const file = findByName(command, [directory], scene);
    if (file === undefined) continue;
    const repair = `${command} is not on PATH; using ${file} (${owner})`;
    return { file, args, front: [directory], back: [], repair };
  }
  return undefined;
}

export function locateStandIn(reading: Reading, scene: Scene): Found | undefined {
  for (const instead of standIns(reading, scene.machine.platform)) {
    const found = locateOnPath(instead, scene) ?? locateInPlaces(instead, scene);
    if (found === undefined) continue;
    return { ...found, repair: `${reading.command} is not installed; using ${found.file}` };
  }
  return undefined;
}

/** An interpreter; undefined if it is nowhere. */
export function locateProgram(name: string, scene: Scene): Found | undefined {
  const reading = { command: name, args: [] };
  return (
    locateOnPath(reading, scene) ?? locateInPlaces(reading, scene) ?? locateStandIn(reading, scene)
  );
}

/**
 * `/…/v22/bin/npx` says `env node`, which takes the first node on PATH and not the one beside it:
 * then its own directory goes first.
 */
function besideScript(file: string, scene: Scene): readonly string[] {
  const { machine } = scene;
  if (machine.platform === 'win32') return [];
  const shebang = readShebang(machine.readStart(file, resolveLimits.shebangBytes));
  if (shebang === undefined || !shebang.onPath) return [];
  const directory = machine.path.dirname(file);
  const beside = findByName(shebang.interpreter, [directory], scene);
  const taken = findByName(shebang.interpreter, pathDirectories(scene), scene);
  return beside === undefined || beside === taken ? [] : [directory];
}

function* distinct(places: Iterable<Place>): Generator<Place> {
  const seen = new Set<string>();
  for (const place of places) {
    if (!seen.has(place.directory)) yield place;
    seen.add(place.directory);
  }
}
