/**
 * What may be written to the server of this life, as named transitions. Nobody else writes this
 * state, and a transition that makes no sense where the link stands is a defect: it throws. Knows
 * neither messages nor what is held meanwhile.
 */

import type { Failure } from './failure.ts';

type LinkState =
  /** There is no server; messages are held. */
  | { readonly kind: 'down' }
  /** None and none soon (breaker open): requests are answered with this. */
  | { readonly kind: 'refusing'; readonly failure: Failure }
  /** The client's `initialize` was written again; nothing else before its answer. */
  | { readonly kind: 'replaying'; readonly swallows: boolean; readonly deadline: number }
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
  goDown: ['down', 'replaying', 'awaiting-initialized', 'open', 'pausing'],
  /** Again, where the server refused the client's own attempt. */
  beginReplay: ['down', 'refusing', 'replaying'],
  awaitInitialized: ['replaying'],
  open: ['down', 'refusing', 'replaying', 'awaiting-initialized'],
  pin: ['open'],
  pause: ['open'],
  resume: ['pausing'],
  refuseAll: ['down', 'refusing', 'replaying', 'awaiting-initialized', 'open', 'pausing'],
} as const satisfies Record<string, readonly LinkKind[]>;

const down: LinkState = { kind: 'down' };
const awaitingInitialized: LinkState = { kind: 'awaiting-initialized' };
const unpinned: LinkState = { kind: 'open', pinned: false };
const pinned: LinkState = { kind: 'open', pinned: true };

/** Of a replayed `initialize`. */
interface Replay {
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
    return this.#state.kind === 'replaying' && this.#state.swallows;
  }

  /** When a replayed `initialize` must be answered; infinity if none was written. */
  get replayDeadline(): number {
    return this.#state.kind === 'replaying' ? this.#state.deadline : Number.POSITIVE_INFINITY;
  }

  /** What every request is answered with; undefined unless `refusing`. */
  get failure(): Failure | undefined {
    return this.#state.kind === 'refusing' ? this.#state.failure : undefined;
  }

  /** The server ended, or will: nothing more is written to it. */
  goDown(): void {
    this.#go('goDown', down);
  }

  /** A new server is greeted in the client's place. */
  beginReplay({ swallows, deadline }: Replay): void {
    this.#go('beginReplay', { kind: 'replaying', swallows, deadline });
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

  #go(transition: keyof typeof origins, next: LinkState): void {
    const from: readonly LinkKind[] = origins[transition];
    if (!from.includes(this.kind)) {
      throw new Error(`The link cannot ${transition} while it is ${this.kind}.`);
    }
    this.#state = next;
  }
}
