/**
 * Requests of the server to the client (roots, sampling, elicitation, ping: legacy only), with the
 * ids and progress tokens under which each end knows them. A new server counts from 0 again, so
 * the client would mix up the questions of two lives: towards the client an id is used once in a
 * session and never 0, whose cancellation TypeScript clients ignore (`if (!requestId) return`).
 * An id that is already so keeps its bytes.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id } from '../protocol/message.ts';

/** Ids above this are not kept: counting on from them would leave the safe integers. */
const idMax = 2 ** 31;

export interface Ask {
  readonly serverId: Id;
  /** As the server knows it, where it gave one. */
  readonly token: Id | undefined;
}

interface OpenAsk extends Ask {
  readonly clientId: number;
}

/** Short enough to be remembered for as long as the other end likes. */
export function isShortId(id: Id): boolean {
  return typeof id === 'number' || id.length <= sessionLimits.idCharsMax;
}

export class Asks {
  readonly #byClientId = new Map<Id, OpenAsk>();
  readonly #byServerId = new Map<Id, OpenAsk>();
  #highest = 0;

  /** False: so many are open, or its id is so long, that it is not to be remembered. */
  hasRoomFor({ serverId, token }: Ask): boolean {
    const isShort = isShortId(serverId) && (token === undefined || isShortId(token));
    return isShort && this.#byClientId.size < sessionLimits.asksCountMax;
  }

  /** The id under which the client sees this request; its progress token becomes the same. */
  open(ask: Ask): number {
    const { serverId } = ask;
    const fits = typeof serverId === 'number' && serverId > this.#highest && serverId < idMax;
    this.#highest = fits ? serverId : this.#highest + 1;
    const open = { ...ask, clientId: this.#highest };
    this.#byClientId.set(open.clientId, open);
    this.#byServerId.set(serverId, open);
    return open.clientId;
  }

  /** The client's answer: to what does it belong? Undefined: to a dead server, or to nothing. */
  answered(clientId: Id): Ask | undefined {
    const ask = this.#byClientId.get(clientId);
    if (ask !== undefined) this.#close(ask);
    return ask;
  }

  /** For progress towards the server, while the request is open. */
  byClientId(clientId: Id): Ask | undefined {
    return this.#byClientId.get(clientId);
  }

  /** The server takes its request back; returns the id to name to the client. */
  cancelled(serverId: Id): number | undefined {
    const ask = this.#byServerId.get(serverId);
    if (ask !== undefined) this.#close(ask);
    return ask?.clientId;
  }

  /** The server died: the ids that the client still has open. */
  abandon(): number[] {
    const open = [...this.#byClientId.values()].map((ask) => ask.clientId);
    this.#byClientId.clear();
    this.#byServerId.clear();
    return open;
  }

  #close(ask: OpenAsk): void {
    this.#byClientId.delete(ask.clientId);
    if (this.#byServerId.get(ask.serverId) === ask) this.#byServerId.delete(ask.serverId);
  }
}
