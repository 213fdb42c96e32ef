/**
 * Finds what is not linear: four times the input must not take much more than four times the time.
 * A clock is a poor judge on a busy machine, so the best of a few runs counts, times that are too
 * short are not compared, and an accusation must be repeated.
 */
import type { Target } from './target.ts';

const smallBytes = 128 * 1_024;
const growth = 4;
/** Linear is 4, quadratic 16. */
const factorMax = 8;
/** Below this the machine's own noise is larger than what is measured. */
const shortestMs = 15;
/** Nothing of half a megabyte may take so long, however it grows. */
const longestMs = 4_000;
const accusations = 3;

const parts = [
  ...['[', '{', '{"a":', '[[],', '{"jsonrpc":"2.0",', '{"jsonrpc":"2.0","id":1,"result":{}}'],
  ...['"', '\\', '"\\', '\\u0', '{"', '},{', ']', '}', ',', '0', '-', 'NaN,', '[NaN,', ' ', '\t'],
  ...['\n', '\r', '\r\n', '{\n', '[\n', '"a":1,\n', '{"jsonrpc":"2.0"}\n', '\u001b[', '\u001b]'],
  ...[
    '\u001b]0;',
    '\ufeff',
    '\0',
    '\ud800',
    'é',
    'Content-Length: 1\r\n',
    'Content-Length: 9\n\n{',
  ],
  ...['Content-Length: 9999999\n\n', '"jsonrpc" {', '{"jsonrpc" ', '"id":1,', '{"id":1,"result":'],
  ...[
    'token=',
    'a://b',
    '://',
    '@',
    'Bearer ',
    '-----BEGIN PRIVATE KEY-----',
    '--x-',
    "'",
    'eyJa.',
  ],
  ...[
    'Error: ',
    'at x\n',
    '/',
    'a.',
    'npm ERR! ',
    'a: ',
    '- ',
    '&a ',
    '*a ',
    '# ',
    'a = 1\n',
    '[a]\n',
  ],
];
type Frame = readonly [before: string, after: string];
const frames: readonly Frame[] = [
  ['', ''],
  ['', '\n'],
  ['{"jsonrpc":"2.0","id":1,"result":', '}\n'],
  ['{"jsonrpc":"2.0","id":"', '","method":"ping"}\n'],
  ['text "jsonrpc" ', ' {"jsonrpc":"2.0","id":1,"result":{}}\n'],
];

/** Sentences about what grows too fast. */
export function findSlow(target: Target): string[] {
  return parts.flatMap((part) =>
    frames.flatMap((frame) => {
      const found = accused(target, part, frame);
      return found === undefined ? [] : [`${target.name} on ${frame[0]}${part}… ${found}`];
    }),
  );
}

function accused(target: Target, part: string, [before, after]: Frame): string | undefined {
  const input = (size: number): Buffer =>
    Buffer.from(before + part.repeat(size / part.length) + after);
  let sentence: string | undefined;
  for (let time = 0; time < accusations; time += 1) {
    const largeMs = bestMs(target, input(smallBytes * growth));
    if (largeMs < shortestMs * growth) return undefined;
    const smallMs = Math.max(shortestMs, bestMs(target, input(smallBytes)));
    if (largeMs < smallMs * factorMax && largeMs < longestMs) return undefined;
    sentence = `${growth} times the size took ${Math.round(smallMs)}, then ${Math.round(largeMs)} ms`;
  }
  return sentence;
}

function bestMs(target: Target, input: Buffer): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    try {
      target.run(input);
    } catch {
      // What is broken is the business of the hunt.
    }
    best = Math.min(best, performance.now() - start);
    if (best < shortestMs * growth) break;
  }
  return best;
}
