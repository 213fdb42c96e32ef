/**
 * Was the command found, and does what it starts go on running? The cause of a fall is found by
 * the same rules that explain it to a client.
 */
import { evidenceLimits, examineLimits } from '../../base/limits.ts';
import { diagnose } from '../diagnose.ts';
import type { Evidence } from '../evidence.ts';
import { type Check, note, ok, problem } from './check.ts';
import type { Observed } from './observed.ts';

export function judgeCommand({ command, legacy }: Observed): Check {
  if (command.file === undefined) return explained('command', legacy.evidence);
  const runtime = command.runtime === undefined ? '' : ` (${command.runtime})`;
  const where = `${command.file}${runtime}`;
  return command.repairs.length === 0
    ? ok('command', where)
    : note('command', where, { lines: command.repairs });
}

/** Undefined if there was nothing to start. */
export function judgeStart({ command, legacy }: Observed): Check | undefined {
  if (command.file === undefined) return undefined;
  if (legacy.evidence.spawnErrno !== undefined || legacy.fell) {
    return explained('start', legacy.evidence);
  }
  return ok('start', 'runs');
}

function explained(name: 'command' | 'start', evidence: Evidence): Check {
  const { reason, cause, advice } = diagnose(evidence);
  const text = `${howItEnded(evidence)}${withoutStop(cause)}`;
  return problem(name, text, { reason, advice, lines: lastLines(evidence) });
}

function howItEnded({ spawnErrno, exitCode, signal, phase }: Evidence): string {
  if (spawnErrno !== undefined) return '';
  const by = signal === null ? `with exit code ${exitCode ?? 'unknown'}` : `by ${signal}`;
  const when = phase === 'session' ? 'right after its first answer' : 'before it had answered';
  return `it ended ${by} ${when}: `;
}

/** The last words: of stderr, or of stdout if it said them there. */
export function lastLines({ stderr, stdout }: Evidence): string[] {
  const text = stderr.trim() === '' ? stdout : stderr;
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-examineLimits.stderrLinesMax)
    .map((line) => line.slice(0, evidenceLimits.tailLineCharsMax));
}

function withoutStop(text: string): string {
  return text.trim().replace(/[.\s]+$/, '');
}
