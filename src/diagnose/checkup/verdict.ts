/**
 * What a person should do now: the first problem in the order in which things can be put right.
 */
import { type Check, checkNames } from './check.ts';

export interface Verdict {
  /** Nothing is wrong; notes are allowed. */
  readonly healthy: boolean;
  /** A sentence without a full stop. */
  readonly text: string;
  /** The first thing to do. */
  readonly advice?: string;
}

export function verdictOf(checks: readonly Check[]): Verdict {
  const problems = checks.filter(({ status }) => status === 'problem');
  const first = checkNames.flatMap((name) => problems.filter((check) => check.name === name))[0];
  if (first === undefined) {
    const noted = checks.some(({ status }) => status === 'note');
    return { healthy: true, text: noted ? 'it works; see the notes' : 'it works' };
  }
  const [advice] = first.advice ?? [];
  const text = `fix this first (${first.name}): ${first.text}`;
  return { healthy: false, text, ...(advice === undefined ? {} : { advice }) };
}
