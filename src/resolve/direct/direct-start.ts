/**
 * Past a package runner: what `npx` or `uvx` would start once it has looked up what it has had in
 * its cache all along, without the second it takes and the 40 to 75 MB it keeps beside the server.
 * Never sure where it only guesses: whatever leaves a doubt is left to the runner. Starts nothing
 * and asks no registry. Loaded where the command is such a runner.
 */

import type { Machine } from '../machine.ts';
import type { Resolution } from '../resolution.ts';
import type { ResolveContext } from '../resolve-context.ts';
import { homeOf } from '../resolve-context.ts';
import { npxStart } from './npx-start.ts';
import { type AbsentPackage, type DirectStart, isLeft, leave, type Sure } from './package-run.ts';
import { uvxStart } from './uvx-start.ts';

/** What becomes of the resolution of a runner. */
export type PastRunner =
  | { readonly kind: 'direct'; readonly resolution: Resolution }
  | { readonly kind: 'absent'; readonly what: AbsentPackage }
  /** `why` ends "left to npx: …". */
  | { readonly kind: 'left'; readonly why: string };

/**
 * `resolution` is one that can be started, of a command for which `isPackageRunner` holds.
 * `tags`: what `@latest` was at the last install will do.
 */
export function pastRunner(
  resolution: Resolution,
  machine: Machine,
  { tags = false }: { readonly tags?: boolean } = {},
): PastRunner {
  const found = look(resolution, machine, tags);
  if (isLeft(found)) return { kind: 'left', why: found.why };
  if (found.kind === 'absent') return { kind: 'absent', what: found };
  const { kind, file, args, env, ...direct } = found;
  return { kind, resolution: { ...resolution, file, args, env, direct } };
}

function look(
  { file, args, env, cwd }: Resolution,
  machine: Machine,
  tags: boolean,
): Sure<DirectStart> {
  if (machine.platform === 'win32') return leave('not proven on Windows');
  const home = homeOf(env, machine);
  const context: ResolveContext = {
    machine,
    env,
    home,
    cwd: machine.path.resolve(machine.cwd ?? home, cwd ?? ''),
  };
  try {
    const name = machine.path.basename(file);
    return name === 'npx' || name === 'npm'
      ? npxStart(file, args, context, tags)
      : uvxStart(file, args, context, tags);
  } catch (error) {
    // Files of others may hold anything.
    return leave(`of ${error instanceof Error ? error.message : String(error)}`);
  }
}
