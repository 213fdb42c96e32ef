/**
 * Ends that mcp-shield brought about itself. No word of the server explains them, and none of its
 * exit codes: the shield's own signal is not "killed from outside".
 */
import type { Diagnosis, EndedByShield } from './evidence.ts';
import { cutWords, withQuote } from './sentences.ts';

interface OwnEnd {
  readonly reason: string;
  readonly title: string;
  readonly cause: string;
  readonly advice: readonly string[];
}

const ownEnds: Readonly<Record<EndedByShield['why'], OwnEnd>> = {
  'closed-stdout': {
    reason: 'server-closed-stdout',
    title: 'The server closed its stdout',
    cause: 'The server closed its stdout and lived on, so mcp-shield ended it.',
    advice: [
      'Look for code that closes or replaces stdout; everything for people belongs on stderr.',
    ],
  },
  hung: {
    reason: 'server-hung',
    title: 'The server did not answer',
    cause: 'The server did not answer for too long, so mcp-shield ended it.',
    advice: ['Raise `--request-timeout` if its calls may take that long.'],
  },
  restart: {
    reason: 'server-restarted',
    title: 'The server was restarted',
    cause: 'mcp-shield restarted the server, as it was asked to.',
    advice: ['Nothing is wrong with it.'],
  },
  shutdown: {
    reason: 'server-exited',
    title: 'The server was ended',
    cause: 'mcp-shield ended the server together with the session.',
    advice: ['Nothing is wrong with it.'],
  },
  'refused-handshake': {
    reason: 'server-refused-handshake',
    title: 'The server refuses the handshake',
    cause: 'The new server refused the handshake that it was sent again.',
    advice: [
      'If it says that another instance runs, end that one; mcp-shield tries again after a while.',
    ],
  },
};

/** What is said of it; the server's words are quoted where it gave any. */
export function byShield(
  { why, words }: EndedByShield,
  redact: (text: string) => string,
): Diagnosis {
  const { cause, ...rest } = ownEnds[why];
  const quote = words === undefined ? undefined : cutWords(redact(words));
  return { ...rest, cause: withQuote(cause, quote), permanent: false };
}
