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

  /** Returns a sentence when this server cannot carry the session on. */
  handle(life: Life, items: readonly Item<Message>[], now: number): string | undefined {
    for (const item of items) {
      const unfit = this.#handleItem(life, item, now);
      if (unfit !== undefined) return unfit;
    }
    return undefined;
  }

  #handleItem(life: Life, item: Item<Message>, now: number): string | undefined {
    switch (item.type) {
      case 'message':
        if (item.salvaged !== undefined) this.#tellSalvage(item.salvaged);
        return this.#session.fromServer(item.message, { embedded: item.embedded, now });
      case 'noise':
        this.#divert(life, item.bytes);
        return undefined;
      case 'blank':
        return undefined;
      case 'broken':
        return this.#handleBroken(life, item.bytes, now);
      case 'oversize':
        this.#handleOversize(item);
        return undefined;
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

  #handleBroken(life: Life, bytes: Buffer, now: number): string | undefined {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') {
      this.#repeated.log('warn', 'a message of the server was repaired', { kind: 'null-member' });
      return this.#session.fromServer(found.message, { embedded: false, now });
    }
    // An answer that its death cut off is none: the request fell with the server.
    if (found?.kind === 'answer' && !life.over) {
      const answered = this.#session.answerUnreadable(found.id, malformed(found.why));
      if (answered) {
        this.#repeated.log('warn', 'an answer of the server is broken', { id: found.id });
      }
    }
    this.#divert(life, bytes);
    return undefined;
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
