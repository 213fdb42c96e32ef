/**
 * Was the command found, and does what it starts go on running? The cause of a fall is found by
 * the same rules that explain it to a client.
 */

import { examineLimits } from '../../base/limits.ts';
import { mannerOf, withoutStop } from '../../base/sentence.ts';
import { withoutFrames } from '../../base/stack-frames.ts';
import { diagnose } from '../diagnose.ts';
import type { Evidence } from '../evidence.ts';
import { type Check, note, ok, problem } from './check.ts';
import type { Observed } from './observed.ts';

type Redact = (text: string) => string;

/** `redact` before words are cut: half a secret is not recognised. */
export function judgeCommand({ command, legacy }: Observed, redact: Redact): Check {
  if (command.file === undefined) return explained('command', legacy.evidence, redact);
  const { file, runtime } = command;
  const where = runtime === undefined ? file : `${file} (${runtime.name} ${runtime.version})`;
  return command.repairs.length === 0
    ? ok('command', where)
    : note('command', where, { lines: command.repairs });
}

/** Undefined if there was nothing to start. */
export function judgeStart({ command, legacy }: Observed, redact: Redact): Check | undefined {
  if (command.file === undefined) return undefined;
  if (legacy.evidence.spawnErrno !== undefined || legacy.fell) {
    return explained('start', legacy.evidence, redact);
  }
  return ok('start', 'runs');
}

function explained(name: 'command' | 'start', evidence: Evidence, redact: Redact): Check {
  const { reason, cause, advice } = diagnose(evidence, redact);
  const text = `${withoutStop(cause)}${howItEnded(evidence, cause)}`;
  return problem(name, text, { reason, advice, lines: lastLines(evidence) });
}

/** Behind the cause, unless that says it already. */
function howItEnded({ spawnErrno, exitCode, signal, phase }: Evidence, cause: string): string {
  if (spawnErrno !== undefined) return '';
  const end = mannerOf(exitCode, signal);
  if (cause.includes(end)) return '';
  return ` (${end} ${phase === 'session' ? 'after its first answers' : 'at the start'})`;
}

/** The last words: of stderr, or of stdout if it said them there. */
export function lastLines({ stderr, stdout }: Evidence): string[] {
  const text = stderr.trim() === '' ? stdout : stderr;
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return withoutFrames(lines).slice(-examineLimits.stderrLinesMax);
}
