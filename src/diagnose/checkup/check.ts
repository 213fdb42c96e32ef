/**
 * One line of a checkup: what was looked at and what came of it. Values only.
 */

export const checkNames = [
  'configuration',
  'command',
  'package',
  'start',
  'initialize',
  'server/discover',
  'tools',
  'stdout',
  'end of input',
  'SIGTERM',
] as const;

/** In the order in which they are shown, and in which they are to be put right. */
export type CheckName = (typeof checkNames)[number];

export interface Check {
  readonly name: CheckName;
  /** `problem`: it does not work, or breaks the protocol. `note`: it can cost somebody. */
  readonly status: 'ok' | 'note' | 'problem';
  /** A sentence without a full stop. */
  readonly text: string;
  /** For programs: the slug that errors on the wire carry, too. */
  readonly reason?: string;
  readonly advice?: readonly string[];
  /** What the server printed. */
  readonly lines?: readonly string[];
}

export function ok(name: CheckName, text: string): Check {
  return { name, status: 'ok', text };
}

type Details = Pick<Check, 'reason' | 'advice' | 'lines'>;

export function note(name: CheckName, text: string, details: Details = {}): Check {
  return { name, status: 'note', text, ...details };
}

export function problem(name: CheckName, text: string, details: Details = {}): Check {
  return { name, status: 'problem', text, ...details };
}
