/**
 * Judges what a client wrote: a message, nothing, or something that JSON-RPC 2.0 answers with an
 * error of its own. Knows nothing of sessions.
 */
import { skipSpace } from '../base/json-bytes.ts';
import { walkElements } from '../base/json-members.ts';
import { skipValue } from '../base/json-scan.ts';
import { messageLimits } from '../base/limits.ts';
import { classify, lineOf } from './classify.ts';
import { errorCodes } from './compose.ts';
import { readEnvelope } from './envelope.ts';
import { idAt } from './member.ts';
import type { Id, Message, Single, Span } from './message.ts';
import { withoutNulls } from './without-nulls.ts';

export interface Refused {
  readonly kind: 'refused';
  readonly code: number;
  /** Of the request that was meant; `null` if there is none, or it was meant as an answer. */
  readonly id: Id | null;
}

type ClientLine =
  | { readonly kind: 'blank' }
  | { readonly kind: 'message'; readonly message: Message }
  | Refused
  /** A batch not all of whose members are messages. */
  | { readonly kind: 'mixed'; readonly members: readonly (Single | Refused)[] };

/** @param bytes one line with its newline; that it is UTF-8 is the caller's to check */
export function judgeClientLine(bytes: Buffer): ClientLine {
  const start = skipSpace(bytes, 0, bytes.length);
  if (start === bytes.length) return { kind: 'blank' };
  const message = messageOf(bytes, start);
  if (message !== undefined) return { kind: 'message', message };
  const end = skipValue(bytes, start, bytes.length);
  if (end < 0 || skipSpace(bytes, end, bytes.length) < bytes.length) {
    return { kind: 'refused', code: errorCodes.parse, id: null };
  }
  const members = bytes[start] === 0x5b ? membersOf(bytes, { start, end }) : [];
  return members.length > 0 ? { kind: 'mixed', members } : refusal(bytes, start);
}

function messageOf(bytes: Buffer, start: number): Message | undefined {
  return classify(bytes) ?? withoutNulls(bytes, start);
}

/**
 * Empty: it is answered as one. An error for each of a million members that are no messages would
 * be hundreds of megabytes.
 */
function membersOf(bytes: Buffer, span: Span): (Single | Refused)[] {
  const { refusedMembersMax, batchMembersMax } = messageLimits;
  const members: (Single | Refused)[] = [];
  let refused = 0;
  walkElements(bytes, span, (start, end) => {
    const line = lineOf(bytes, { start, end });
    const message = line[0] === 0x7b ? messageOf(line, 0) : undefined;
    const isRefused = message === undefined || message.kind === 'batch';
    if (isRefused) refused += 1;
    members.push(isRefused ? refusal(line, 0) : message);
    return refused <= refusedMembersMax && members.length <= batchMembersMax;
  });
  const isTooMuch = refused > refusedMembersMax || members.length > batchMembersMax;
  return isTooMuch ? [] : members;
}

function refusal(bytes: Buffer, start: number): Refused {
  const { id, result, error } = readEnvelope(bytes, start, bytes.length);
  const answers = result !== undefined || error !== undefined;
  const asked = id === undefined || answers ? undefined : idAt(bytes, id);
  return { kind: 'refused', code: errorCodes.invalidRequest, id: asked ?? null };
}
