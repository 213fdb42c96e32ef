/**
 * Makes the server's output fit for rules: bounded, without colours, with plain quotes, and with
 * uv's wrapped sentences on one line. Knows no rule.
 */
import { diagnoseLimits } from '../base/limits.ts';
import type { Evidence } from './evidence.ts';

/** Evidence together with its output in the form that rules are matched against. */
export interface Facts {
  readonly evidence: Evidence;
  readonly text: string;
  /** Nothing is left once the words of clients and proxies about the end itself are gone. */
  readonly silent: boolean;
}

const ansi =
  /\u001b\[[0-9;:?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z]/g;

/** What others say about the end: it explains nothing. */
const echoes =
  /MCP error -32000:? ?|Connection closed|CONNECTION_CLOSED|Server disconnected\.?|Transport closed(?: unexpectedly)?\.?/g;

/** Reads at most `diagnoseLimits.textCharsMax` characters, the last ones of each stream. */
export function readFacts(evidence: Evidence): Facts {
  const half = diagnoseLimits.textCharsMax / 2;
  // Long ago is no cause: in a session only the last words count.
  const kept = evidence.phase === 'session' ? diagnoseLimits.sessionTailChars : half;
  const parts = [evidence.stdout.slice(-kept), evidence.stderr.slice(-kept)];
  const text = [evidence.spawnMessage?.slice(0, diagnoseLimits.lineCharsMax) ?? '', ...parts]
    .map(plain)
    .filter((part) => part.trim() !== '')
    .join('\n');
  return { evidence, text, silent: text.replace(echoes, '').trim() === '' };
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
  return unwrap(text).split('\n').map(short).join('\n');
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

/** Both ends of a line that is too long: the reason may stand at either. */
function short(line: string): string {
  const max = diagnoseLimits.lineCharsMax;
  return line.length <= max ? line : `${line.slice(0, max / 2)} … ${line.slice(-max / 2)}`;
}
