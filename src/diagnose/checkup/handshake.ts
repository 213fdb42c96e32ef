/**
 * Does the server answer, in which era, how soon, and what does it offer? Whether a refusal is
 * wrong depends on the other era: a server may speak one of them only.
 */
import { formatMs } from '../../base/amounts.ts';
import { examineLimits } from '../../base/limits.ts';
import { candidates } from '../diagnose.ts';
import { type Check, note, ok, problem } from './check.ts';
import type { Answer, Observed, Trial } from './observed.ts';
import { lastLines } from './start.ts';

export function judgeInitialize(
  { legacy, modern }: Observed,
  redact: (text: string) => string,
): Check | undefined {
  const { greeting } = legacy;
  if (greeting.kind === 'gone') return undefined;
  if (greeting.kind === 'result') return judgeSpeed(greeting);
  if (legacy.readsFramesOnly === true) {
    return problem('initialize', 'it answers messages in `Content-Length` frames only', {
      advice: [
        'MCP over stdio is one JSON message a line: use a newer version of the server, or tell its author.',
        'If it is a language server (LSP), it needs a bridge that speaks MCP.',
      ],
    });
  }
  const modernOnly = modern?.greeting.kind === 'result';
  if (greeting.kind === 'error' && modernOnly) {
    return note('initialize', `refused: the server speaks 2026-07-28 only`);
  }
  return failed('initialize', legacy, redact);
}

/** Undefined if it was not tried, or if the server speaks neither era. */
export function judgeDiscover({ legacy, modern }: Observed): Check | undefined {
  const works = legacy.greeting.kind === 'result';
  if (modern === undefined) return undefined;
  const { greeting } = modern;
  switch (greeting.kind) {
    case 'result':
      return ok(
        'server/discover',
        `answered after ${formatMs(greeting.afterMs)}, offers ${versionsOf(greeting)}`,
      );
    case 'error':
      return works
        ? ok('server/discover', 'not known to it: a server of 2025-11-25 or older')
        : undefined;
    case 'gone':
      return note(
        'server/discover',
        'the server ends when it is asked; clients that ask first start it once more',
      );
    default:
      return works ? unanswered(greeting) : undefined;
  }
}

export function judgeTools({ legacy, modern }: Observed): Check | undefined {
  const tools = legacy.tools ?? modern?.tools;
  if (tools === undefined) return undefined;
  if (tools.kind === 'none') return ok('tools', 'none offered');
  if (tools.kind === 'counted') return ok('tools', `${tools.count}`);
  // A fall says more than the question that it left unanswered.
  if (tools.answer.kind === 'gone') return undefined;
  return problem('tools', `tools/list failed: ${whatCame(tools.answer)}`);
}

function judgeSpeed(greeting: Answer & { kind: 'result' }): Check {
  const { afterMs } = greeting;
  const text = `answered after ${formatMs(afterMs)}${whoIs(greeting)}`;
  if (afterMs <= examineLimits.slowAnswerMs) return ok('initialize', text);
  return note('initialize', text, {
    advice: [
      'Clients give up after 30 to 60 s. Install the server once, so that it is not downloaded at each start, or raise the time-out of the client.',
    ],
  });
}

function unanswered(greeting: Answer): Check {
  return note(
    'server/discover',
    `${whatCame(greeting)}; clients that ask first lose that time at each start`,
  );
}

function failed(
  name: 'initialize',
  { greeting, evidence }: Trial,
  redact: (text: string) => string,
): Check {
  const lines = lastLines(evidence);
  const [known] = greeting.kind === 'silence' ? candidates(evidence, redact) : [];
  if (known === undefined) {
    return problem(name, whatCame(greeting), {
      advice: ['Run the command of the server in a terminal and read what it prints.'],
      lines,
    });
  }
  const { reason, cause, advice } = known;
  return problem(name, `${whatCame(greeting)}: ${cause}`, { reason, advice, lines });
}

function whatCame(answer: Answer): string {
  switch (answer.kind) {
    case 'result':
      return `answered after ${formatMs(answer.afterMs)}`;
    case 'error':
      return `refused with ${answer.code}, ${answer.message}`;
    case 'broken':
      return `the answer is not a message: ${answer.why}`;
    case 'silence':
      return `no answer within ${formatMs(answer.waitedMs)}`;
    case 'mute':
      return 'the server closed its stdout';
    case 'gone':
      return 'the server was gone';
  }
}

/** `: everything 2.0.0, protocol 2025-11-25`, as far as the server says it. */
function whoIs({ result }: Answer & { kind: 'result' }): string {
  const { serverInfo, protocolVersion } = asRecord(result);
  const { name, version } = asRecord(serverInfo);
  const who = [name, version].filter((part) => typeof part === 'string').join(' ');
  const known = [
    who === '' ? [] : [who],
    typeof protocolVersion === 'string' ? [`protocol ${protocolVersion}`] : [],
  ].flat();
  return known.length === 0 ? '' : `: ${known.join(', ')}`;
}

function versionsOf({ result }: Answer & { kind: 'result' }): string {
  const { supportedVersions } = asRecord(result);
  const versions = Array.isArray(supportedVersions) ? supportedVersions.map(String) : [];
  return versions.length === 0 ? 'no version' : versions.join(', ');
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
