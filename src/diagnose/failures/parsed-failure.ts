/**
 * One failure as its runtime or tool reported it: what every parser of this folder yields and every
 * table is keyed by. Plain values; knows no cause.
 */
import { failureLimits } from '../../base/limits.ts';

/** Who reported it. */
export type FailureKind =
  | 'npm'
  | 'python'
  | 'node'
  | 'jvm'
  | 'dotnet'
  | 'go'
  | 'rust'
  | 'ruby'
  | 'php'
  /** `error: …` with its chain of causes: uv, cargo, git, deno, bun. */
  | 'tool'
  | 'docker'
  /** The command line was refused. */
  | 'usage'
  /** sh, bash, zsh, env, and cmd.exe. */
  | 'shell'
  | 'powershell'
  | 'wsl'
  /** The dynamic loader or the kernel refused a file. */
  | 'loader'
  /** esbuild, tsx, tsc: the source does not compile. */
  | 'compiler'
  /** An exception without its surroundings. */
  | 'exception'
  /** A line that calls itself an error; the weakest sign. */
  | 'line';

export interface ParsedFailure {
  readonly kind: FailureKind;
  /** The class of an exception without its modules: `ModuleNotFoundError`. */
  readonly type?: string;
  /** `ENOENT`, `E404`, `ERR_MODULE_NOT_FOUND`, `CommandNotFoundException` … */
  readonly code?: string;
  /** As a person would quote it: one line, without its class. */
  readonly message: string;
  /** `src/server.ts:12:4`, where that is the point of the message. */
  readonly at?: string;
  /** The block without source lines: what the tables look for words in. */
  readonly text: string;
  /** First and last line of the block. */
  readonly first: number;
  readonly last: number;
  /** It only repeats that something below it failed: `npm ERR! code ELIFECYCLE`. */
  readonly wrapper?: true;
  /** The failure it was raised from, if the runtime says so. */
  readonly from?: ParsedFailure;
  /** The major version in a footer such as `Node.js v22.1.0`. */
  readonly nodeMajor?: number;
}

/** All failures of its kind in the order of the output. Linear in the number of lines. */
export type FailureParser = (lines: readonly string[]) => readonly ParsedFailure[];

/** The lines of a block, and no more of them than a person would read. */
export function blockText(lines: readonly string[], first: number, last: number): string {
  return lines.slice(first, Math.min(last + 1, first + failureLimits.blockLinesMax)).join('\n');
}
