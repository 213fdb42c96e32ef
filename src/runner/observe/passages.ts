/**
 * Messages on their way as they pass: which way, what they are, how long, and for an answer
 * the time it took. Never what is in them. For whoever looks on.
 */

import { runnerLimits } from '../../base/limits.ts';
import { classify } from '../../protocol/classify.ts';
import { linesOf } from '../../protocol/lines.ts';
import type { Id, Single } from '../../protocol/message.ts';
import type { ObservedStep } from './observers.ts';

export type End = 'client' | 'server';

export interface Passage {
  readonly to: End;
  readonly bytes: number;
  /** Of a request or a notification; an answer has none. */
  readonly method?: string;
  /** A notification has none. */
  readonly id?: Id | null;
  /** Since the request was written, where that was seen. */
  readonly ms?: number;
  /** Of an answer. */
  readonly error?: boolean;
}

export class Passages {
  readonly #since = new Map<string, number>();

  /** Calls `tell` for each message that a step wrote to an end, in order. */
  read({ effects, now }: ObservedStep, tell: (passage: Passage, message: Single) => void): void {
    for (const effect of effects) {
      if (effect.type !== 'to-client' && effect.type !== 'to-server') continue;
      const to = effect.type === 'to-client' ? 'client' : 'server';
      for (const line of linesOf(effect.buffers)) {
        const message = classify(line);
        if (message === undefined) continue;
        const members = message.kind === 'batch' ? message.members : [message];
        for (const member of members) tell(this.#passage(to, member, now), member);
      }
    }
  }

  #passage(to: End, message: Single, now: number): Passage {
    const common = { to, bytes: message.bytes.length };
    if (message.kind === 'notification') return { ...common, method: message.method };
    const asker = message.kind === 'response' ? to : other(to);
    const key = `${asker} ${message.id}`;
    const withId = { ...common, id: shown(message.id) };
    if (message.kind === 'request') {
      this.#since.set(key, now);
      const [oldest] = this.#since.keys();
      const isFull = this.#since.size > runnerLimits.tracedRequestsMax;
      if (isFull && oldest !== undefined) this.#since.delete(oldest);
      return { ...withId, method: message.method };
    }
    const asked = this.#since.get(key);
    this.#since.delete(key);
    const took = asked === undefined ? {} : { ms: Math.round(now - asked) };
    return { ...withId, ...took, error: message.isError };
  }
}

function other(end: End): End {
  return end === 'client' ? 'server' : 'client';
}

/** An id is JSON text where it is no safe integer. */
function shown(id: Id | null): Id | null {
  return typeof id === 'string' ? id.replace(/^"|"$/g, '') : id;
}
