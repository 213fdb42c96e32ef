/**
 * What wrap and unwrap have in common: the files that are meant, the change of each, and what is
 * said about it.
 */
import { exitCodes, isShieldError } from '../../base/errors.ts';
import { visible, visibleLines } from '../../base/visible.ts';
import { changeFile } from '../../client-files/change-file.ts';
import { fileError } from '../../client-files/file-error.ts';
import type { FoundFile } from '../../client-files/find-files.ts';
import { readConfigFile } from '../../client-files/read-file.ts';
import type { Broken } from '../../config/configuration.ts';
import { unifiedDiff } from '../../config/diff.ts';
import { positionOf } from '../../config/documents/document.ts';
import type { Outcome, Result } from '../../config/wrap.ts';
import { wrongUsage } from '../command-line.ts';
import type { ConfigDeps } from './deps.ts';

export interface ChangeRequest {
  readonly files: readonly FoundFile[];
  /** Servers by name; undefined = all. */
  readonly names: readonly string[] | undefined;
  readonly isDryRun: boolean;
  readonly decide: (text: string, file: FoundFile) => Result | Broken;
  /** What the outcomes are called. */
  readonly said: Readonly<Record<Outcome['kind'], string>>;
}

/** Returns the exit code. A file that cannot be changed does not keep others from it. */
export function changeFiles(request: ChangeRequest, deps: ConfigDeps): number {
  const codes = request.files.map((file) => {
    try {
      return changeOne(file, request, deps);
    } catch (error) {
      if (!isShieldError(error)) throw error;
      deps.world.stderr.write(`mcp-shield: ${visible(error.message)}\n`);
      return error.exitCode;
    }
  });
  return Math.max(...codes);
}

function changeOne(file: FoundFile, request: ChangeRequest, deps: ConfigDeps): number {
  const { world, fs } = deps;
  const decide = (text: string) => {
    const result = request.decide(text, file);
    if (result.kind === 'broken') throw brokenFile(file.file, text, result);
    checkNames(file, request.names, result.outcomes);
    return result;
  };
  if (request.isDryRun) {
    const { text } = readConfigFile(file.file, fs);
    const result = decide(text);
    world.stderr.write(report(file, result.outcomes, request));
    world.stdout.write(visibleLines(unifiedDiff(file.file, text, result.edits)));
    return exitCodeOf(result.outcomes, request);
  }
  const { decision, backup } = changeFile(file.file, fs, decide);
  const where = backup === undefined ? '' : `  the file as it was: ${visible(backup)}\n`;
  world.stdout.write(report(file, decision.outcomes, request) + where);
  return exitCodeOf(decision.outcomes, request);
}

/** Also used for files that are only read. */
export function brokenFile(file: string, text: string, { offset, reason }: Broken) {
  const { line, column } = positionOf(text, offset);
  return fileError(`${file}:${line}:${column}`, `it cannot be parsed: ${reason}`);
}

/** A name that is in no section was misspelt. */
function checkNames(
  { file }: FoundFile,
  names: readonly string[] | undefined,
  outcomes: readonly Outcome[],
): void {
  const missing = names?.find((name) => outcomes.every((outcome) => outcome.name !== name));
  if (missing !== undefined) throw wrongUsage(`${file}: there is no server ${missing} in it`);
}

function exitCodeOf(outcomes: readonly Outcome[], { names }: ChangeRequest): number {
  const isRefused = names !== undefined && outcomes.some(({ kind }) => kind === 'left');
  return isRefused ? exitCodes.problemsFound : exitCodes.done;
}

function report(
  { file, client }: FoundFile,
  outcomes: readonly Outcome[],
  { said }: ChangeRequest,
): string {
  const title = visible(client === undefined ? file : `${client.name}: ${file}`);
  if (outcomes.length === 0) return `${title}\n  there are no servers in it\n`;
  const width = Math.max(...Object.values(said).map(({ length }) => length));
  const sections = new Set(outcomes.map(({ section }) => section));
  const lines = outcomes.map(({ kind, name, section, problem }) => {
    const place = sections.size > 1 ? ` (${section})` : '';
    const reason = problem === undefined ? '' : `: ${problem}`;
    return `  ${visible(`${said[kind].padEnd(width)}  ${name}${place}${reason}`)}\n`;
  });
  return `${title}\n${lines.join('')}`;
}
