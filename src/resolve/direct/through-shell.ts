/**
 * What a POSIX shell does to the environment of the program that it is replaced by: npx starts
 * programs through one, and so do the scripts that uv writes.
 */
import { type ChildEnvironment, pathDirectories, type ResolveContext } from '../resolve-context.ts';
import { findByName } from '../search.ts';

/** `shell`: a path; otherwise the `sh` on PATH. `context.cwd` with its links resolved. */
export function throughShell(
  env: ChildEnvironment,
  context: ResolveContext,
  shell = findByName('sh', pathDirectories(context), context),
): ChildEnvironment {
  const { machine, cwd } = context;
  const { PWD } = env;
  // Kept as a person wrote it, with links, if it is that directory.
  const isRight =
    PWD !== undefined && machine.path.isAbsolute(PWD) && machine.realPath(PWD) === cwd;
  const told = isRight ? env : { ...env, PWD: cwd };
  if (shell === undefined || machine.path.basename(machine.realPath(shell)) !== 'dash') return told;
  // dash hands on only what has a name that it knows.
  return Object.fromEntries(Object.entries(told).filter(([name]) => /^[A-Za-z_]\w*$/.test(name)));
}
