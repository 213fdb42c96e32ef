/**
 * What `--json` prints: one object with the version of its form. Its members are told in schemas/,
 * for programs that were written against them. Knows the frame, not what stands in it.
 */
import { visibleLines } from '../base/visible.ts';

/** Raised when a member goes or means something else; a new member is no reason. */
const schemaVersion = 1;

/** In one line, with its newline. */
export function jsonLine(members: object): string {
  return `${visibleLines(JSON.stringify({ schemaVersion, ...members }))}\n`;
}

/** Over lines, for people who look at it as well. */
export function jsonLines(members: object): string {
  return `${visibleLines(JSON.stringify({ schemaVersion, ...members }, undefined, 2))}\n`;
}
