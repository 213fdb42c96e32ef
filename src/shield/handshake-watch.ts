/**
 * How long the client has waited for the answer to `initialize` while servers fell. It must learn
 * the reason before its own patience ends; a server that is only slow is nobody's trouble.
 */

import { supervisorLimits } from '../base/limits.ts';
import type { Failure } from '../session/failure.ts';

export class HandshakeWatch {
  #since: number | undefined;
  /** Of the last fall during this handshake. */
  #failure: Failure | undefined;

  fell(failure: Failure): void {
    if (this.#since !== undefined) this.#failure = failure;
  }

  /** Returns what to answer `initialize` with, once it has taken too long. */
  observe(handshaking: boolean, now: number): Failure | undefined {
    if (!handshaking) {
      this.#since = undefined;
      this.#failure = undefined;
      return undefined;
    }
    this.#since ??= now;
    return now - this.#since >= supervisorLimits.startBudgetMs ? this.#failure : undefined;
  }

  nextWakeup(): number | undefined {
    if (this.#since === undefined || this.#failure === undefined) return undefined;
    return this.#since + supervisorLimits.startBudgetMs;
  }
}
