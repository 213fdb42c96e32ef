/**
 * What the core decided in one step, in few words: for people who read a replay, and to tell
 * whether two replays are the same. Without contents and without sentences.
 */

import { classify } from '../../protocol/classify.ts';
import { linesOf } from '../../protocol/lines.ts';
import { pathAt, textAt } from '../../protocol/member.ts';
import type { Single } from '../../protocol/message.ts';
import type { ShieldEffect } from '../events.ts';

/** A line for each effect that matters; what only passes bytes to stderr does not. */
export function summaryOf(effects: readonly ShieldEffect[]): string[] {
  return effects.flatMap(summarise);
}

/** A line for each message in `bytes`; lines that are none are told by their size. */
export function messagesIn(bytes: Buffer): string[] {
  const lines = bytes.toString().split(/(?<=\n)/);
  return lines.filter((line) => line.trim() !== '').flatMap((line) => describe(Buffer.from(line)));
}

function summarise(effect: ShieldEffect): string[] {
  switch (effect.type) {
    case 'spawn':
      return [`start server ${effect.generation}`];
    case 'to-client':
      return written(effect.buffers).map((message) => `to the client: ${message}`);
    case 'to-server':
      return written(effect.buffers).map((message) => `to the server: ${message}`);
    case 'end-server-input':
      return [`end the input of server ${effect.generation}`];
    case 'signal-server':
      return [`${effect.signal} to server ${effect.generation}`];
    case 'release-server':
      return [`server ${effect.generation} is over`];
    case 'log': {
      const reason = effect.fields?.['reason'];
      return [`log ${effect.level}${typeof reason === 'string' ? ` ${reason}` : ''}`];
    }
    case 'recall':
    case 'forget':
    case 'remember':
      return [effect.type];
    case 'exit':
      return [`exit ${effect.code}`];
    case 'to-stderr':
      return [];
  }
}

/** The lines of a frame's header are told as what they are: no message. */
function written(buffers: readonly Buffer[]): string[] {
  return linesOf(buffers).flatMap(describe);
}

function describe(bytes: Buffer): string[] {
  const message = classify(bytes);
  if (message === undefined) return ['no message'];
  const members = message.kind === 'batch' ? message.members : [message];
  return members.map(describeOne);
}

function describeOne(message: Single): string {
  switch (message.kind) {
    case 'request':
      return `${message.method} ${message.id}`;
    case 'notification':
      return message.method;
    case 'response':
      return message.isError
        ? `error ${message.id} ${reasonOf(message.bytes)}`.trimEnd()
        : `answer ${message.id}`;
  }
}

function reasonOf(bytes: Buffer): string {
  const span = pathAt(bytes, undefined, 'error', 'data', 'reason');
  return (span && textAt(bytes, span)) ?? '';
}
