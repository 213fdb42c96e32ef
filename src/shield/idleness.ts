/**
 * How long nobody has used the server that is on, and when that is long enough to end it. Ends
 * nothing itself, and does not know what starts it again.
 */

import type { Session } from '../session/session.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

export class Idleness {
  readonly #idleMs: number;
  readonly #session: Session;
  readonly #supervisor: Supervisor;
  #movedAt = 0;
  #isOver = false;

  /** @param idleMs 0: it may run for ever */
  constructor(idleMs: number, session: Session, supervisor: Supervisor) {
    this.#idleMs = idleMs;
    this.#session = session;
    this.#supervisor = supervisor;
  }

  /** One of the two ends did something. */
  moved(now: number): void {
    this.#movedAt = now;
  }

  /** Called after every step. True: the life that is on is to end. */
  observe(now: number): boolean {
    if (!this.#counts || now < this.#movedAt + this.#idleMs) return false;
    // What is open may end without a word, by a time-out: it is looked at again.
    this.#movedAt = now;
    const { established, handshaking, replaying, quiet } = this.#session;
    return established && !handshaking && !replaying && quiet;
  }

  /** The session ends, and with it the server. */
  cancel(): void {
    this.#isOver = true;
  }

  get #counts(): boolean {
    const { phase } = this.#supervisor;
    return !this.#isOver && this.#idleMs > 0 && phase.kind === 'alive' && phase.endBy === undefined;
  }

  nextWakeup(): number | undefined {
    return this.#counts ? this.#movedAt + this.#idleMs : undefined;
  }
}
