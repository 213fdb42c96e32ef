/**
 * What a server has said to a request, or printed as if: the facts by which it is judged what the
 * client may be given. Knows no bytes and no shield.
 */

import { keyOf, type Packet, type WireId } from './packet.ts';

/** What leaves a doubt about it. */
export type Doubt = 'beside text' | 'no version' | 'over lines' | 'broken' | 'nameless';

export interface Utterance {
  /** The request, by the id that the client knows; undefined: it names none. */
  readonly key: string | undefined;
  /** The server's own answer; otherwise a copy of something, or broken. */
  readonly isTrue: boolean;
  /** Undefined: none. */
  readonly doubt: Doubt | undefined;
  readonly outcome: string;
}

/** The result, or the words of the error: what a repaired answer has kept of it. */
export function outcomeOf({ result, error }: Packet): string {
  return error === undefined ? JSON.stringify(result) : `error ${error.message}`;
}

export function truth(id: WireId, packet: Packet, doubt: Doubt | undefined): Utterance {
  return { key: keyOf(id), isTrue: true, doubt, outcome: outcomeOf(packet) };
}

/** Of somebody else, or (`packet` undefined) unreadable. */
export function guess(id: WireId | undefined, packet: Packet | undefined, doubt: Doubt): Utterance {
  const outcome = packet === undefined ? 'unreadable' : outcomeOf(packet);
  return { key: id === undefined ? undefined : keyOf(id), isTrue: false, doubt, outcome };
}
