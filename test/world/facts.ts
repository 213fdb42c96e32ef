/**
 * What an onlooker between client and shield knows to be true: what was asked and answered, what
 * was promised. The watchers judge the shield by these facts, never by its own state.
 */

import { isAnswer, keyOf, Lines, type Packet, type Params, packetsOf } from './packet.ts';

export interface Asked {
  readonly packet: Packet;
  readonly line: string;
  /** Counted over all requests, in the order in which they reached the shield. */
  readonly order: number;
  readonly at: number;
  /** A member of a batch may be written alone or with its batch. */
  readonly batched: boolean;
  answers: number;
  cancelled: boolean;
  /** Lives it was written to, those that never ran left out. */
  readonly writtenTo: number[];
}

/** Thrown at the first thing that may not happen. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

export class Facts {
  now = 0;
  readonly asked = new Map<string, Asked>();
  /** Lines of the client that are no message. */
  garbage = 0;
  /** The client's last `initialize`, and whether it got a result. */
  handshake: { readonly asked: Asked; agreed: Params | undefined } | undefined;
  initialized = false;
  /** It has sent an enveloped request other than a probe. */
  modern = false;
  ended: { readonly at: number; readonly kind: 'eof' | 'signal' } | undefined;
  /** The first signal, after an EOF perhaps. */
  signalledAt: number | undefined;
  /** Requests of servers that the client has and has not answered: its id → the life. */
  readonly questions = new Map<number, number>();
  generation = 0;
  /** When the machine last woke from sleep: no deadline has passed before. */
  sleptAt = 0;
  /** When somebody last wanted a restart. */
  restartWantedAt = Number.NEGATIVE_INFINITY;
  /** Time-outs that the client was told of since the last answer of a server. */
  timeoutsInARow = 0;
  /** By the event at hand: what stands before the cancel in its chunk may still be written. */
  readonly justCancelled = new Set<Asked>();
  readonly #lines = new Lines();
  #gone = false;

  /** Bytes of the client have reached the shield. */
  clientSent(chunk: Buffer): void {
    if (this.#gone) return;
    for (const line of this.#lines.push(chunk)) this.#read(line);
  }

  /** What came without a newline before the client's end. */
  clientEnded(): void {
    if (this.#gone) return;
    this.#gone = true;
    if (this.#lines.rest !== '') this.#read(this.#lines.rest);
  }

  #read(line: string): void {
    const packets = packetsOf(line);
    if (packets === undefined) {
      this.garbage += 1;
      return;
    }
    for (const packet of packets) this.#note(packet, line, packets.length > 1);
  }

  #note(packet: Packet, line: string, batched: boolean): void {
    if (isAnswer(packet)) this.questions.delete(Number(packet.id));
    else if (packet.id !== undefined) this.#ask(packet, line, batched);
    else if (packet.method === 'notifications/initialized') this.initialized = true;
    else if (packet.method === 'notifications/cancelled') {
      const target = this.asked.get(keyOf(packet.params?.['requestId'] as string));
      if (target === undefined || target.answers > 0) return;
      target.cancelled = true;
      this.justCancelled.add(target);
    }
  }

  #ask(packet: Packet, line: string, batched: boolean): void {
    const asked: Asked = {
      packet,
      line,
      order: this.asked.size,
      at: this.now,
      batched,
      answers: 0,
      cancelled: false,
      writtenTo: [],
    };
    this.asked.set(keyOf(packet.id), asked);
    if (packet.method === 'initialize') {
      this.handshake = { asked, agreed: undefined };
      this.initialized = false;
    } else if (packet.method !== 'server/discover') {
      this.modern ||= packet.params?.['_meta'] !== undefined && this.handshake === undefined;
    }
  }
}
