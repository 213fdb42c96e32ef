/**
 * Messages that miss the standard by a `null`: serialisers that write every field. The null member
 * is dropped, the rest stays as it came. Knows no sides and no sessions.
 */
import { skipSpace } from '../base/json-bytes.ts';
import { walkMembers } from '../base/json-members.ts';
import { classify } from './classify.ts';
import { type Envelope, type MemberName, nameOf, readEnvelope } from './envelope.ts';
import type { Message, Span } from './message.ts';

/**
 * `"error":null` beside a result, `"result":null` beside an error, `"id":null` or `"params":null`
 * with a method: the message without them, on one line and in valid UTF-8; undefined if that
 * makes no message either.
 * @param start offset of the object's brace
 */
export function withoutNulls(bytes: Buffer, start: number): Message | undefined {
  const envelope = readEnvelope(bytes, start, bytes.length);
  const { end } = envelope;
  if (end < 0 || skipSpace(bytes, end, bytes.length) < bytes.length) return undefined;
  const dropped = superfluous(bytes, envelope);
  return dropped.length === 0 ? undefined : classify(without(bytes, { start, end }, dropped));
}

function superfluous(bytes: Buffer, envelope: Envelope): MemberName[] {
  const isNull = (name: MemberName) => bytes[envelope[name]?.start ?? -1] === 0x6e;
  if (envelope.method !== undefined) return (['id', 'params'] as const).filter(isNull);
  return (['error', 'result'] as const).filter(isNull).slice(0, 1);
}

function without(bytes: Buffer, span: Span, names: readonly MemberName[]): Buffer {
  const kept: Buffer[] = [];
  walkMembers(bytes, span, (member) => {
    const name = nameOf(bytes, member);
    if (name !== undefined && names.includes(name)) return;
    kept.push(comma, bytes.subarray(member.keyStart, member.valueEnd));
  });
  // Through a string: nobody has looked at its UTF-8 yet, and line breaks are space here.
  const members = Buffer.concat(kept.slice(1))
    .toString()
    .replace(/[\r\n]/g, '');
  return Buffer.from(`{${members}}\n`);
}

const comma = Buffer.from(',');
