/**
 * Makes the server's output fit for parsers: bounded, without history, without colours, with plain
 * quotes, and with uv's wrapped sentences on one line. Knows no cause.
 */
import { diagnoseLimits, failureLimits } from '../base/limits.ts';
import type { Evidence } from './evidence.ts';
import { finalFailure, lastParagraph } from './failures/final-failure.ts';
import type { ParsedFailure } from './failures/parsed-failure.ts';
import { type FallEnding, fallEnding, mayExplain } from './fall-ending.ts';
import { lastWords, quoteOf } from './last-words.ts';

/** Evidence together with what its output comes to. */
export interface Facts {
  readonly evidence: Evidence;
  readonly ending: FallEnding;
  /** The failure that may have ended it. */
  readonly failure: ParsedFailure | undefined;
  /** Where words are looked for: its block, or the last lines where there is none. */
  readonly text: string;
  /** All of it that is no history. */
  readonly output: string;
  /** The one line to quote. */
  readonly quote: string | undefined;
  /** Nothing is left once the words of clients and proxies about the end itself are gone. */
  readonly silent: boolean;
}

const ansi =
  /\u001b\[[0-9;:?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z]/g;

/** What others say about the end: it explains nothing. */
const echoes =
  /(?:Error: ?)?MCP error -32000:? ?|Connection closed|CONNECTION_CLOSED|Server disconnected\.?|Transport closed(?: unexpectedly)?\.?/g;

/** Reads at most `diagnoseLimits.textCharsMax` characters, the last ones of each stream. */
export function readFacts(evidence: Evidence): Facts {
  const ending = fallEnding(evidence);
  const { spawnMessage = '' } = evidence;
  const streams = [
    plainLines(evidence.stderr.slice(evidence.stderrHistory ?? 0)),
    plainLines(evidence.stdout.slice(evidence.stdoutHistory ?? 0)),
    plainLines(spawnMessage.slice(0, diagnoseLimits.lineCharsMax)),
  ].filter((lines) => lines.length > 0);
  const silent = streams.every((lines) => lines.join('').replace(echoes, '').trim() === '');
  const output = streams.map((lines) => lines.join('\n')).join('\n');
  const base = { evidence, ending, silent, output };
  const words = streams.flatMap((lines) => lastWords(lines) ?? [])[0];
  if (silent) return { ...base, failure: undefined, text: '', quote: undefined };
  const found = streams.map((lines) => finalFailure(lines));
  const failure = strongest(found);
  const own = failure === undefined ? undefined : streams[found.indexOf(failure)];
  if (!mayExplain(ending)) {
    const waiting = streams.map((lines) => lines.slice(-waitingLines).join('\n')).join('\n');
    return { ...base, failure: undefined, text: waiting, quote: words };
  }
  if (failure === undefined) {
    const text = streams
      .map((lines) => lastParagraph(lines).join('\n'))
      .find((part) => part !== '');
    return { ...base, failure, text: bounded(text ?? ''), quote: words };
  }
  const quote = quoteOf(failure) || words;
  return { ...base, failure, text: bounded(withRest(failure, own ?? [])), quote };
}

/** What a server that waits or downloads prints last. */
const waitingLines = 4;

/** stderr first, but a real failure on stdout outranks a mere line on stderr. */
function strongest(found: readonly (ParsedFailure | undefined)[]): ParsedFailure | undefined {
  const all = found.filter((failure) => failure !== undefined);
  return all.find(({ kind }) => kind !== 'line') ?? all[0];
}

/** A line that calls itself an error is explained by the lines behind it. */
function withRest(failure: ParsedFailure, lines: readonly string[]): string {
  const { text, last, kind } = failure;
  if (kind !== 'line' && kind !== 'usage' && kind !== 'tool') return text;
  const rest = lines.slice(last + 1, last + 1 + failureLimits.restLinesMax);
  return rest.length === 0 ? text : `${text}\n${rest.join('\n')}`;
}

/** Both ends: the message stands first, and the code of Node.js last. */
function bounded(text: string): string {
  const max = diagnoseLimits.blockCharsMax;
  return text.length <= max ? text : `${text.slice(0, (max * 3) / 4)}\n${text.slice(-max / 4)}`;
}

/** The lines of one stream; empty if there is nothing to read. */
export function plainLines(output: string): readonly string[] {
  if (output.trim() === '') return [];
  return plain(output.slice(-diagnoseLimits.textCharsMax / 2))
    .split('\n')
    .slice(-diagnoseLimits.linesMax)
    .filter((line) => line.trim() === '' || line.replace(echoes, '').trim() !== '')
    .map(short);
}

function plain(output: string): string {
  const text = output
    .replace(ansi, '')
    .replace(/\r\n/g, '\n')
    // A carriage return inside a name is the clue of a script with Windows line ends.
    .replace(/\r(?=['"’”`]?:)/g, '\\r')
    .replace(/\r/g, '\n')
    .replace(/[‘’‚‛‹›]/g, "'")
    .replace(/[“”„‟«»「」『』]/g, '"')
    .replace(/：/g, ':')
    .replace(/[\u00a0\u202f]/g, ' ');
  return apart(unwrap(text)).trimEnd();
}

/** uv breaks its sentences at the width of the terminal and draws a box beside them. */
function unwrap(text: string): string {
  const start = text.indexOf('No solution found');
  if (start < 0) return text;
  const tail = text
    .slice(start)
    .replace(/\n[ \t]*(?:[│|╰×├x`?─▶>\-\ufffd]+[ \t]+|[ \t]{2,})(?=\S)/g, ' ');
  return text.slice(0, start) + tail;
}

/** Some loggers take out the line breaks of what they pass on; marks inside bring them back. */
function apart(text: string): string {
  const marks =
    / (?=at (?:async )?[\w.<>#[\] ]{1,80} \((?:node:|file:|\/|[A-Z]:)|at (?:node:|file:\/\/|\/)\S+:\d+|[├╰]─▶ |Node\.js v\d|npm (?:ERR!|error) |Error(?: \[\w+\])?: |\^ (?=\w*Error))/g;
  return text
    .split('\n')
    .map((line) =>
      line.length > failureLimits.flatLineChars && (line.match(marks)?.length ?? 0) > 1
        ? line.replace(marks, '\n')
        : line,
    )
    .join('\n');
}

/** Both ends of a line that is too long: the reason may stand at either. */
function short(line: string): string {
  const max = diagnoseLimits.lineCharsMax;
  return line.length <= max ? line : `${line.slice(0, max / 2)} … ${line.slice(-max / 2)}`;
}
