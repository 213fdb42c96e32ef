/**
 * Messages that miss the standard by a `null`: serialisers that write every field. The null member
 * is dropped, the rest stays as it came. Knows no sides and no sessions.
 */
import { walkMembers } from '../base/json-members.ts';
import { classify } from './classify.ts';
import { type MemberName, nameOf, readEnvelope } from './envelope.ts';
import type { Message, Span } from './message.ts';

/**
 * `"error":null` beside a result, `"result":null` beside an error, `"id":null` or `"params":null`
 * with a method: the message without them; undefined if that makes no message either.
 * @param start offset of the object's brace
 */
export function withoutNulls(bytes: Buffer, start: number): Message | undefined {
  const envelope = readEnvelope(bytes, start, bytes.length);
  if (envelope.end < 0) return undefined;
  const candidates: readonly MemberName[] =
    envelope.method === undefined ? ['error', 'result'] : ['id', 'params'];
  const dropped = candidates.filter((name) => isNull(bytes, envelope[name]));
  // `"result":null` alone is a result.
  if (envelope.method === undefined && envelope.error === undefined) return undefined;
  const first = dropped.slice(0, envelope.method === undefined ? 1 : 2);
  if (first.length === 0) return undefined;
  return classify(without(bytes, { start, end: envelope.end }, first));
}

function isNull(bytes: Buffer, span: Span | undefined): boolean {
  return span !== undefined && bytes[span.start] === 0x6e;
}

function without(bytes: Buffer, span: Span, names: readonly MemberName[]): Buffer {
  const kept: Buffer[] = [];
  walkMembers(bytes, span, (member) => {
    const name = nameOf(bytes, member);
    if (name !== undefined && names.includes(name)) return;
    kept.push(comma, bytes.subarray(member.keyStart, member.valueEnd));
  });
  return Buffer.concat([Buffer.from('{'), ...kept.slice(1), Buffer.from('}\n')]);
}

const comma = Buffer.from(',');
