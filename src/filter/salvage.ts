/**
 * Looks for messages in one line that is not a message as it came: first the whole line with its
 * encoding repaired, then messages between text. Linear: see `salvageScanFactor`.
 */
import { invalidAt } from '../base/json-bytes.ts';
import { JsonScanner } from '../base/json-scan.ts';
import { messageLimits } from '../base/limits.ts';
import type { Item, MessageItem, OtherItem, SalvageKind } from './item.ts';
import * as repair from './repair.ts';

/** What the filter is given to tell messages from noise. */
export interface Recogniser<M> {
  /** The message that a wire form (one line with its newline) is, or undefined. */
  readonly recognise: (wire: Buffer) => M | undefined;
  readonly isUtf8: (bytes: Buffer) => boolean;
  /**
   * Whether it is an answer. Only those are believed beside text: a question or a notification
   * there is a log of what was sent, or the words of a stranger.
   */
  readonly isAnswer: (message: M) => boolean;
}

const newline = Buffer.from('\n');
const versionKey = Buffer.from('"jsonrpc"');
const idKey = Buffer.from('"id"');
const outcomeKeys = [Buffer.from('"result"'), Buffer.from('"error"')];

/** Whether a message can be in `bytes` at all. */
export function mentionsJsonRpc(bytes: Buffer): boolean {
  return bytes.length >= versionKey.length && bytes.includes(versionKey);
}

/**
 * The message that all of `text` becomes when its encoding is repaired. `text` may hold line
 * breaks between its tokens.
 */
export function repairWhole<M>(text: Buffer, use: Recogniser<M>): MessageItem<M> | undefined {
  let salvaged: SalvageKind = 'cr';
  let bytes = text;
  const apply = (kind: SalvageKind, next: Buffer) => {
    if (next.length !== bytes.length) salvaged = kind;
    bytes = next;
  };
  apply('cr', repair.withoutBreaks(bytes));
  const kind = repair.hasBom(bytes) ? 'bom' : 'padding';
  apply(kind, repair.trimmed(bytes));
  apply('escapes', repair.withoutEscapes(bytes));
  bytes = repair.trimmed(bytes);
  apply('utf8', repair.asUtf8(bytes, use.isUtf8));
  const message =
    use.recognise(Buffer.concat([bytes, newline])) ??
    finite(bytes, use, () => (salvaged = 'non-finite'));
  return message && { type: 'message', message, salvaged, trust: 'certain' };
}

function finite<M>(bytes: Buffer, use: Recogniser<M>, onRepair: () => void): M | undefined {
  const next = repair.withoutNonFinite(bytes);
  if (next === bytes) return undefined;
  onRepair();
  return use.recognise(Buffer.concat([next, newline]));
}

/** A message in a line, and where it stands. */
interface FoundAt<M> {
  readonly start: number;
  readonly end: number;
  readonly item: MessageItem<M>;
}

/**
 * The messages of `line` and the text between them; undefined if there is no message. Beside text
 * a message is believed only where a newline may have been lost: at the end of the line behind
 * text, or at its start with text behind it, and never in quotes or tags.
 * @param pauses places in the line at which its writer made a pause
 */
export function searchLine<M>(
  line: Buffer,
  use: Recogniser<M>,
  pauses: readonly number[],
): Item<M>[] | undefined {
  const found = messagesIn(line, use);
  const last = found.at(-1);
  if (last === undefined) return undefined;
  const isGlued = found.every(({ start }, index) =>
    isBlank(line, found[index - 1]?.end ?? 0, start),
  );
  if (isGlued && isBlank(line, last.end, line.length)) {
    return found.map(({ item }) => ({ ...item, salvaged: 'glued' }));
  }
  return besideText(line, { found, use, pauses });
}

function messagesIn<M>(line: Buffer, use: Recogniser<M>): FoundAt<M>[] {
  const found: FoundAt<M>[] = [];
  // A raw CR is space in JSON; what else a repair looks for is no JSON as it is.
  const isClean = !line.includes(0x0d) && use.isUtf8(line);
  for (const { start, end } of values(line)) {
    const text = line.subarray(start, end);
    const item = (isClean ? asItIs(text, use) : undefined) ?? repairWhole(text, use);
    if (item !== undefined) found.push({ start, end, item });
    if (found.length > messageLimits.gluedMax) return [];
  }
  return found;
}

function asItIs<M>(text: Buffer, use: Recogniser<M>): MessageItem<M> | undefined {
  const message = use.recognise(Buffer.concat([text, newline]));
  return message && { type: 'message', message, salvaged: 'cr', trust: 'certain' };
}

interface Searched<M> {
  readonly found: readonly FoundAt<M>[];
  readonly use: Recogniser<M>;
  readonly pauses: readonly number[];
}

function besideText<M>(line: Buffer, searched: Searched<M>): Item<M>[] | undefined {
  const { found, use, pauses } = searched;
  const items: Item<M>[] = [];
  const textEndsAt = lastText(line, found);
  let hasTextBefore = false;
  let at = 0;
  for (const { start, end, item } of found) {
    hasTextBefore ||= !isBlank(line, at, start);
    const hasTextBehind = end <= textEndsAt;
    const isBetween = hasTextBefore && hasTextBehind;
    if (isBetween || !use.isAnswer(item.message) || isQuoted(line, start, end)) {
      // Text itself, together with what goes before it and what follows: `at` stays before it.
      continue;
    }
    for (const piece of pieceOf(line.subarray(at, start))) items.push(piece);
    const trust = pausedAt(line, hasTextBefore ? start : end, pauses) ? 'likely' : 'guess';
    items.push({ ...item, salvaged: 'text', trust });
    at = end;
  }
  if (items.length === 0) return undefined;
  for (const piece of pieceOf(line.subarray(at))) items.push(piece);
  return items;
}

/** Where text stands behind messages: the start of the last such text; -1 if there is none. */
function lastText<M>(line: Buffer, found: readonly FoundAt<M>[]): number {
  let from = line.length;
  for (let index = found.length - 1; index >= 0; index -= 1) {
    const end = found[index]?.end ?? 0;
    if (!isBlank(line, end, from)) return end;
    from = found[index]?.start ?? 0;
  }
  return -1;
}

/** Whether a pause was made between a text and the message beside it, spaces apart. */
function pausedAt(line: Buffer, border: number, pauses: readonly number[]): boolean {
  return pauses.some((pause) => {
    const isNear = Math.abs(pause - border) <= messageLimits.lookedAtBytes;
    return isNear && isBlank(line, Math.min(pause, border), Math.max(pause, border));
  });
}

function isBlank(line: Buffer, from: number, to: number): boolean {
  return textOf(line.subarray(from, to)).length === 0;
}

/** In quotes, or in a tag: the message is a value in somebody's text. */
function isQuoted(line: Buffer, start: number, end: number): boolean {
  const before = line.toString('latin1', Math.max(0, start - messageLimits.lookedAtBytes), start);
  const behind = line.toString('latin1', end, end + messageLimits.lookedAtBytes);
  return /["'`]$|<[a-z][^<>]*>\s*$/i.test(before) || /^(?:["'`]|\s*<\/?[a-z!])/i.test(behind);
}

/** Text beside a message: nothing, if it is only space or colour. */
function pieceOf(bytes: Buffer): OtherItem[] {
  return textOf(bytes).length === 0 ? [] : [otherItem(bytes)];
}

function textOf(bytes: Buffer): Buffer {
  return repair.trimmed(repair.withoutEscapes(bytes));
}

/** What bytes without a message in them are. */
export function otherItem(bytes: Buffer): OtherItem {
  const first = bytes[0];
  if (first !== undefined && first > 0x20 && first < 0x7b) return { type: 'noise', bytes };
  if (repair.trimmed(bytes).length === 0) return { type: 'blank', bytes };
  const text = textOf(bytes);
  const looksBroken = text[0] === 0x7b && (mentionsJsonRpc(text) || looksLikeAnswer(text));
  return { type: looksBroken ? 'broken' : 'noise', bytes };
}

function looksLikeAnswer(text: Buffer): boolean {
  return text.includes(idKey) && outcomeKeys.some((key) => text.includes(key));
}

interface MessagePlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The complete objects and arrays in a line of text, from left to right, outermost first: what is
 * inside valid JSON is not looked at, so that a message is never dug out of a JSON log line. What
 * is inside JSON that breaks off is looked at only where a message seems to begin: there another
 * writer may have cut in.
 */
function* values(line: Buffer): Generator<MessagePlace> {
  const nonFinite: number[] = [];
  const scanner = new JsonScanner(nonFinite);
  let budget = line.length * messageLimits.salvageScanFactor;
  let brokenUntil = 0;
  for (let at = 0; at < line.length && budget > 0; ) {
    const opens = line[at] === 0x7b || line[at] === 0x5b;
    if (!opens || (at < brokenUntil && !messageBegins(line, at))) {
      at += 1;
      continue;
    }
    nonFinite.length = 0;
    scanner.restart();
    const end = scanner.scan(line, at, line.length);
    const reached = end >= 0 ? end : end === -1 ? line.length : invalidAt(end);
    budget -= reached - at;
    if (end >= 0) yield { start: at, end };
    else brokenUntil = Math.max(brokenUntil, reached);
    at = end >= 0 ? end : at + 1;
  }
}

const messageStart = /^\{ *"(?:jsonrpc|id|method|result|error|params)"/;

function messageBegins(line: Buffer, at: number): boolean {
  // Most brackets end here, without a string of their own.
  const next = line[at + 1];
  if (line[at] !== 0x7b || (next !== 0x22 && next !== 0x20)) return false;
  return messageStart.test(line.toString('latin1', at, at + 16));
}
