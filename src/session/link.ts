/**
 * What may be written to the server of this life, as named transitions. Nobody else writes this
 * state, and a transition that makes no sense where the link stands is a defect: it throws. Knows
 * neither messages nor what is held meanwhile.
 */

import type { Id } from '../protocol/message.ts';
import type { Failure } from './failure.ts';

type LinkState =
  /** There is no server; messages are held. `unmet`: the last one left its greeting unanswered. */
  | { readonly kind: 'down'; readonly unmet: boolean }
  /** There is no server because nobody needs one; the next need starts it. */
  | { readonly kind: 'asleep' }
  /** None and none soon (breaker open): requests are answered with this. */
  | { readonly kind: 'refusing'; readonly failure: Failure }
  /** The client's `initialize` was written again; nothing else before its answer. */
  | ({ readonly kind: 'replaying' } & Replay)
  /** Greeted, but the client has not said `initialized` yet. */
  | { readonly kind: 'awaiting-initialized' }
  /**
   * `pinned`: a request was written in this life. Dual-era servers take their era from the first
   * message, and a notification without an envelope would pin them to legacy.
   */
  | { readonly kind: 'open'; readonly pinned: boolean }
  /** This server will be replaced: new requests are held, what is in flight may still finish. */
  | { readonly kind: 'pausing'; readonly pinned: boolean };

type LinkKind = LinkState['kind'];

/** Where each transition may begin. */
const origins = {
  goDown: ['down', 'asleep', 'replaying', 'awaiting-initialized', 'open', 'pausing'],
  sleep: ['down'],
  /**
   * Again, where the server refused the client's own attempt; beside an open link, where somebody
   * else has answered the client.
   */
  beginReplay: ['down', 'asleep', 'refusing', 'replaying', 'open'],
  swallow: ['replaying'],
  awaitInitialized: ['replaying'],
  open: ['down', 'asleep', 'refusing', 'replaying', 'awaiting-initialized'],
  pin: ['open'],
  pause: ['open'],
  resume: ['pausing'],
  refuseAll: ['down', 'asleep', 'refusing', 'replaying', 'awaiting-initialized', 'open', 'pausing'],
} as const satisfies Record<string, readonly LinkKind[]>;

const down: LinkState = { kind: 'down', unmet: false };
const downUnmet: LinkState = { kind: 'down', unmet: true };
const asleep: LinkState = { kind: 'asleep' };
const awaitingInitialized: LinkState = { kind: 'awaiting-initialized' };
const unpinned: LinkState = { kind: 'open', pinned: false };
const pinned: LinkState = { kind: 'open', pinned: true };

/** Of a replayed `initialize`. */
interface Replay {
  /** Of the request that was written. */
  readonly id: Id;
  /** The client was answered already and must not see this answer. */
  readonly swallows: boolean;
  /** When the new server must have answered. */
  readonly deadline: number;
}

export class Link {
  #state: LinkState = down;

  get kind(): LinkKind {
    return this.#state.kind;
  }

  /** A request was written in this life, so a notification does no harm; false without a server. */
  get pinned(): boolean {
    const state = this.#state;
    return (state.kind === 'open' || state.kind === 'pausing') && state.pinned;
  }

  /** The answer to a replayed `initialize` is awaited, and not for the client. */
  get swallows(): boolean {
    return this.#replay?.swallows === true;
  }

  /** Of the replayed `initialize`; undefined if none was written. */
  get replayId(): Id | undefined {
    return this.#replay?.id;
  }

  /** When a replayed `initialize` must be answered; infinity if none was written. */
  get replayDeadline(): number {
    return this.#replay?.deadline ?? Number.POSITIVE_INFINITY;
  }

  /** What every request is answered with; undefined unless `refusing`. */
  get failure(): Failure | undefined {
    return this.#state.kind === 'refusing' ? this.#state.failure : undefined;
  }

  /** The server ended, or will: nothing more is written to it. */
  goDown(): void {
    this.#go('goDown', this.unmet ? downUnmet : down);
  }

  /** The server of this life, or of the one that ended, has not answered its replayed greeting. */
  get unmet(): boolean {
    const state = this.#state;
    return state.kind === 'replaying' || (state.kind === 'down' && state.unmet);
  }

  /** None runs, and none is started before somebody needs it. */
  sleep(): void {
    this.#go('sleep', asleep);
  }

  /** A new server is greeted in the client's place. */
  beginReplay(replay: Replay): void {
    this.#go('beginReplay', { kind: 'replaying', ...replay });
  }

  /** The client does not wait for the answer to the replayed greeting any more. */
  swallow(): void {
    const { id, deadline } = this.#replay ?? { id: 0, deadline: 0 };
    this.#go('swallow', { kind: 'replaying', id, swallows: true, deadline });
  }

  awaitInitialized(): void {
    this.#go('awaitInitialized', awaitingInitialized);
  }

  /** @param toPinned false for a server that has not been told its era yet */
  open(toPinned: boolean): void {
    this.#go('open', toPinned ? pinned : unpinned);
  }

  /** A request was written. */
  pin(): void {
    this.#go('pin', pinned);
  }

  pause(): void {
    this.#go('pause', { kind: 'pausing', pinned: this.pinned });
  }

  /** The server that was to be replaced goes on. */
  resume(): void {
    this.#go('resume', this.pinned ? pinned : unpinned);
  }

  /** There is no server and none soon, or the session is over. */
  refuseAll(failure: Failure): void {
    this.#go('refuseAll', { kind: 'refusing', failure });
  }

  get #replay(): Replay | undefined {
    return this.#state.kind === 'replaying' ? this.#state : undefined;
  }

  #go(transition: keyof typeof origins, next: LinkState): void {
    const from: readonly LinkKind[] = origins[transition];
    if (!from.includes(this.kind)) {
      throw new Error(`The link cannot ${transition} while it is ${this.kind}.`);
    }
    this.#state = next;
  }
}
