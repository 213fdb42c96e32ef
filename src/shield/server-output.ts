/**
 * A server's bytes on their way to the session: messages pass, noise goes where it is wanted, and
 * what is broken or too long becomes an answer to whoever waits for it. Decides nothing about
 * lives.
 */

import { KeyBlockStream } from '../base/key-blocks.ts';
import { mask } from '../base/secret-names.ts';
import type { Item, SalvageKind } from '../filter/item.ts';
import type { Message } from '../protocol/message.ts';
import { diagnoseUnreadable, idNear } from '../protocol/unreadable.ts';
import type { Session } from '../session/session.ts';
import type { ShieldOptions, Surroundings } from './events.ts';
import type { Life } from './life.ts';
import type { Outbox } from './outbox.ts';
import type { RepeatedLines } from './repeated-lines.ts';
import { malformed, tooLarge } from './wording.ts';

const newline = Buffer.from('\n');

/** Nothing to tell: the message is the same to every reader. */
const silentSalvage: ReadonlySet<SalvageKind> = new Set(['cr', 'padding']);

export interface ServerOutputDeps {
  readonly session: Session;
  readonly outbox: Outbox;
  readonly repeated: RepeatedLines;
}

export class ServerOutput {
  readonly #options: ShieldOptions;
  readonly #decode: Surroundings['decode'];
  readonly #session: Session;
  readonly #outbox: Outbox;
  readonly #repeated: RepeatedLines;
  /** Of the noise that goes into the log, line by line. */
  readonly #keys = new KeyBlockStream(mask);
  /** Pieces of output that were no message. */
  filtered = 0;

  constructor(
    options: ShieldOptions,
    { decode }: Surroundings,
    { session, outbox, repeated }: ServerOutputDeps,
  ) {
    this.#options = options;
    this.#decode = decode;
    this.#session = session;
    this.#outbox = outbox;
    this.#repeated = repeated;
  }

  /** Messages of a chunk, in order; what is none is dealt with at its place. */
  read(life: Life, chunk: Buffer, now: number): void {
    for (const item of life.filter.push(chunk)) {
      // By an item before it.
      if (life.endReason?.kind === 'unfit') return;
      this.#handleItem(life, item, now);
    }
  }

  /** The life is over and all its output has come. */
  end(life: Life, now: number): void {
    for (const item of life.filter.end()) {
      if (life.endReason?.kind === 'unfit') return;
      if (item.type === 'broken') this.#handleCutOff(life, item.bytes, now);
      else this.#handleItem(life, item, now);
    }
  }

  #handleItem(life: Life, item: Item<Message>, now: number): void {
    switch (item.type) {
      case 'message':
        if (item.salvaged !== undefined) this.#tellSalvage(item.salvaged);
        this.#session.fromServer(item.message, { embedded: item.embedded, now });
        return;
      case 'noise':
        this.#divert(life, item.bytes);
        return;
      case 'blank':
        return;
      case 'broken':
        this.#handleBroken(life, item.bytes, now);
        return;
      case 'oversize':
        this.#handleOversize(item);
        return;
    }
  }

  #divert(life: Life, bytes: Buffer): void {
    this.filtered += 1;
    life.noise.add(bytes);
    const { noise } = this.#options;
    if (noise === 'stderr') this.#outbox.toStderr(asLine(bytes));
    else if (noise === 'log') {
      const text = this.#keys.hide(this.#decode(bytes)).trimEnd();
      this.#outbox.log('warn', 'the server printed to stdout what is no message', { text });
    }
  }

  #tellSalvage(kind: SalvageKind): void {
    if (silentSalvage.has(kind)) return;
    const message = 'a message of the server was salvaged from other output';
    this.#repeated.log('warn', message, { kind });
  }

  #handleBroken(life: Life, bytes: Buffer, now: number): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') {
      this.#handleRepaired(found.message, now);
      return;
    }
    if (found?.kind === 'answer') {
      const answered = this.#session.answerUnreadable(found.id, malformed(found.why));
      if (answered) {
        this.#repeated.log('warn', 'an answer of the server is broken', { id: found.id });
      }
    }
    this.#divert(life, bytes);
  }

  /** A last piece that its server's death cut off is no answer: the request fell with it. */
  #handleCutOff(life: Life, bytes: Buffer, now: number): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') this.#handleRepaired(found.message, now);
    else this.#divert(life, bytes);
  }

  #handleRepaired(message: Message, now: number): void {
    this.#repeated.log('warn', 'a message of the server was repaired', { kind: 'null-member' });
    this.#session.fromServer(message, { embedded: false, now });
  }

  #handleOversize({ head, tail, sizeBytes }: Extract<Item<Message>, { type: 'oversize' }>): void {
    const near = idNear(head, tail);
    const failure = tooLarge(sizeBytes, this.#options.maxMessageBytes);
    this.#repeated.log('warn', 'a message of the server is above --max-message', { sizeBytes });
    if (near?.kind === 'answer') this.#session.answerUnreadable(near.id, failure);
    else if (near?.kind === 'request' && near.id !== undefined) {
      this.#session.refuseServer(near.id, failure);
    }
  }
}

/** Text before a message on its line lost its newline to the message. */
function asLine(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, newline]);
}
