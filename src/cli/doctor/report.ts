/**
 * What `doctor` has to say, as a value: for programs it is printed as it is, for people rendered.
 */
import type { Check } from '../../diagnose/checkup/check.ts';
import type { Answer, Observed } from '../../diagnose/checkup/observed.ts';
import { type Verdict, verdictOf } from '../../diagnose/checkup/verdict.ts';

export interface ServerReport {
  readonly name: string;
  /** Where it is configured; undefined for a command from the command line. */
  readonly client?: string;
  readonly file?: string;
  /** In one line, without secrets. */
  readonly command?: string;
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  /** Undefined if it was not started. */
  readonly measured?: Measured;
}

export interface FileReport {
  readonly client?: string | undefined;
  readonly file: string;
  /** Problems and notes about the file as a whole; problems of a server stand at the server. */
  readonly checks: readonly Check[];
}

export interface Report {
  /** Nothing is wrong with any of them. */
  readonly healthy: boolean;
  /** What to put right first, in all of them. */
  readonly first?: string;
  readonly configurations: readonly FileReport[];
  /** Files of the project, which are examined only if that is asked for. */
  readonly leftOut: readonly string[];
  readonly servers: readonly ServerReport[];
}

export function reportOf(
  files: readonly FileReport[],
  servers: readonly ServerReport[],
  leftOut: readonly string[],
): Report {
  const configurations = files.map(({ client, file, checks }) => {
    return { ...(client !== undefined && { client }), file, checks };
  });
  // What keeps a file from being read keeps all of its servers.
  const verdicts = [
    ...configurations.map(({ file, checks }) => ({ name: file, verdict: verdictOf(checks) })),
    ...servers,
  ];
  const worst = verdicts.find(({ verdict }) => !verdict.healthy);
  const first = worst && `${worst.name}: ${worst.verdict.advice ?? worst.verdict.text}`;
  return {
    healthy: worst === undefined,
    ...(first && { first }),
    configurations,
    leftOut,
    servers,
  };
}

/** Numbers for programs; times in ms. */
export interface Measured {
  readonly resolved?: string;
  readonly runtime?: { readonly name: string; readonly version: string };
  readonly initializeMs?: number;
  readonly discoverMs?: number;
  readonly toolCount?: number;
  readonly stdoutNoiseLines: number;
}

export function measure({ command, legacy, modern }: Observed): Measured {
  const tools = legacy.tools ?? modern?.tools;
  const initializeMs = answerTime(legacy.greeting);
  const discoverMs = modern && answerTime(modern.greeting);
  return {
    ...(command.file !== undefined && { resolved: command.file }),
    ...(command.runtime && { runtime: command.runtime }),
    ...(initializeMs !== undefined && { initializeMs }),
    ...(discoverMs !== undefined && { discoverMs }),
    ...(tools?.kind === 'counted' && { toolCount: tools.count }),
    stdoutNoiseLines: Math.max(legacy.noise.lineCount, modern?.noise.lineCount ?? 0),
  };
}

function answerTime(answer: Answer): number | undefined {
  return answer.kind === 'result' ? Math.round(answer.afterMs) : undefined;
}
