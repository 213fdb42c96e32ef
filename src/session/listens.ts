/**
 * Open `subscriptions/listen` streams (2026-07-28): what each was acknowledged, and what a new
 * server makes of it. The server keeps no subscription over a restart, so the line is written
 * again under the same id. Does not know when servers start or die.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification, resultResponse } from '../protocol/compose.ts';
import type { Id, Request } from '../protocol/message.ts';
import { metaKeys } from '../protocol/revisions.ts';
import { canonical, jsonText } from './lists.ts';

export interface ListenFilter {
  readonly [member: string]: unknown;
  readonly resourceSubscriptions?: readonly string[];
}

export interface Listen {
  readonly request: Request;
  /** What the client was told that it will hear of; undefined: not acknowledged yet. */
  filter: ListenFilter | undefined;
  /** The line was written to a new server, whose acknowledgement the client must not see. */
  renewing: boolean;
}

export class Listens {
  readonly #open = new Map<Id, Listen>();
  #bytes = 0;

  all(): Listen[] {
    return [...this.#open.values()];
  }

  /** False: too many are open already, or too large ones. */
  open(request: Request): boolean {
    this.close(request.id);
    const bytes = this.#bytes + request.bytes.length;
    const { subscriptionsMax, subscriptionBytesMax } = sessionLimits;
    if (this.#open.size >= subscriptionsMax || bytes > subscriptionBytesMax) return false;
    this.#open.set(request.id, { request, filter: undefined, renewing: false });
    this.#bytes = bytes;
    return true;
  }

  get(id: Id): Listen | undefined {
    return this.#open.get(id);
  }

  close(id: Id): boolean {
    this.#bytes -= this.#open.get(id)?.request.bytes.length ?? 0;
    return this.#open.delete(id);
  }

  /** Acknowledged streams that were promised this kind of news. */
  promised(member: string): Listen[] {
    return this.all().filter((listen) => listen.filter?.[member] === true);
  }
}

export function sameFilter(one: ListenFilter, other: ListenFilter): boolean {
  // A program mostly says the same in the same order, and that is told much sooner.
  return jsonText(one) === jsonText(other) || canonical(one) === canonical(other);
}

function tag(id: Id): Record<string, unknown> {
  return { [metaKeys.subscriptionId]: JSON.parse(String(id)) as unknown };
}

/** News inside a stream carries the id of the listen request. */
export function taggedNotification(method: string, id: Id, params: object = {}): Buffer {
  return notification(method, { ...params, _meta: tag(id) });
}

/** A graceful end: the client listens anew and learns what it may hear of now. */
export function endOfListen(id: Id): Buffer {
  return resultResponse(id, JSON.stringify({ resultType: 'complete', _meta: tag(id) }));
}
