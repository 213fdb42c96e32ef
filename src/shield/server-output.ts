/**
 * A server's bytes on their way to the session: messages pass, noise and stderr go where they are
 * wanted, and what is broken or too long becomes an answer to whoever waits for it. Decides nothing
 * about lives.
 */

import { messageLimits } from '../base/limits.ts';
import type { Item, MessageItem, OversizeItem, SalvageKind } from '../filter/item.ts';
import type { Message } from '../protocol/message.ts';
import { diagnoseUnreadable, idNear, type Unreadable } from '../protocol/unreadable.ts';
import type { Sighting } from '../session/server-answers.ts';
import type { Session } from '../session/session.ts';
import type { ShieldOptions, Surroundings } from './events.ts';
import type { Life } from './life.ts';
import type { Outbox } from './outbox.ts';
import { OutputLog } from './output-log.ts';
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
  readonly #session: Session;
  readonly #outbox: Outbox;
  readonly #repeated: RepeatedLines;
  readonly #noiseLog: OutputLog;
  readonly #stderrLog: OutputLog;
  /** Pieces of output that were no message. */
  filtered = 0;

  constructor(
    options: ShieldOptions,
    { decode }: Surroundings,
    { session, outbox, repeated }: ServerOutputDeps,
  ) {
    this.#options = options;
    this.#noiseLog = new OutputLog('noise', decode, outbox);
    this.#stderrLog = new OutputLog('stderr', decode, outbox);
    this.#session = session;
    this.#outbox = outbox;
    this.#repeated = repeated;
  }

  /** Messages of a chunk, in order; what is none is dealt with at its place. */
  read(life: Life, chunk: Buffer, now: number): void {
    this.#handleItems(life, life.filter.push(chunk, now), now);
    life.quietAt = life.filter.mayBeWhole ? now + messageLimits.unterminatedMs : undefined;
  }

  /** What it says on stderr; its end is kept for the explanation of a fall, wherever it goes. */
  complained(life: Life, chunk: Buffer, now: number): void {
    life.stderr.add(chunk);
    const { stderr } = this.#options;
    if (stderr === 'pass') this.#outbox.toStderr(chunk);
    else if (stderr === 'log') this.#stderrLog.push(chunk, now);
  }

  /** Nothing came for a while: a message that waits for its newline is whole. */
  woke(life: Life, now: number): void {
    if (life.quietAt === undefined || now < life.quietAt) return;
    life.quietAt = undefined;
    this.#handleItems(life, life.filter.quiet(), now);
  }

  #handleItems(life: Life, items: readonly Item<Message>[], now: number): void {
    for (const item of items) {
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
    this.#noiseLog.end(now);
    this.#stderrLog.end(now);
  }

  #handleItem(life: Life, item: Item<Message>, now: number): void {
    switch (item.type) {
      case 'message':
        if (item.message.kind === 'response' || item.message.kind === 'batch') {
          life.stderr.answered(now);
          life.noise.answered(now);
        }
        if (item.salvaged !== undefined) this.#tellSalvage(item.salvaged);
        this.#session.fromServer(item.message, { now, guess: guessOf(item) });
        return;
      case 'noise':
        this.#divert(life, item.bytes, now);
        return;
      case 'blank':
        return;
      case 'broken':
        this.#handleBroken(life, item.bytes, now);
        return;
      case 'oversize':
        this.#handleOversize(item, now);
        return;
    }
  }

  #divert(life: Life, bytes: Buffer, now: number): void {
    this.filtered += 1;
    life.noise.add(bytes);
    const { noise } = this.#options;
    if (noise === 'stderr') this.#outbox.toStderr(asLine(bytes));
    else if (noise === 'log') this.#noiseLog.add(bytes, now);
  }

  #tellSalvage(kind: SalvageKind): void {
    if (silentSalvage.has(kind)) return;
    const message = 'a message of the server was salvaged from other output';
    this.#repeated.log('warn', 'message-salvaged', message, { kind });
  }

  #handleBroken(life: Life, bytes: Buffer, now: number): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') {
      this.#handleRepaired(found.message, now);
      return;
    }
    if (found?.kind === 'odd') {
      this.#handleOdd(found, now);
      return;
    }
    if (found?.kind === 'answers') {
      this.#session.lostAnswers(found.ids, malformed(found.why), now);
    }
    this.#divert(life, bytes, now);
  }

  /** In another form than JSON-RPC 2.0; without any version it may be somebody's log entry. */
  #handleOdd({ answer, why }: Extract<Unreadable, { kind: 'odd' }>, now: number): void {
    this.#repeated.log('warn', 'answer-repaired', 'an answer of the server was set right', {
      kind: why,
    });
    const isLikely = !this.#session.spokeProperly;
    const guess = answer.isNamed ? undefined : ({ kind: 'unversioned', isLikely } as const);
    this.#session.fromServer(answer.message, { now, guess });
  }

  /** A last piece that its server's death cut off is no answer: the request fell with it. */
  #handleCutOff(life: Life, bytes: Buffer, now: number): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') this.#handleRepaired(found.message, now);
    else if (found?.kind === 'odd') this.#handleOdd(found, now);
    else this.#divert(life, bytes, now);
  }

  #handleRepaired(message: Message, now: number): void {
    this.#repeated.log('warn', 'message-repaired', 'a message of the server was repaired', {
      kind: 'null-member',
    });
    this.#session.fromServer(message, { now });
  }

  #handleOversize({ head, tail, sizeBytes }: OversizeItem, now: number): void {
    const near = idNear(head, tail);
    const failure = tooLarge(sizeBytes, this.#options.maxMessageBytes);
    this.#repeated.log(
      'warn',
      'message-too-large',
      'dropped a server message larger than --max-message',
      { sizeBytes },
    );
    if (near?.kind === 'answer') this.#session.refuseAnswer(near.id, failure, now);
    else if (near?.kind === 'request' && near.id !== undefined) {
      this.#session.refuseServer(near.id, failure);
    }
  }
}

/** How sure it is that the server meant it; undefined: certain. */
function guessOf({ trust, salvaged }: MessageItem<Message>): Sighting['guess'] {
  if (trust === 'certain') return undefined;
  const kind = salvaged === 'pretty' ? 'multi-line' : 'beside-text';
  return { kind, isLikely: trust === 'likely' };
}

/** Text before a message on its line lost its newline to the message. */
function asLine(bytes: Buffer): Buffer {
  return bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, newline]);
}
