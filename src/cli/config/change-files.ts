/**
 * What wrap and unwrap have in common: the change of each file that is meant, one after the other.
 * Says nothing: what came of it is shown by `change-report.ts`.
 */
import { exitCodes, isShieldError } from '../../base/errors.ts';
import { secretsGiven, variablesAsSecrets } from '../../base/secret-words.ts';
import { changeFile } from '../../client-files/change-file.ts';
import { fileError } from '../../client-files/file-error.ts';
import type { FoundFile } from '../../client-files/find-files.ts';
import { readConfigFile } from '../../client-files/read-file.ts';
import type { Broken } from '../../config/configuration.ts';
import { unifiedDiff } from '../../config/diff.ts';
import { positionOf } from '../../config/documents/document.ts';
import { variablesOf } from '../../config/entry-members.ts';
import type { Server } from '../../config/servers.ts';
import type { Outcome, Result } from '../../config/wrap.ts';
import type { ConfigDeps } from './deps.ts';
import { serversIn } from './target.ts';

export interface ChangeRequest {
  readonly files: readonly FoundFile[];
  /** Servers by name; undefined = all. */
  readonly names: readonly string[] | undefined;
  readonly isDryRun: boolean;
  readonly decide: (text: string, file: FoundFile) => Result | Broken;
}

/** What came of one file. */
export interface ChangedFile {
  readonly found: FoundFile;
  readonly outcomes: readonly Outcome[];
  /** Where the file as it was is kept; undefined if nothing was written. */
  readonly backup?: string;
  /** What would change, for a dry run. */
  readonly diff?: string;
  /** Values of the file that may be secret. */
  readonly secrets?: readonly string[];
  /** Why it could not be changed, and the exit code for that. */
  readonly failure?: { readonly message: string; readonly exitCode: number };
}

/** A file that cannot be changed does not keep others from it. */
export function changeFiles(request: ChangeRequest, deps: ConfigDeps): readonly ChangedFile[] {
  return request.files.map((found) => {
    try {
      return changeOne(found, request, deps);
    } catch (error) {
      if (!isShieldError(error)) throw error;
      const { message, exitCode } = error;
      return { found, outcomes: [], failure: { message, exitCode } };
    }
  });
}

function changeOne(found: FoundFile, request: ChangeRequest, deps: ConfigDeps): ChangedFile {
  const { file } = found;
  const decide = (text: string) => {
    const result = request.decide(text, found);
    if (result.kind === 'broken') throw brokenFile(file, text, result);
    return result;
  };
  if (request.isDryRun) {
    const { text } = readConfigFile(file, deps.fs);
    const { outcomes, edits } = decide(text);
    const secrets = serversIn(found, deps).flatMap(secretsOf);
    return { found, outcomes, diff: unifiedDiff(file, text, edits), secrets };
  }
  const { decision, backup } = changeFile(file, deps, decide);
  return { found, outcomes: decision.outcomes, ...(backup !== undefined && { backup }) };
}

function secretsOf({ entry, start }: Server): readonly string[] {
  const variables = variablesOf(entry);
  const command = start.kind === 'command' ? start.command : [];
  return [...secretsGiven({ ...variables, ...variablesAsSecrets(variables) }, command)];
}

/** Also used for files that are only read. */
export function brokenFile(file: string, text: string, { offset, reason }: Broken) {
  const { line, column } = positionOf(text, offset);
  return fileError(`${file}:${line}:${column}`, `it cannot be parsed: ${reason}; correct it there`);
}

/** Of all files together. */
export function exitCodeOf(
  changed: readonly ChangedFile[],
  { names }: Pick<ChangeRequest, 'names'>,
): number {
  const isRefused =
    names !== undefined &&
    changed.some(({ outcomes }) => outcomes.some(({ kind }) => kind === 'left'));
  return Math.max(
    isRefused ? exitCodes.problemsFound : exitCodes.done,
    ...changed.map(({ failure }) => failure?.exitCode ?? exitCodes.done),
  );
}
