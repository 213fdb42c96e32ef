/**
 * What the line scanner must say of a line: classify's verdict, with the cases taken out that it
 * leaves to others. Slow and plain; walks members with the code of the base floor.
 */
import { walkMembers } from '../../../src/base/json-members.ts';
import { classify } from '../../../src/protocol/classify.ts';
import { lineFlags, lineKinds } from '../../../src/protocol/line-scan/line-record.ts';
import type { Message, Span } from '../../../src/protocol/message.ts';
import type { LineRecord } from './scanned.ts';

const tokenMaxBytes = 202;
const depthMax = 256;
const plainInteger = /^-?(?:0|[1-9][0-9]{0,8})$/;
const known = ['jsonrpc', 'id', 'method', 'params', 'result', 'error'];

type Expected = Omit<LineRecord, 'end' | 'methodHash'>;
type Single = Exclude<Message, { kind: 'batch' }>;

/** `line` with its newline; both offsets of an absent span are 0. */
export function expectedOf(line: Buffer): Expected {
  const message = classify(line);
  if (message === undefined || message.kind === 'batch' || !isSure(line, message)) {
    return recordOf(line, { kind: lineKinds.unsure });
  }
  const id = message.kind === 'notification' ? undefined : message.idSpan;
  const payload = message.kind === 'response' ? message.outcome : message.params;
  const method = message.kind === 'response' ? undefined : memberSpan(line, 'method');
  const isInteger = id !== undefined && plainInteger.test(textOf(line, id));
  return recordOf(line, {
    kind: lineKinds[message.kind],
    flags:
      (line.some((byte) => byte >= 0x80) ? lineFlags.hasHighBytes : 0) |
      (message.kind !== 'response' && mayHaveMeta(line, payload) ? lineFlags.mayHaveMeta : 0) |
      (isInteger ? lineFlags.idIsInteger : 0),
    idStart: id?.start ?? 0,
    idEnd: id?.end ?? 0,
    idValue: isInteger && id !== undefined ? Number(textOf(line, id)) : 0,
    methodStart: method === undefined ? 0 : method.start + 1,
    methodEnd: method === undefined ? 0 : method.end - 1,
    payloadStart: payload?.start ?? 0,
    payloadEnd: payload?.end ?? 0,
  });
}

function recordOf(line: Buffer, known: Partial<Expected>): Expected {
  const none = { flags: 0, idStart: 0, idEnd: 0, idValue: 0, methodStart: 0, methodEnd: 0 };
  return { kind: 0, ...none, payloadStart: 0, payloadEnd: 0, length: line.length, ...known };
}

/** One character for each byte. */
function textOf(line: Buffer, { start, end }: Span): string {
  return line.toString('latin1', start, end);
}

function isSure(line: Buffer, message: Single): boolean {
  if (line[0] !== 0x7b || line[line.length - 2] !== 0x7d || line.includes(0x0d)) return false;
  return isModest(line) && areKeysPlain(line) && isOneThing(line, message);
}

/** Neither deep nor with endless numbers. */
function isModest(line: Buffer): boolean {
  const bones = line.toString('latin1').replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if ((bones.match(/[-+.\w]+/g) ?? []).some((token) => token.length > tokenMaxBytes)) return false;
  let depth = 0;
  let deepest = 0;
  for (const character of bones) {
    if ('{['.includes(character)) depth += 1;
    if ('}]'.includes(character)) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest <= depthMax;
}

function keysOf(line: Buffer, span: Span): string[] {
  const keys: string[] = [];
  walkMembers(line, span, ({ keyStart, keyEnd }) => {
    keys.push(textOf(line, { start: keyStart, end: keyEnd }));
  });
  return keys;
}

function areKeysPlain(line: Buffer): boolean {
  const keys = keysOf(line, { start: 0, end: line.length });
  const params = memberSpan(line, 'params');
  const inner = params === undefined ? [] : keysOf(line, params);
  if ([...keys, ...inner].some((key) => key.length > tokenMaxBytes)) return false;
  if (keys.some((key) => key.includes('\\'))) return false;
  return known.every((name) => keys.filter((key) => key === `"${name}"`).length <= 1);
}

function isOneThing(line: Buffer, message: Single): boolean {
  const has = (name: string) => memberSpan(line, name) !== undefined;
  if (has('error')) return false;
  if (message.kind === 'response') return !has('params') && isPlainId(line, message.idSpan);
  const method = memberSpan(line, 'method');
  if (has('result') || method === undefined || !isPlainText(line, method)) return false;
  return message.kind === 'notification' || isPlainId(line, message.idSpan);
}

function isPlainId(line: Buffer, span: Span | undefined): boolean {
  if (span === undefined) return false;
  if (line[span.start] === 0x22) return isPlainText(line, span);
  const text = textOf(line, span);
  return plainInteger.test(text) && text !== '-0';
}

function isPlainText(line: Buffer, span: Span): boolean {
  return span.end - span.start <= tokenMaxBytes && !textOf(line, span).includes('\\');
}

/** Of the member of the message, which must be JSON. */
function memberSpan(line: Buffer, name: string): Span | undefined {
  let found: Span | undefined;
  walkMembers(line, { start: 0, end: line.length }, (member) => {
    const key = textOf(line, { start: member.keyStart, end: member.keyEnd });
    if (key === `"${name}"`) found = { start: member.valueStart, end: member.valueEnd };
  });
  return found;
}

function mayHaveMeta(line: Buffer, params: Span | undefined): boolean {
  if (params === undefined) return false;
  return keysOf(line, params).some((key) => key === '"_meta"' || key.includes('\\'));
}
