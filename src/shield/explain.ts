/**
 * From what a dead server left behind to a sentence for people and `data` for programs. Owns the
 * wording around a diagnosis; what the cause is, diagnose/ decides.
 */

import { diagnose } from '../diagnose/diagnose.ts';
import type { Session } from '../session/session.ts';
import type { Trouble } from '../session/trouble.ts';
import type { Surroundings } from './events.ts';
import type { Life } from './life.ts';
import { lastLines } from './tail.ts';

export interface Explanation {
  readonly trouble: Trouble;
  /** A restart cannot repair it. */
  readonly permanent: boolean;
}

/** Where the life stood in the session when it ended. */
export interface Circumstances {
  readonly session: Session;
  readonly command: readonly string[];
  readonly surroundings: Surroundings;
  readonly now: number;
}

export function explain(life: Life, circumstances: Circumstances): Explanation {
  if (life.unfit !== undefined) return unfit(life.unfit);
  const { session, command, surroundings, now } = circumstances;
  const { platform, cwd, redact } = surroundings;
  const { spawnFailure, exit } = life;
  const stderr = life.stderr.text();
  const stdout = life.noise.text();
  const { reason, cause, advice, permanent } = diagnose({
    ...exit,
    phase: phaseOf(session),
    uptimeMs: now - life.since,
    stderr,
    stdout,
    inFlight: session.inFlight(),
    command,
    platform,
    cwd,
    ...(spawnFailure && { spawnErrno: spawnFailure.errno, spawnMessage: spawnFailure.message }),
  });
  const trouble = {
    ...exit,
    reason,
    sentence: redact(`${howItEnded(life)}: ${withoutStop(cause)}`),
    stderr: lastLines(redact(stderr.trim() === '' ? stdout : stderr)),
    advice: advice.map(redact),
  };
  return { permanent, trouble };
}

function phaseOf(session: Session): 'start' | 'handshake' | 'session' {
  if (session.handshaking) return 'handshake';
  return session.greeted ? 'session' : 'start';
}

function unfit(sentence: string): Explanation {
  return {
    permanent: true,
    trouble: {
      reason: 'server-unavailable',
      sentence: `The session cannot go on: ${sentence}`,
      advice: ['Reconnect this server in the client.'],
    },
  };
}

/** The fact, without a cause. */
function howItEnded({ exit, spawnFailure }: Life): string {
  if (spawnFailure !== undefined) return 'The MCP server could not be started';
  if (exit.signal !== null) return `The MCP server was ended by ${exit.signal}`;
  return `The MCP server ended with exit code ${exit.exitCode ?? 'unknown'}`;
}

function withoutStop(text: string): string {
  return text.trim().replace(/[.\s]+$/, '');
}

/** The same trouble as an answer to requests that come while there is no server. */
export function unavailable(trouble: Trouble): Trouble {
  const [first] = trouble.advice ?? [];
  const advice = first === undefined ? '' : ` ${first}`;
  return { ...trouble, sentence: `${withoutStop(trouble.sentence)}.${advice}` };
}
