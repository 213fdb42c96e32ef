/**
 * Which program of which version runs a command: the node behind `npx`, the python behind a
 * script. Asks the program itself; anything that is not known by name is not started.
 */
import path from 'node:path';
import { examineLimits, resolveLimits } from '../base/limits.ts';
import type { Resolution } from '../resolve/resolution.ts';
import { readShebang } from '../resolve/shebang.ts';
import { thisMachine } from '../resolve/this-machine.ts';
import { currentDirectory } from '../resolve/working-directory.ts';

export interface Runtime {
  /** `node`, `python`, `uv` … */
  readonly name: string;
  readonly version: string;
}

/** Programs that say their version on stdout when asked with `--version`. */
const known: readonly (readonly [name: string, program: RegExp])[] = [
  ['node', /^node$/],
  ['python', /^(?:python|pypy)[\d.]*$/],
  ['uv', /^uvx?$/],
  ['deno', /^deno$/],
  ['bun', /^bunx?$/],
  ['docker', /^docker$/],
  ['podman', /^podman$/],
  ['dotnet', /^(?:dotnet|dnx)$/],
  ['ruby', /^ruby$/],
  ['java', /^java$/],
];

/** Undefined if no known program runs it, or if it does not tell. Never rejects. */
export async function runtimeOf(resolution: Resolution): Promise<Runtime | undefined> {
  const { env, cwd } = resolution;
  const machine = thisMachine();
  const program = programOf(resolution.file, machine.readStart);
  const name = known.find(([, pattern]) => pattern.test(stem(program)))?.[0];
  if (name === undefined) return undefined;
  const answer = await machine.runProgram({
    file: program,
    args: ['--version'],
    env,
    cwd: cwd ?? currentDirectory(),
    limitMs: examineLimits.versionMs,
  });
  const version = /\d+(?:\.\d+)+[\w.+-]*/.exec(answer ?? '')?.[0];
  return version === undefined ? undefined : { name, version };
}

/** The file, unless it is a script: then who reads it. */
function programOf(file: string, readStart: (file: string, bytes: number) => string | undefined) {
  if (known.some(([, pattern]) => pattern.test(stem(file)))) return file;
  return readShebang(readStart(file, resolveLimits.shebangBytes))?.interpreter ?? file;
}

function stem(file: string): string {
  return path.basename(file).replace(/\.(?:exe|cmd|bat)$/i, '');
}
