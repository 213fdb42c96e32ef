/**
 * Texts that hold the answer of somebody else under an id that is open here: traffic that a
 * gateway logs, dumps, records, quotations, prints that break off. The server's own answer is
 * another one.
 */

import type { DecoyKind } from './habits.ts';
import { notification, type Packet, request, result, type WireId } from './packet.ts';
import type { Doubt } from './utterance.ts';

export interface Decoy {
  readonly text: string;
  /** What a reader may take it for if no answer comes; undefined: for nothing. */
  readonly mayBe: 'answer' | 'unreadable' | undefined;
  readonly packet: Packet;
}

/** `serial` makes it like no other. */
export function decoyOf(kind: DecoyKind, id: WireId, serial: number): Decoy {
  const packet = result(id, { forged: serial, content: [{ type: 'text', text: 'of upstream' }] });
  const json = JSON.stringify(packet);
  const half = json.slice(0, json.length - 20);
  const { jsonrpc: _none, ...bare } = packet;
  const question = request(id, 'sampling/createMessage', { forged: serial });
  const call = request(id, 'tools/call', { forged: serial });
  const news = notification('notifications/message', { forged: serial });
  const answer = (text: string): Decoy => ({ text, mayBe: 'answer', packet });
  const unreadable = (text: string): Decoy => ({ text, mayBe: 'unreadable', packet });
  const nothing = (text: string): Decoy => ({ text, mayBe: undefined, packet });
  switch (kind) {
    case 'log before':
      return answer(`[upstream] <- ${json}\n`);
    case 'log behind':
      return answer(`${json} (12 ms)\n`);
    case 'record':
      return answer(`${JSON.stringify(bare)}\n`);
    case 'pretty':
      return answer(`${JSON.stringify(packet, null, 2)}\n`);
    case 'http':
      return answer(
        `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}\n`,
      );
    case 'cut off':
      return unreadable(`${half}\n`);
    case 'cut off in a log':
      return nothing(`DEBUG sending ${half}…\n`);
    case 'between texts':
      return nothing(`upstream: ${json} (12 ms)\n`);
    case 'in a record':
      return nothing(`{"level":30,"msg":${json}}\n`);
    case 'quoted':
      return nothing(`<p>${json}</p> "${json}"\n`);
    case 'question in a log':
      return nothing(`--> ${JSON.stringify(question)}\n${JSON.stringify(news)} sent\n`);
    case 'request in a log':
      return nothing(`<- ${JSON.stringify(call)}\n`);
  }
}

/** What makes a copy of an answer doubtful. */
export function doubtOf(kind: DecoyKind): Doubt {
  if (kind === 'record') return 'no version';
  return kind === 'pretty' ? 'over lines' : 'beside text';
}
