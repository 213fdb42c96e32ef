/**
 * What the resolver may ask of the machine it runs on. Every decision is a function of these facts,
 * so each platform is tested on any other. Knows nothing of commands or version managers.
 */
import type { PlatformPath } from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The rules for paths of that platform. */
  readonly path: PlatformPath;
  /** Used where the environment names no home directory. */
  readonly home: string;
  /** The working directory, or undefined if it is gone. */
  readonly cwd: string | undefined;
  /** The program that runs mcp-shield: a node, or mcp-shield itself as a single executable. */
  readonly execPath: string;
  readonly nodeVersion: string;

  isFile(file: string): boolean;
  isDirectory(path: string): boolean;
  /** A file, and this user may run it; on Windows any file. */
  isExecutable(file: string): boolean;
  isWritable(directory: string): boolean;
  /** The names in a directory; none if it cannot be read. */
  list(directory: string): readonly string[];
  /** The first bytes as UTF-8; undefined if it cannot be read. */
  readStart(file: string, bytes: number): string | undefined;
  /** When a file or link was last changed, ms since 1970; undefined if it cannot be read. */
  changedAt(path: string): number | undefined;
  /** With links resolved; the path itself where that fails. */
  realPath(file: string): string;
  /** Where a link points to, one step; undefined if it is none. */
  linkTarget(file: string): string | undefined;
  /** What a program prints within a time; undefined if it fails. */
  runProgram(question: ProgramCall): Promise<string | undefined>;
}

export interface ProgramCall {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly limitMs: number;
}

/** A program that is ended even if mcp-shield is killed. */
export interface Guarded {
  /**
   * Has to be in the program's environment: until its group is known it is found by this. A
   * program that is handed the environment untouched is guarded from `started` on.
   */
  readonly mark: Readonly<Record<string, string>>;
  started(group: number): void;
  /** It was not started after all, or nothing of its group is left. */
  over(): void;
}
