/**
 * The sentences of the shield's own states: what, why, what to do. Facts in, text out.
 */

import { formatBytes } from '../base/amounts.ts';
import type { Trouble } from '../session/trouble.ts';

export function tooLarge(sizeBytes: number, maxBytes: number): Trouble {
  return {
    reason: 'message-too-large',
    sentence: `This message has ${formatBytes(sizeBytes)}, more than the ${formatBytes(maxBytes)} of --max-message; ask for less, or raise --max-message if the client can read it.`,
  };
}

export function malformed(why: string): Trouble {
  return {
    reason: 'malformed-response',
    sentence: `The MCP server answered with something that is no JSON-RPC message (${why}); the answer is lost, report it to the server's author.`,
  };
}

export const sessionEnded: Trouble = {
  reason: 'server-unavailable',
  sentence: 'The session ended before the MCP server answered.',
};

export const whoEnded = {
  eof: 'the client closed stdin',
  'broken-pipe': 'the client closed stdout',
  orphaned: 'the client died',
} as const;
