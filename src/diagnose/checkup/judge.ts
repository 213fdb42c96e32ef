/**
 * From what was seen of a server to the lines of its checkup, in order. The table of contents of
 * this folder; what cannot be known because the server did not get that far is not said.
 */
import type { Check } from './check.ts';
import { judgeEndings } from './endings.ts';
import { judgeDiscover, judgeInitialize, judgeTools } from './handshake.ts';
import type { Observed } from './observed.ts';
import { judgeCommand, judgeStart } from './start.ts';
import { judgeStdout } from './stdout.ts';

/** `redact` takes secrets out of everything that comes from the server or its command. */
export function judgeServer(observed: Observed, redact: (text: string) => string): Check[] {
  return [
    judgeCommand(observed),
    judgeStart(observed),
    judgeInitialize(observed),
    judgeDiscover(observed),
    judgeTools(observed),
    judgeStdout(observed),
    ...judgeEndings(observed),
  ].flatMap((check) => (check === undefined ? [] : redacted(check, redact)));
}

function redacted(check: Check, redact: (text: string) => string): Check {
  const { text, advice, lines } = check;
  return {
    ...check,
    text: redact(text),
    ...(advice && { advice: advice.map(redact) }),
    ...(lines && { lines: lines.map(redact) }),
  };
}
