/**
 * What a fall means: explained, told to the session and the log, and judged by the supervisor.
 * Owns the count of free probes; starts nothing itself.
 */

import { formatMs } from '../base/amounts.ts';
import { statusLimits, supervisorLimits } from '../base/limits.ts';
import type { Trouble } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { FallReport, ShieldOptions, Surroundings } from './events.ts';
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

interface Sequel {
  /** Undefined: the breaker is open. */
  readonly delayMs: number | undefined;
  readonly now: number;
  readonly renewed: boolean;
}

export class Falls {
  readonly #parts: FallParts;
  #probeFalls = 0;
  #count = 0;
  #last: FallReport[] = [];

  constructor(parts: FallParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#count;
  }

  /** The last ones, oldest first. */
  get last(): readonly FallReport[] {
    return this.#last;
  }

  /** A fall while the client is connected. Returns what to exit with, if it was the only life. */
  take(life: Life, now: number): Trouble | undefined {
    const { options, surroundings, session, supervisor, outbox, watch } = this.#parts;
    const { command } = options;
    const served = supervisor.servedInLife;
    const circumstances = { session, served, command, surroundings, now };
    const { trouble, permanent } = explain(life, circumstances);
    if (life.retired?.kind === 'requested') {
      session.serverFell({ trouble, neverRan: false }, now);
      supervisor.fell({ counts: false, permanent: false }, now);
      return undefined;
    }
    this.#note(trouble, now);
    if (options.restarts === 0) {
      outbox.log('error', trouble.sentence, { reason: trouble.reason });
      return trouble;
    }
    const neverRan = life.spawnFailure !== undefined;
    const counts = neverRan || !this.#isFreeProbe();
    // New code that dies before its first message waits for the next change.
    const final = life.renewed && !session.spoke;
    watch.fell(trouble);
    session.serverFell({ trouble, neverRan }, now);
    const delayMs = supervisor.fell({ counts, permanent, final }, now);
    this.#goOn(trouble, { delayMs, now, renewed: life.renewed });
    return undefined;
  }

  #note({ reason, sentence }: Trouble, at: number): void {
    this.#count += 1;
    this.#last = [...this.#last, { at, reason, sentence }].slice(-statusLimits.fallsShownMax);
  }

  /** A legacy server may die on a client's `server/discover`: that is an answer, not a crash. */
  #isFreeProbe(): boolean {
    if (!this.#parts.session.probed) return false;
    this.#probeFalls += 1;
    return this.#probeFalls <= supervisorLimits.probeFallsMax;
  }

  #goOn(trouble: Trouble, { delayMs, now, renewed }: Sequel): void {
    const { options, session, supervisor, outbox } = this.#parts;
    const { reason, sentence } = trouble;
    const fields = { reason, falls: supervisor.falls(now) };
    if (delayMs !== undefined) {
      outbox.log(
        'warn',
        `${sentence}; restarting ${delayMs === 0 ? 'at once' : `in ${formatMs(delayMs)}`}`,
        fields,
      );
      return;
    }
    const change = renewed ? 'the next change or ' : '';
    const what = `not restarted, ${change}a request after ${formatMs(options.backoffMaxMs)} tries again`;
    outbox.log('error', `${sentence}; ${what}`, fields);
    session.refuseWaiting(unavailable(trouble));
  }
}
