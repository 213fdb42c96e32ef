/**
 * From what was seen of a server to the lines of its checkup, in order. The table of contents of
 * this folder; what cannot be known because the server did not get that far is not said.
 */
import { KeyBlockStream } from '../../base/key-blocks.ts';
import { examineLimits } from '../../base/limits.ts';
import { mask } from '../../base/secret-names.ts';
import { visible } from '../../base/visible.ts';
import type { Check } from './check.ts';
import { judgeEndings } from './endings.ts';
import { judgeDiscover, judgeInitialize, judgeTools } from './handshake.ts';
import type { Observed } from './observed.ts';
import { judgePackage } from './package.ts';
import { judgeCommand, judgeStart } from './start.ts';
import { judgeStdout } from './stdout.ts';

/**
 * `redact` takes secrets out of everything that comes from the server or its command; what is left
 * cannot steer a terminal.
 */
export function judgeServer(observed: Observed, redact: (text: string) => string): Check[] {
  return [
    judgeCommand(observed, redact),
    judgePackage(observed),
    judgeStart(observed, redact),
    judgeInitialize(observed, redact),
    judgeDiscover(observed),
    judgeTools(observed),
    judgeStdout(observed),
    ...judgeEndings(observed),
  ].flatMap((check) => (check === undefined ? [] : redacted(check, redact)));
}

function redacted(check: Check, redact: (text: string) => string): Check {
  const { text, advice, lines } = check;
  // First without secrets, then visible: a secret is found as it was written.
  const show = (said: string): string => visible(redact(said));
  return {
    ...check,
    text: show(text),
    ...(advice && { advice: advice.map(show) }),
    ...(lines && { lines: withoutKeys(lines).map((line) => cut(show(line))) }),
  };
}

/** A private key is told by lines that say nothing each. */
function withoutKeys(lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return lines;
  return new KeyBlockStream(mask).hide(lines.join('\n')).split('\n');
}

function cut(line: string): string {
  const max = examineLimits.lineCharsMax;
  return line.length <= max ? line : `${line.slice(0, max - 1)}…`;
}
