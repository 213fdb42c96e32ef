/**
 * What one resolution works with: the request, the child's environment as it will be, and the
 * machine. Names of variables are compared as the platform does it.
 */
import type { Machine } from './machine.ts';

export type ChildEnvironment = Readonly<Record<string, string>>;

type GivenVariables = Readonly<Record<string, string | undefined>>;

export interface ResolveContext {
  readonly machine: Machine;
  readonly env: ChildEnvironment;
  readonly home: string;
  /** Absolute: relative commands and PATH entries start here. */
  readonly cwd: string;
}

/** As the environment says, else as the machine does. */
export function homeOf(env: GivenVariables, machine: Machine): string {
  const name = machine.platform === 'win32' ? 'USERPROFILE' : 'HOME';
  return env[keyOf(env, name, machine.platform)] || machine.home;
}

/** The key under which a variable stands: `Path` is PATH on Windows, nowhere else. */
export function keyOf(env: GivenVariables, name: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32' || name in env) return name;
  const wanted = name.toLowerCase();
  return Object.keys(env).find((key) => key.toLowerCase() === wanted) ?? name;
}

/** The value of a variable; undefined if it is unset or empty. */
export function variable(
  context: Pick<ResolveContext, 'env' | 'machine'>,
  name: string,
): string | undefined {
  return context.env[keyOf(context.env, name, context.machine.platform)] || undefined;
}

/** The directories of PATH, absolute, in order. Empty entries, which mean cwd, are left out. */
export function pathDirectories(context: ResolveContext): readonly string[] {
  return splitPath(variable(context, 'PATH') ?? '', context);
}

export function splitPath(value: string, { machine, cwd }: ResolveContext): readonly string[] {
  return value
    .split(machine.path.delimiter)
    .map((entry) => (machine.platform === 'win32' ? entry.replaceAll('"', '') : entry))
    .filter((entry) => entry !== '')
    .map((entry) => machine.path.resolve(cwd, entry));
}
