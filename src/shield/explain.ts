/**
 * From what a dead server left behind to a sentence for people and `data` for programs. Owns the
 * wording around a diagnosis; what the cause is, diagnose/ decides.
 */

import { mannerOf, withoutStop } from '../base/sentence.ts';
import { docsUrl } from '../diagnose/docs-url.ts';
import type { Evidence } from '../diagnose/evidence.ts';
import type { Failure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import type { Surroundings } from './events.ts';
import type { Life, LifeEnd } from './life.ts';
import { lastLines } from './output-tail.ts';
import { endedOnPurpose, unfit } from './wording.ts';

export interface Explanation {
  readonly failure: Failure;
  /** A restart cannot repair it. */
  readonly permanent: boolean;
}

/** Where the life stood in the session when it ended. */
export interface Circumstances {
  readonly session: Session;
  /** This life answered more than its handshake. */
  readonly served: boolean;
  readonly command: readonly string[];
  readonly surroundings: Surroundings;
  readonly now: number;
}

export function explain(life: Life, end: LifeEnd, circumstances: Circumstances): Explanation {
  const { endReason } = life;
  if (endReason?.kind === 'unfit') {
    const { why, isPermanent } = endReason;
    return { permanent: isPermanent, failure: unfit(why, isPermanent) };
  }
  if (endReason !== undefined) return { permanent: false, failure: endedOnPurpose(endReason) };
  const { session, served, command, surroundings, now } = circumstances;
  const { platform, cwd, decode, diagnose, redact } = surroundings;
  const exit = end.kind === 'exited' ? end : noExit;
  const { exitCode, signal } = exit;
  const stderr = life.stderr.text(decode);
  const stdout = life.noise.text(decode);
  const tool = session.toolInFlight();
  // A server that has answered nothing yet did not die of what was asked.
  const isAsked = served || session.inFlight().includes('tools/call');
  const inFlight = isAsked ? session.inFlight() : [];
  const evidence: Evidence = {
    exitCode,
    signal,
    phase: phaseOf(session, inFlight),
    uptimeMs: now - life.since,
    stderr,
    stdout,
    stderrHistory: life.stderr.history(decode, now),
    stdoutHistory: life.noise.history(decode, now),
    ...(tool !== undefined && { tool }),
    inFlight,
    command,
    platform,
    cwd,
    ...(end.kind === 'start-failed' && refusal(end)),
  };
  const diagnosis = diagnose(evidence, redact);
  const { reason, cause, advice, permanent, words } = diagnosis;
  // Who edits a server reads this in the client: the very line that their change broke.
  const isNews = life.freshCode && !session.spoke && words !== undefined;
  const said = isNews && !cause.includes(words) ? `; it said: ${words}` : '';
  const failure = {
    exitCode,
    signal,
    reason,
    message: redact(sentenceOf(end, withoutStop(cause))) + said,
    stderr: lastLines(redact(stderr.trim() === '' ? stdout : stderr)),
    advice: advice.map(redact),
    ...(diagnosis.failure && {
      cause: { ...diagnosis.failure, message: redact(diagnosis.failure.message) },
    }),
    docs: docsUrl(reason),
  };
  return { permanent, failure };
}

/** Of what never ran. */
const noExit = { exitCode: null, signal: null };

function refusal({ errno, message, resolvedCommand }: Extract<LifeEnd, { kind: 'start-failed' }>) {
  const found = resolvedCommand === undefined ? {} : { resolvedCommand };
  return { spawnErrno: errno, spawnMessage: message, ...found };
}

/**
 * The answer to `initialize` makes the difference, in each life anew; where there is none, that it
 * said anything, or was at work.
 */
function phaseOf(session: Session, inFlight: readonly string[]): Evidence['phase'] {
  if (session.handshaking || session.replaying) return 'handshake';
  const isMet = session.spoke || inFlight.length > 0;
  return session.established && isMet ? 'session' : 'start';
}

/** The cause, with the manner of the end where the cause does not tell it. */
function sentenceOf(end: LifeEnd, cause: string): string {
  if (end.kind === 'start-failed') return cause;
  const manner = mannerOf(end.exitCode, end.signal);
  const told = cause.includes(manner) || /^The server /.test(cause);
  return told ? cause : `${cause} (the MCP server ended with ${manner})`;
}

/** The same failure as an answer to requests that come while there is no server. */
export function unavailable(failure: Failure): Failure {
  const [first] = failure.advice ?? [];
  const advice = first === undefined ? '' : ` ${first}`;
  return { ...failure, message: `${withoutStop(failure.message)}.${advice}` };
}
