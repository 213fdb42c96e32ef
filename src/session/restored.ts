/**
 * What a new server must be told again because the client set it on an earlier one: one row for
 * each such request, and the requests themselves, bounded. What a row does not say about a method
 * is said nowhere else. Does not know when servers start.
 */

import { sessionLimits } from '../base/limits.ts';
import { notification } from '../protocol/compose.ts';
import { memberAt, textAt } from '../protocol/member.ts';
import { kept, type Request } from '../protocol/message.ts';
import type { SessionPort } from './session-port.ts';

type RestoredNote = Parameters<SessionPort['log']>;

interface RestoredKind {
  readonly method: string;
  /** The method that takes it back. */
  readonly undoneBy?: string;
  /** Of requests with equal keys the last one counts; undefined: it is none that can be kept. */
  readonly keyOf: (request: Request) => string | undefined;
  /** What the client is told once the new server has accepted it. */
  readonly news?: (key: string) => Buffer;
  /** For the log, when the new server will not have it. */
  readonly refused: (key: string) => RestoredNote;
}

/** In the order in which a new server hears them. */
const kinds: readonly RestoredKind[] = [
  {
    method: 'logging/setLevel',
    keyOf: () => '',
    refused: () => ['debug', 'log-level-refused', 'the new server refused the log level'],
  },
  {
    method: 'resources/subscribe',
    undoneBy: 'resources/unsubscribe',
    keyOf: uriOf,
    // An update in the gap would be lost, so one is told in any case.
    news: (uri) => notification('notifications/resources/updated', { uri }),
    refused: (uri) => [
      'warn',
      'subscription-lost',
      'a resource subscription could not be restored',
      { uri },
    ],
  },
];

function uriOf({ bytes, params }: Request): string | undefined {
  const span = params && memberAt(bytes, params, 'uri');
  return span && textAt(bytes, span);
}

/** One thing that was set. */
export interface RestoredItem {
  readonly kind: RestoredKind;
  readonly key: string;
}

export interface RestoredRequest extends RestoredItem {
  /** The client's own. */
  readonly request: Request;
}

export class Restored {
  readonly #byMethod = new Map<string, { kind: RestoredKind; undo: boolean }>();
  readonly #requests = new Map<RestoredKind, Map<string, Request>>();

  constructor() {
    for (const kind of kinds) {
      this.#requests.set(kind, new Map());
      this.#byMethod.set(kind.method, { kind, undo: false });
      if (kind.undoneBy !== undefined) this.#byMethod.set(kind.undoneBy, { kind, undo: true });
    }
  }

  /**
   * The server accepted `request`; most are none of these. Returns a line for the log if it is
   * too large, or one too many, to be restored.
   */
  accepted(request: Request): RestoredNote | undefined {
    const found = this.#byMethod.get(request.method);
    if (found === undefined) return undefined;
    const requests = this.#requests.get(found.kind);
    const key = found.kind.keyOf(request);
    if (key === undefined || requests === undefined) return undefined;
    if (found.undo) requests.delete(key);
    else if (hasRoomFor(requests, key, request)) requests.set(key, kept(request));
    else {
      const { method } = request;
      return [
        'warn',
        'request-not-kept',
        'a request is too large, or one too many, to be restored',
        { method },
      ];
    }
    return undefined;
  }

  /** False: it was undone meanwhile. */
  has({ kind, key }: RestoredItem): boolean {
    return this.#requests.get(kind)?.has(key) === true;
  }

  /** News were asked for, and only a server that runs can bring them. */
  get awaitsNews(): boolean {
    return kinds.some((kind) => kind.news !== undefined && this.#requests.get(kind)?.size !== 0);
  }

  all(): RestoredRequest[] {
    return [...this.#requests].flatMap(([kind, requests]) =>
      [...requests].map(([key, request]) => ({ kind, key, request })),
    );
  }
}

/** Requests of ordinary size never come near the bound on bytes, which is for the others. */
function hasRoomFor(
  requests: ReadonlyMap<string, Request>,
  key: string,
  { byteLength }: Request,
): boolean {
  const { subscriptionsMax, subscriptionBytesMax } = sessionLimits;
  if (byteLength > subscriptionBytesMax / subscriptionsMax) return false;
  return requests.has(key) || requests.size < subscriptionsMax;
}
