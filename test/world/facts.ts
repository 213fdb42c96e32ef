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
  /** The answer that the client was given. */
  answer: Given | undefined;
  cancelled: boolean;
  /** When the client was told that this stream is open. */
  acknowledgedAt: number | undefined;
  /** Lives it was written to, those that never ran left out. */
  readonly writtenTo: number[];
  /** When it was last written to a server, whether or not that ran; -1: never. */
  writtenAt: number;
}

interface Given {
  readonly generation: number;
  readonly outcome: string;
  /** Of the shield, for this reason. */
  readonly isOwn: boolean;
  readonly reason: unknown;
}

/** A handshake that the client has asked for, and what a server agreed to. */
export interface Handshake {
  readonly asked: Asked;
  agreed: Params | undefined;
  initialized: boolean;
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
  /** The client's last `initialize` that was not refused, or the one before if it had one. */
  handshake: Handshake | undefined;
  /** What holds again if that is refused. */
  #handshakeBefore: Handshake | undefined;
  /** How long the first handshake took. */
  firstGreetingMs = 0;
  /** It has sent an enveloped request other than a probe. */
  modern = false;
  ended: { readonly at: number; readonly kind: 'eof' | 'gone' | 'signal' } | undefined;
  /** Before the step at hand: the last answer that the client was given. */
  lastAnswerAt = 0;
  /** And so many were owed. */
  owedBefore = 0;
  /** There is no life: the last one has been read to its end. */
  isReleased = true;
  /** The life that is on has been ended by the shield: it need not be listened to. */
  isEnding = false;
  /** The first signal, after an EOF perhaps. */
  signalledAt: number | undefined;
  /** Requests of servers that the client has and has not answered: its id → the life. */
  readonly questions = new Map<number, number>();
  /** And those that it has answered. */
  readonly answeredQuestions = new Map<number, number>();
  generation = 0;
  /** When the life that is on began. */
  beganAt = 0;
  /** When the machine last woke from sleep: no deadline has passed before. */
  sleptAt = 0;
  /** When one of the two ends last did something. */
  movedAt = 0;
  /** When somebody last wanted a restart. */
  restartWantedAt = Number.NEGATIVE_INFINITY;
  /** Time-outs that the client was told of since the last answer of a server. */
  timeoutsInARow = 0;
  /** What may be answered in a server's place: the outcomes that an earlier run heard. */
  readonly remembered = new Set<string>();
  /** By the event at hand: what stands before the cancel in its chunk may still be written. */
  readonly justCancelled = new Set<Asked>();
  /** Is told of each line that has reached the shield. */
  onLine: (line: string) => void = () => {};
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

  /** A step is over. */
  settle(answered: boolean): void {
    if (answered) this.lastAnswerAt = this.now;
    if (this.ended !== undefined) this.owedBefore = this.owed;
  }

  /** Answers that the client waits for; a stream is none. */
  get owed(): number {
    let count = 0;
    for (const { answers, cancelled, packet } of this.asked.values()) {
      if (answers === 0 && !cancelled && packet.method !== 'subscriptions/listen') count += 1;
    }
    return count;
  }

  /** A question of the server or a stream of the client is open. */
  get isOpen(): boolean {
    if (this.questions.size > 0) return true;
    return [...this.asked.values()].some(
      ({ packet, answers, cancelled }) =>
        packet.method === 'subscriptions/listen' && answers === 0 && !cancelled,
    );
  }

  /** The client may wait for what only a server that runs can bring by itself. */
  get wantsNews(): boolean {
    if (this.questions.size > 0) return true;
    for (const { packet } of this.asked.values()) {
      const { method = '', params } = packet;
      if (/^(?:subscriptions\/listen|resources\/subscribe|tasks\/)/.test(method)) return true;
      if (params?.['task'] !== undefined) return true;
    }
    return false;
  }

  /** A greeting that is no first one: what was agreed before holds on. */
  get isGreetingAgain(): boolean {
    return this.handshake?.agreed === undefined && this.#handshakeBefore !== undefined;
  }

  /** What holds between client and server, also while the client tries another handshake. */
  get agreed(): Params | undefined {
    return this.handshake?.agreed ?? this.#handshakeBefore?.agreed;
  }

  /** Whether a server of this revision can carry the session on. */
  fits(protocolVersion: string): boolean {
    const version = this.agreed?.['protocolVersion'];
    return version === undefined || version === protocolVersion;
  }

  /** An `initialize` was answered: an error replaces nothing. */
  greeted(asked: Asked, agreed: Params | undefined): void {
    const { handshake } = this;
    if (handshake?.asked !== asked) return;
    if (agreed === undefined) this.handshake = this.#handshakeBefore ?? handshake;
    else {
      handshake.agreed = agreed;
      this.firstGreetingMs ||= this.now - asked.at;
    }
  }

  #read(line: string): void {
    this.onLine(line);
    const packets = packetsOf(line);
    if (packets === undefined) {
      this.garbage += 1;
      return;
    }
    for (const packet of packets) this.#note(packet, line, packets.length > 1);
  }

  #note(packet: Packet, line: string, batched: boolean): void {
    if (isAnswer(packet)) {
      const id = Number(packet.id);
      const generation = this.questions.get(id);
      if (generation !== undefined) this.answeredQuestions.set(id, generation);
      this.questions.delete(id);
    } else if (packet.id !== undefined) this.#ask(packet, line, batched);
    else if (packet.method === 'notifications/initialized') {
      if (this.handshake !== undefined) this.handshake.initialized = true;
    } else if (packet.method === 'notifications/cancelled') {
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
      answer: undefined,
      cancelled: false,
      acknowledgedAt: undefined,
      writtenTo: [],
      writtenAt: -1,
    };
    this.asked.set(keyOf(packet.id), asked);
    if (packet.method === 'initialize') {
      if (this.handshake?.agreed !== undefined) this.#handshakeBefore = this.handshake;
      this.handshake = { asked, agreed: undefined, initialized: false };
    } else if (packet.method !== 'server/discover') {
      this.modern ||= packet.params?.['_meta'] !== undefined && this.handshake === undefined;
    }
  }
}
