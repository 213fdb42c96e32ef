/**
 * Is there anything but messages on stdout? Behind mcp-shield it does no harm; without it, it is
 * what closes connections.
 */
import { type Check, note, ok, problem } from './check.ts';
import type { Noise, Observed } from './observed.ts';

/** How each kind of salvage looks to a client; kinds that no client minds are not here. */
const salvageWords: Readonly<Record<string, string>> = {
  bom: 'a byte order mark stands before a message',
  escapes: 'control sequences stand around a message',
  utf8: 'a message is not UTF-8',
  'non-finite': 'a message contains NaN or Infinity',
  glued: 'several messages stand on one line',
  text: 'a message stands on one line with other text',
  pretty: 'a message is spread over several lines',
  'no-newline': 'a message lacks its newline',
  oversize: 'a message is longer than the 10 MB at which clients hang up',
  'content-length': 'messages are framed with Content-Length, as language servers do it',
};

/** Libraries that print by themselves, and how they are made to stop. */
const quieting: readonly (readonly [sign: RegExp, advice: string])[] = [
  [
    /\[dotenv@|injected env \(|injecting env \(/,
    'This is dotenv: set the variable DOTENV_CONFIG_QUIET=true for the server.',
  ],
  [
    /^> [\w@/.-]+(?:@\S+)? \w+/m,
    'This is npm: start the server with `npm run --silent`, or its script directly.',
  ],
];

/** Undefined if the server never said anything. */
export function judgeStdout({ legacy, modern, command, shielded }: Observed): Check | undefined {
  if (command.file === undefined || legacy.evidence.spawnErrno !== undefined) return undefined;
  const noise = sum(legacy.noise, modern?.noise);
  const faults = noise.salvaged.flatMap((kind) => salvageWords[kind] ?? []);
  if (noise.lineCount > 0) faults.unshift(countOf(noise.lineCount));
  if (faults.length === 0) {
    return legacy.greeting.kind === 'gone' ? undefined : ok('stdout', 'only messages');
  }
  const lines = withRest(noise);
  const hint = quieting.find(([sign]) => sign.test(noise.lines.join('\n')))?.[1];
  const advice = hint === undefined ? [] : [hint];
  const text = faults.join('; ');
  if (shielded)
    return note('stdout', `${text}; mcp-shield keeps it from the client`, { lines, advice });
  advice.push('Put mcp-shield in front of it: it passes messages only.');
  return problem('stdout', `${text}; clients complain or hang up`, { lines, advice });
}

function countOf(lineCount: number): string {
  return lineCount === 1
    ? '1 line that is not a message'
    : `${lineCount} lines that are not messages`;
}

/** A second process prints the same at its start: it is not counted twice. */
function sum(first: Noise, second: Noise | undefined): Noise {
  const salvaged = [...new Set([...first.salvaged, ...(second?.salvaged ?? [])])];
  const louder = second !== undefined && first.lineCount === 0 ? second : first;
  return { ...louder, salvaged };
}

function withRest({ lines, lineCount }: Noise): readonly string[] {
  const rest = lineCount - lines.length;
  return rest <= 0 ? lines : [...lines, `… and ${rest} more`];
}
