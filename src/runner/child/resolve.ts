/**
 * From the command as the user wrote it to what the operating system is asked to start. On POSIX
 * the kernel and `execvp` do all of it. Does not start anything.
 */
import { buildEnvironment, type Environment } from './environment.ts';

/** What the user asked for. */
export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Ours if undefined. */
  readonly cwd: string | undefined;
  readonly envFile: Environment;
  readonly env: Environment;
}

/** What is handed to the operating system. */
export interface ResolvedCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly env: Environment;
}

export function resolveCommand(command: ChildCommand): ResolvedCommand {
  const { file, args, cwd, envFile, env } = command;
  const environment = buildEnvironment({ parent: process.env, envFile, env, envFixes: {} });
  return { file, args, cwd, env: environment };
}
