/**
 * The command `run`: from what was asked for to a running shield. It reads what the options name
 * and refuses what cannot work; everything after the start belongs to the runner.
 */
import { statSync } from 'node:fs';
import { createRedactor } from '../base/redact.ts';
import { createLog } from '../runner/log/log.ts';
import { runShield } from '../runner/run-shield.ts';
import { wrongUsage } from './command-line.ts';
import { readEnvFile } from './env-file.ts';
import type { Environment } from './parse.ts';
import type { RunOptions } from './run-options.ts';

export interface RunInput {
  readonly options: RunOptions;
  /** Of mcp-shield itself; the server's is built on it. */
  readonly environment: Environment;
  /** Shown once, at the start. */
  readonly warnings: readonly string[];
}

/** Resolves with the exit code when the session is over and everything is written. */
export async function run({ options, environment, warnings }: RunInput): Promise<number> {
  const { command, cwd, envFile, shellPath, envFixes } = options;
  if (cwd !== undefined) checkDirectory(cwd);
  const fromFile = envFile === undefined ? {} : readEnvFile(envFile);
  const env = { ...environment, ...fromFile, ...Object.fromEntries(options.env) };
  const redact = createRedactor(env);
  const log = createLog({
    level: options.logLevel,
    format: options.logFormat,
    file: options.logFile,
    name: options.name,
    redact,
  });
  for (const warning of warnings) log.write('warn', warning);
  const [file = '', ...args] = command;
  const seed = Math.floor(Math.random() * 2 ** 32);
  return runShield({
    options: { ...options, seed },
    child: { file, args, cwd, env, shellPath, envFixes },
    log,
    redact,
  });
}

/** Otherwise the start of the server would fail as if its command did not exist. */
function checkDirectory(cwd: string): void {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw wrongUsage(`--cwd ${cwd}: there is no such directory`);
}
