/**
 * How right the diagnosis is on texts whose cause people know. Three outcomes: right, vague (it
 * tells how the server ended), false (it names another cause). Shared by the measurement and the
 * test that guards it; reads no file.
 */
import type { Evidence } from '../../../src/diagnose/evidence.ts';

/** A fall as its reporter described it, and what turned out to be its cause. */
export interface JudgedCase {
  readonly id: string;
  readonly text: string;
  /** `none`: there is nothing in the text that explains the end. */
  readonly class: string;
  /** Reasons that are right as well. */
  readonly also?: readonly string[];
  readonly fidelity?: string;
  readonly exit?: number | null;
  readonly signal?: string | null;
  readonly platform?: string;
  readonly phase?: Evidence['phase'];
  readonly where?: 'stdout';
  readonly command?: readonly string[];
  readonly inFlight?: readonly string[];
}

export type Outcome = 'right' | 'vague' | 'false';

export interface Judgement {
  readonly id: string;
  readonly expected: string;
  readonly said: string;
  readonly outcome: Outcome;
}

/** They tell the manner of an end, and no cause. */
const manners: ReadonlySet<string> = new Set([
  'server-exited',
  'server-unavailable',
  'server-exception',
  'server-killed',
  'server-crash-on-call',
  'server-aborted',
  'server-interrupted',
]);

export function judge(item: JudgedCase, reason: string): Judgement {
  const { id, class: expected, also = [] } = item;
  const isRight =
    expected === reason ||
    also.includes(reason) ||
    ([expected, ...also].includes('none') && manners.has(reason));
  const outcome = isRight ? 'right' : manners.has(reason) ? 'vague' : 'false';
  return { id, expected, said: reason, outcome };
}

export function evidenceOfCase(item: JudgedCase): Evidence {
  const killed = item.exit === 137 && item.signal === undefined;
  return {
    phase: item.phase ?? 'handshake',
    exitCode: killed || item.signal != null ? null : (item.exit ?? null),
    signal: killed ? 'SIGKILL' : (item.signal ?? null),
    uptimeMs: 800,
    stderr: item.where === 'stdout' ? '' : item.text,
    stdout: item.where === 'stdout' ? item.text : '',
    command: item.command ?? ['server'],
    platform: item.platform ?? 'linux',
    ...(item.inFlight && { inFlight: item.inFlight }),
  };
}

export interface Tally {
  readonly right: number;
  readonly vague: number;
  readonly false: number;
  readonly total: number;
}

export function tally(judgements: readonly Judgement[]): Tally {
  const count = (outcome: Outcome): number =>
    judgements.filter((one) => one.outcome === outcome).length;
  const total = judgements.length;
  return { right: count('right'), vague: count('vague'), false: count('false'), total };
}
