/**
 * How long the client has waited for the answer to `initialize` while servers fell. It must learn
 * the reason before its own patience ends; a server that is only slow is nobody's trouble.
 */

import { supervisorLimits } from '../base/limits.ts';
import type { Trouble } from '../session/failure.ts';

export class HandshakeWatch {
  #since: number | undefined;
  /** Of the last fall during this handshake. */
  #trouble: Trouble | undefined;

  fell(trouble: Trouble): void {
    if (this.#since !== undefined) this.#trouble = trouble;
  }

  /** Returns what to answer `initialize` with, once it has taken too long. */
  observe(handshaking: boolean, now: number): Trouble | undefined {
    if (!handshaking) {
      this.#since = undefined;
      this.#trouble = undefined;
      return undefined;
    }
    this.#since ??= now;
    return now - this.#since >= supervisorLimits.startBudgetMs ? this.#trouble : undefined;
  }

  nextWakeup(): number | undefined {
    if (this.#since === undefined || this.#trouble === undefined) return undefined;
    return this.#since + supervisorLimits.startBudgetMs;
  }
}
