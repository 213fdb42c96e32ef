/**
 * Requests of the server to the client (roots, sampling, elicitation, ping: legacy only), with the
 * ids and progress tokens under which each end knows them. A new server counts from 0 again, so
 * the client would mix up the questions of two lives: towards the client an id is used once in a
 * session and never 0, whose cancellation TypeScript clients ignore (`if (!requestId) return`).
 * An id that is already so keeps its bytes.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id } from '../protocol/message.ts';
import { isShortId, otherType } from './ids.ts';

export interface ServerRequest {
  readonly serverId: Id;
  /** As the server knows it, where it gave one. */
  readonly token: Id | undefined;
}

export interface OpenServerRequest extends ServerRequest {
  readonly clientId: number;
}

export class ServerRequests {
  readonly #byClientId = new Map<Id, OpenServerRequest>();
  readonly #byServerId = new Map<Id, OpenServerRequest>();
  /** Answered not long ago, under an id that is the same at both ends. */
  readonly #answered = new Set<Id>();
  #highest = 0;
  /** All up to here were asked by servers that are dead. */
  #deadUpTo = 0;
  /** A question of this server has another id or token here than there. */
  #rewrites = false;

  /** False: so many are open, or its id is so long, that it is not to be remembered. */
  hasRoomFor({ serverId, token }: ServerRequest): boolean {
    const isShort = isShortId(serverId) && (token === undefined || isShortId(token));
    return isShort && this.#byClientId.size < sessionLimits.serverRequestsCountMax;
  }

  /** Questions that the client has not answered. */
  get size(): number {
    return this.#byClientId.size;
  }

  /** The id under which the client sees this request; its progress token becomes the same. */
  open(serverRequest: ServerRequest): number {
    const { serverId } = serverRequest;
    const fits =
      typeof serverId === 'number' &&
      serverId > this.#highest &&
      serverId < sessionLimits.serverRequestIdMax;
    this.#highest = fits ? serverId : this.#highest + 1;
    const open = { ...serverRequest, clientId: this.#highest };
    const { token = serverId } = serverRequest;
    this.#rewrites ||= serverId !== this.#highest || token !== this.#highest;
    this.#byClientId.set(open.clientId, open);
    this.#byServerId.set(serverId, open);
    return open.clientId;
  }

  /**
   * The client's answer: to what does it belong? Undefined: to a dead server, or to nothing. Some
   * clients write the number of a question as a string (the Python SDK keeps its ids so).
   */
  answered(clientId: Id): ServerRequest | undefined {
    const serverRequest = this.byClientId(clientId);
    if (serverRequest !== undefined) {
      this.#close(serverRequest);
      if (serverRequest.serverId === serverRequest.clientId)
        this.#noteAnswered(serverRequest.serverId);
    }
    return serverRequest;
  }

  #noteAnswered(id: Id): void {
    this.#answered.add(id);
    const [oldest] = this.#answered.size > sessionLimits.crossedMax ? this.#answered : [];
    if (oldest !== undefined) this.#answered.delete(oldest);
  }

  /** For progress towards the server, while the request is open. */
  byClientId(clientId: Id): OpenServerRequest | undefined {
    return this.#byClientId.get(clientId) ?? this.#byClientId.get(otherType(clientId) ?? clientId);
  }

  /**
   * Whether the client knows by this id a question that is over, and the server that is on could
   * take it for another one: of a dead server, or under another id there than here.
   */
  isOver(clientId: Id): boolean {
    const id = typeof clientId === 'number' ? clientId : otherType(clientId);
    if (typeof id !== 'number' || id <= 0 || this.byClientId(id) !== undefined) return false;
    return id <= this.#deadUpTo || (this.#rewrites && id <= this.#highest);
  }

  /** The server takes its request back; returns the id to name to the client. */
  cancelled(serverId: Id): number | undefined {
    const serverRequest = this.#byServerId.get(serverId);
    if (serverRequest !== undefined) this.#close(serverRequest);
    return serverRequest?.clientId;
  }

  /** True once for a question that the client has answered, and knows by the server's own id. */
  crossed(serverId: Id): boolean {
    return this.#answered.delete(serverId);
  }

  /** The server died: the ids that the client still has open. */
  abandon(): number[] {
    const open = [...this.#byClientId.values()].map((serverRequest) => serverRequest.clientId);
    this.#byClientId.clear();
    this.#byServerId.clear();
    this.#answered.clear();
    this.#deadUpTo = this.#highest;
    this.#rewrites = false;
    return open;
  }

  #close(serverRequest: OpenServerRequest): void {
    this.#byClientId.delete(serverRequest.clientId);
    if (this.#byServerId.get(serverRequest.serverId) === serverRequest)
      this.#byServerId.delete(serverRequest.serverId);
  }
}
