/**
 * What can still be read of something that is not a message but begins like one, so that whoever
 * waits for it hears of it: a broken answer, or a line of which only the two ends are left.
 * Knows nothing of who waits.
 */

import { incomplete, invalidAt, skipSpace } from '../base/json-bytes.ts';
import { walkMembers } from '../base/json-members.ts';
import { messageLimits } from '../base/limits.ts';
import { isErrorObject } from './classify.ts';
import { type Envelope, isCut, readEnvelope } from './envelope.ts';
import { idAt, textAt } from './member.ts';
import type { Id, Message } from './message.ts';
import { type RepairedAnswer, repairAnswer } from './odd-answers.ts';
import { withoutNulls } from './without-nulls.ts';

/** What a line was meant to be. An id that cannot be read is undefined. */
interface Remains {
  readonly kind: 'answer' | 'request' | 'notification';
  readonly id: Id | undefined;
}

export type Unreadable =
  | { readonly kind: 'repaired'; readonly message: Message }
  /** An answer in another form than JSON-RPC 2.0; `why` as below. */
  | { readonly kind: 'odd'; readonly answer: RepairedAnswer; readonly why: string }
  /**
   * Answers that are lost: one, or several that were written into each other. `ids`: those that
   * can be read, maybe none. `why` completes the sentence "the line is not a JSON-RPC message: …".
   */
  | { readonly kind: 'answers'; readonly ids: readonly Id[]; readonly why: string }
  | { readonly kind: 'request'; readonly id: Id; readonly why: string };

/**
 * Judges what the filter calls broken: a piece that is not a message although its first brace
 * begins like one. Undefined: it only resembles one (a log line, a broken notification).
 */
export function diagnoseUnreadable(bytes: Buffer): Unreadable | undefined {
  const start = bytes.indexOf(0x7b);
  if (start < 0) return undefined;
  const message = withoutNulls(bytes, start);
  if (message !== undefined) return { kind: 'repaired', message };
  const text = withoutLineEnd(bytes.subarray(start));
  const envelope = readEnvelope(text, 0, text.length);
  // A whole value with more behind it is a quotation in somebody's text.
  if (envelope.end >= 0 && skipSpace(text, envelope.end, text.length) < text.length)
    return undefined;
  const why = reason(text, envelope);
  const answer = repairAnswer(text);
  if (answer !== undefined) return { kind: 'odd', answer, why };
  const meant = remainsOf(text, envelope, envelope.end < 0 ? text : nothing);
  if (meant?.kind === 'request' && meant.id !== undefined) {
    return { kind: 'request', id: meant.id, why };
  }
  const ids = envelope.end < 0 ? brokenIds(text) : emptyAnswer(text, envelope);
  if (meant?.kind === 'answer' && meant.id !== undefined) ids.push(meant.id);
  if (meant?.kind !== 'answer' && ids.length === 0) return undefined;
  return { kind: 'answers', ids: [...new Set(ids)], why };
}

/** What has an id and is no question waits for nobody else, also if there is nothing more to it. */
function emptyAnswer(text: Buffer, { jsonrpc, id }: Envelope): Id[] {
  const known = jsonrpc === undefined || id === undefined ? undefined : idAt(text, id);
  return known === undefined ? [] : [known];
}

/**
 * Ids of the messages that were written into each other, where no method shows that one is a
 * question. None for a log entry that breaks off: what is inside it is what it tells of.
 */
function brokenIds(text: Buffer): Id[] {
  const ids: Id[] = [];
  let at = 0;
  for (let tries = 0; at >= 0 && tries <= messageLimits.brokenAnswersMax; tries += 1) {
    const begun = text.subarray(at);
    const { jsonrpc, id, method } = readEnvelope(begun, 0, begun.length);
    if (jsonrpc === undefined) break;
    const known = id === undefined || method !== undefined ? undefined : idAt(begun, id);
    if (known !== undefined) ids.push(known);
    at = text.indexOf(answerStart, at + 1);
  }
  // A single one is judged by what else can be read of it.
  return ids.length > 1 ? ids : [];
}

const answerStart = Buffer.from('{"jsonrpc"');

/** So that a text cut in a string breaks off, instead of holding a newline. */
function withoutLineEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * Reads the kind and the top-level id of a line of which only the first and the last bytes are
 * left; the id may be a member near either end. Undefined: it was no JSON-RPC object.
 */
export function idNear(head: Buffer, tail: Buffer): Remains | undefined {
  const bom = head.indexOf(0xef) === 0 ? 3 : 0;
  const start = skipSpace(head, bom, head.length);
  if (head[start] !== 0x7b) return undefined;
  return remainsOf(head, readEnvelope(head, start, head.length), tail);
}

const nothing = Buffer.alloc(0);

function remainsOf(bytes: Buffer, envelope: Envelope, tail: Buffer): Remains | undefined {
  const last = trailingMembers(tail);
  if (envelope.jsonrpc === undefined && !last.has('jsonrpc')) return undefined;
  const id = envelope.id === undefined ? last.get('id') : idAt(bytes, envelope.id);
  const has = (name: 'method' | 'result' | 'error') =>
    envelope[name] !== undefined || envelope.begun === name;
  if (has('method') || last.has('method')) {
    return { kind: id === undefined ? 'notification' : 'request', id };
  }
  const answers = has('result') || has('error') || outcomeBegins(bytes);
  return answers ? { kind: 'answer', id } : undefined;
}

/** Whether the text ends inside the key of an outcome: `…,"resu`. */
function outcomeBegins(text: Buffer): boolean {
  const end = text.toString('latin1', Math.max(0, text.length - 16));
  const key = /,\s*"([a-z]+)$/.exec(end)?.[1];
  return key !== undefined && ['result', 'error'].some((name) => name.startsWith(key));
}

/** A few members with plain values, between whose last one and the end only the brace stands. */
const memberText = String.raw`,\s*"(?:jsonrpc|id|method)"\s*:\s*(?:"(?:[^"\\]|\\.){0,200}"|-?\d[\d.eE+-]{0,40})`;
const endText = new RegExp(String.raw`(?:${memberText}\s*){1,3}\}\s*$`);

/**
 * The plain members right before the brace that ends `tail`. They are top-level if that brace
 * ends the message: a quote after a comma and space is no escaped one, so it opens the key.
 */
function trailingMembers(tail: Buffer): Map<string, Id> {
  const members = new Map<string, Id>();
  const text = endText.exec(
    tail.toString('latin1', Math.max(0, tail.length - messageLimits.trailingMembersBytes)),
  )?.[0];
  if (text === undefined) return members;
  const object = Buffer.from(`{${text.slice(1)}`, 'latin1');
  walkMembers(object, { start: 0, end: object.length }, (member) => {
    const value = isCut(object, member)
      ? undefined
      : idAt(object, { start: member.valueStart, end: member.valueEnd });
    if (value === undefined) return;
    members.set(object.toString('latin1', member.keyStart + 1, member.keyEnd - 1), value);
  });
  return members;
}

function reason(bytes: Buffer, envelope: Envelope): string {
  const { end, jsonrpc, id, method, result, error } = envelope;
  if (end === incomplete) return 'it breaks off';
  if (end < 0) return `it is not valid JSON at byte ${invalidAt(end)}`;
  if (jsonrpc === undefined) return '"jsonrpc" is missing';
  if (textAt(bytes, jsonrpc) !== '2.0') return '"jsonrpc" is not "2.0"';
  if (id === undefined || idAt(bytes, id) === undefined)
    return '"id" is neither a number nor a string';
  if (method === undefined && result === undefined && error === undefined)
    return 'it has neither "result" nor "error"';
  if (result !== undefined && error !== undefined) return 'it has both "result" and "error"';
  if (error !== undefined && !isErrorObject(bytes, error)) {
    return '"error" is not an object with an integer "code" and a string "message"';
  }
  return 'its members have wrong types';
}
