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
import { isAnswer, type Message, type Request } from '../protocol/message.ts';
import { diagnoseUnreadable } from '../protocol/unreadable.ts';
import type { NoiseSample } from './noise-sample.ts';
import type { ProbeRequests } from './probe-requests.ts';

export interface StdoutReaderDeps {
  readonly requests: ProbeRequests;
  readonly noise: NoiseSample;
  readonly write: (line: Buffer) => void;
}

export class StdoutReader {
  readonly #deps: StdoutReaderDeps;
  readonly #filter = createServerFilter({
    recognise: classify,
    isAnswer,
    isUtf8,
    maxMessageBytes: messageLimits.defaultMaxBytes,
  });

  constructor(deps: StdoutReaderDeps) {
    this.#deps = deps;
  }

  push(chunk: Buffer): void {
    for (const item of this.#filter.push(chunk, 0)) this.#handle(item);
  }

  /** stdout has ended. */
  end(): void {
    for (const item of this.#filter.end()) this.#handle(item);
  }

  #handle(item: Item<Message>): void {
    const { noise } = this.#deps;
    switch (item.type) {
      case 'message':
        if (item.salvaged !== undefined) noise.addSalvaged(item.salvaged);
        this.#handleMessage(item.message);
        break;
      case 'noise':
        noise.add(item.bytes);
        break;
      case 'broken':
        this.#handleBroken(item.bytes);
        break;
      case 'oversize':
        noise.addSalvaged('oversize');
        break;
      case 'blank':
        break;
    }
  }

  #handleBroken(bytes: Buffer): void {
    const found = diagnoseUnreadable(bytes);
    if (found?.kind === 'repaired') {
      this.#handleMessage(found.message);
      return;
    }
    this.#deps.noise.add(bytes);
    if (found?.kind === 'odd') this.#handleMessage(found.answer.message);
    if (found?.kind !== 'answers') return;
    for (const id of found.ids) this.#deps.requests.broken(id, found.why);
  }

  #handleMessage(message: Message): void {
    for (const single of message.kind === 'batch' ? message.members : [message]) {
      if (single.kind === 'response') this.#deps.requests.answered(single);
      else if (single.kind === 'request') this.#deps.write(answerTo(single));
    }
  }
}

function answerTo({ id, method }: Request): Buffer {
  if (method === 'ping') return resultResponse(id, '{}');
  return errorResponse({ id, code: errorCodes.methodNotFound, message: 'Method not found' });
}
