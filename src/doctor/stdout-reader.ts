/**
 * Everything that a server under examination says on stdout: answers go to whoever asked, its own
 * questions are answered as a client without capabilities does, the rest is kept as noise.
 */
import { isUtf8 } from 'node:buffer';
import { messageLimits } from '../base/limits.ts';
import type { Item } from '../filter/item.ts';
import { createServerFilter } from '../filter/server-filter.ts';
import { classify } from '../protocol/classify.ts';
import { errorCodes, errorResponse, resultResponse } from '../protocol/compose.ts';
import type { Message, Request } from '../protocol/message.ts';
import { diagnoseUnreadable } from '../protocol/unreadable.ts';
import type { NoiseRecord } from './noise-sample.ts';
import type { Questions } from './probe-requests.ts';

export interface HearingDeps {
  readonly questions: Questions;
  readonly noise: NoiseRecord;
  readonly write: (line: Buffer) => void;
}

export class Hearing {
  readonly #deps: HearingDeps;
  readonly #filter = createServerFilter({
    recognise: classify,
    isUtf8,
    maxMessageBytes: messageLimits.defaultMaxBytes,
  });

  constructor(deps: HearingDeps) {
    this.#deps = deps;
  }

  push(chunk: Buffer): void {
    for (const item of this.#filter.push(chunk)) this.#take(item);
  }

  /** stdout has ended. */
  end(): void {
    for (const item of this.#filter.end()) this.#take(item);
  }

  #take(item: Item<Message>): void {
    const { noise } = this.#deps;
    switch (item.type) {
      case 'message':
        if (item.salvaged !== undefined) noise.addSalvaged(item.salvaged);
        this.#hear(item.message);
        break;
      case 'noise':
        noise.add(item.bytes);
        break;
      case 'broken':
        this.#takeBroken(item.bytes);
        break;
      case 'oversize':
        noise.addSalvaged('oversize');
        break;
      case 'blank':
        break;
    }
  }

  #takeBroken(bytes: Buffer): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') {
      this.#hear(found.message);
      return;
    }
    this.#deps.noise.add(bytes);
    if (found?.kind === 'answer' && found.id !== undefined) {
      this.#deps.questions.broken(found.id, found.why);
    }
  }

  #hear(message: Message): void {
    for (const single of message.kind === 'batch' ? message.members : [message]) {
      if (single.kind === 'response') this.#deps.questions.answered(single);
      else if (single.kind === 'request') this.#deps.write(answerTo(single));
    }
  }
}

function answerTo({ id, method }: Request): Buffer {
  if (method === 'ping') return resultResponse(id, '{}');
  return errorResponse({ id, code: errorCodes.methodNotFound, message: 'Method not found' });
}
