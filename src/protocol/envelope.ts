/**
 * The six members of a JSON-RPC object that say what it is, as spans; also of an object that
 * breaks off, as far as it went. Judges nothing: that is classify.ts and unreadable.ts.
 */
import { type JsonMember, spells, walkMembers } from '../base/json-members.ts';
import type { Span } from './message.ts';

export type MemberName = 'jsonrpc' | 'id' | 'method' | 'params' | 'result' | 'error';

export interface Envelope extends Partial<Record<MemberName, Span>> {
  /** The outcome of the scan (json-bytes.ts): the end of the object, or a failure. */
  end: number;
  /** The member whose value broke off. */
  begun?: MemberName | undefined;
}

/** Reads the object whose brace stands at `start`; of equal keys the last one counts. */
export function readEnvelope(bytes: Buffer, start: number, end: number): Envelope {
  const envelope: Envelope = { end: 0 };
  envelope.end = walkMembers(bytes, { start, end }, (member) => {
    const name = nameOf(bytes, member);
    if (name === undefined) return;
    if (isCut(bytes, member)) envelope.begun = name;
    else envelope[name] = { start: member.valueStart, end: member.valueEnd };
  });
  return envelope;
}

/** Whether the value broke off. A number may have: only what follows it says that it is whole. */
export function isCut(bytes: Buffer, { valueEnd }: JsonMember): boolean {
  if (valueEnd < 0) return true;
  const last = bytes[valueEnd - 1] as number;
  return last >= 0x30 && last <= 0x39 && !numberEnds.includes(bytes[valueEnd] as number);
}

const numberEnds: readonly number[] = [...Buffer.from(',} \t\r\n')];

const byFirstLetter: Readonly<Record<number, MemberName>> = {
  106: 'jsonrpc',
  105: 'id',
  109: 'method',
  112: 'params',
  114: 'result',
  101: 'error',
};
const names = Object.values(byFirstLetter);

/** Which of the six `member` is, escapes decoded. */
export function nameOf(bytes: Buffer, { keyStart, keyEnd }: JsonMember): MemberName | undefined {
  const key = { start: keyStart, end: keyEnd };
  const guess = byFirstLetter[bytes[keyStart + 1] as number];
  if (guess !== undefined && spells(bytes, key, guess)) return guess;
  // An escaped first letter: `"\u006dethod"`.
  if (bytes[keyStart + 1] !== 0x5c) return undefined;
  return names.find((name) => spells(bytes, key, name));
}
