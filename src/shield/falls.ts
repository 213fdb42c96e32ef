/**
 * What a fall means: explained, told to the session and the log, and judged by the supervisor.
 * Owns the count of free probes; starts nothing itself.
 */

import { formatMs } from '../base/amounts.ts';
import { supervisorLimits } from '../base/limits.ts';
import type { Session } from '../session/session.ts';
import type { Trouble } from '../session/trouble.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { ShieldOptions, Surroundings } from './events.ts';
import { explain, unavailable } from './explain.ts';
import type { HandshakeWatch } from './handshake-watch.ts';
import type { Life } from './life.ts';
import type { Outbox } from './outbox.ts';

export interface FallParts {
  readonly options: ShieldOptions;
  readonly surroundings: Surroundings;
  readonly session: Session;
  readonly supervisor: Supervisor;
  readonly outbox: Outbox;
  readonly watch: HandshakeWatch;
}

export class Falls {
  readonly #parts: FallParts;
  #probeFalls = 0;

  constructor(parts: FallParts) {
    this.#parts = parts;
  }

  /** A fall while the client is connected. Returns what to exit with, if it was the only life. */
  take(life: Life, now: number): Trouble | undefined {
    const { options, surroundings, session, supervisor, outbox, watch } = this.#parts;
    const { command } = options;
    const served = supervisor.servedInLife;
    const circumstances = { session, served, command, surroundings, now };
    const { trouble, permanent } = explain(life, circumstances);
    if (options.restarts === 0) {
      outbox.log('error', trouble.sentence, { reason: trouble.reason });
      return trouble;
    }
    const neverRan = life.spawnFailure !== undefined;
    const counts = neverRan || !this.#isFreeProbe();
    watch.fell(trouble);
    session.serverFell({ trouble, neverRan }, now);
    this.#goOn(trouble, { delayMs: supervisor.fell({ counts, permanent }, now), now });
    return undefined;
  }

  /** A legacy server may die on a client's `server/discover`: that is an answer, not a crash. */
  #isFreeProbe(): boolean {
    if (!this.#parts.session.probed) return false;
    this.#probeFalls += 1;
    return this.#probeFalls <= supervisorLimits.probeFallsMax;
  }

  /** `delayMs` undefined: the breaker is open. */
  #goOn(trouble: Trouble, { delayMs, now }: { delayMs: number | undefined; now: number }): void {
    const { options, session, supervisor, outbox } = this.#parts;
    const { reason, sentence } = trouble;
    const fields = { reason, falls: supervisor.falls(now) };
    if (delayMs !== undefined) {
      outbox.log('warn', `${sentence}; restarting in ${formatMs(delayMs)}`, fields);
      return;
    }
    const what = `not restarted, a request after ${formatMs(options.backoffMaxMs)} tries again`;
    outbox.log('error', `${sentence}; ${what}`, fields);
    session.refuseWaiting(unavailable(trouble));
  }
}
