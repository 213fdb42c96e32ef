/**
 * The sentences of the shield's own states: what, why, what to do. Facts in, text out.
 */

import { formatBytes, formatMs } from '../base/amounts.ts';
import type { Failure } from '../session/failure.ts';
import type { EndReason } from './life.ts';

export function tooLarge(sizeBytes: number, maxBytes: number): Failure {
  return {
    reason: 'message-too-large',
    message: `This message has ${formatBytes(sizeBytes)}, more than the ${formatBytes(maxBytes)} of --max-message; ask for less, or raise --max-message if the client can read it.`,
  };
}

/** The other way: the client may send what it likes, within what can be held in memory. */
export function tooLargeForUs(sizeBytes: number, maxBytes: number): Failure {
  return {
    reason: 'message-too-large',
    message: `This request has ${formatBytes(sizeBytes)}, more than the ${formatBytes(maxBytes)} that mcp-shield can hold; send less at once.`,
  };
}

/** The messages are JSON-RPC's own. */
export const notJson: Failure = { reason: 'parse-error', message: 'Parse error' };
export const notJsonRpc: Failure = { reason: 'invalid-request', message: 'Invalid Request' };

export function malformed(why: string): Failure {
  return {
    reason: 'malformed-response',
    message: `The MCP server sent a malformed response (${why}); the answer is lost, report it to the server's author.`,
  };
}

/** A defect, which is told as one. */
export const readingFailed =
  'mcp-shield failed on what the server printed and ends that server; please report it';

/** The sentence, and what programs want to know of it. */
export function startOf({ generation, pid }: { generation: number; pid: number }) {
  const message = generation === 1 ? 'the server was started' : 'the server was started again';
  return [message, { serverPid: pid }] as const;
}

export function restartOf(act: 'wait' | 'end-life' | 'spawn', why: string): string {
  if (act === 'wait') return `the server will be restarted once calls in flight are over: ${why}`;
  return `restarting the server on purpose: ${why}`;
}

/** Why there is no server and nobody is told: one line for the log. */
export function restOf(endReason: EndReason | undefined): string {
  const why =
    endReason?.kind === 'idle'
      ? `nobody has used the server for ${formatMs(endReason.idleMs)}, so it was ended`
      : 'the server ended by itself while nobody needed it';
  return `${why}; the next request starts it again`;
}

/** The server did not fall: it was ended. */
export function endedOnPurpose(reason: Exclude<EndReason, { kind: 'unfit' }>): Failure {
  if (reason.kind === 'requested') {
    return {
      reason: 'server-restarted',
      message: `The MCP server was restarted on purpose (${reason.why})`,
    };
  }
  if (reason.kind === 'closed-pipe') {
    return {
      reason: 'server-exited',
      message: `The MCP server closed its ${reason.pipe} without ending, so mcp-shield ended it`,
    };
  }
  if (reason.kind === 'idle') {
    return {
      reason: 'server-restarted',
      message: `The MCP server was ended because nobody had used it for ${formatMs(reason.idleMs)}`,
    };
  }
  return {
    reason: 'server-hung',
    message: `The MCP server hung: ${reason.timeouts} requests in a row timed out without any answer`,
  };
}

/** It was ended because no client can be told what it says; `why` is a clause. */
export function unfit(why: string, isPermanent: boolean): Failure {
  if (!isPermanent) return { reason: 'server-unavailable', message: capitalised(why) };
  return {
    reason: 'server-unavailable',
    message: `The session cannot go on: ${why}`,
    advice: ['Reconnect this server in the client.'],
  };
}

function capitalised(clause: string): string {
  return `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}`;
}

export const sessionEnded: Failure = {
  reason: 'server-unavailable',
  message: 'The session ended before the MCP server answered.',
};

export const whoEnded = {
  eof: 'the client closed stdin',
  'broken-pipe': 'the client closed stdout',
  orphaned: 'the client died',
} as const;
