/**
 * What a fall means: explained, told to the session and the log, and judged by the supervisor.
 * Owns the count of free probes; starts nothing itself.
 */

import { formatMs } from '../base/amounts.ts';
import { statusLimits, supervisorLimits } from '../base/limits.ts';
import type { Failure } from '../session/failure.ts';
import type { Session } from '../session/session.ts';
import type { RunnerTrust } from '../supervisor/runner-trust.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { FallReport, ShieldOptions, Surroundings } from './events.ts';
import { explain, unavailable } from './explain.ts';
import type { HandshakeWatch } from './handshake-watch.ts';
import { isEndRequested, type Life, type LifeEnd } from './life.ts';
import type { Outbox } from './outbox.ts';

export interface FallDeps {
  readonly options: ShieldOptions;
  readonly surroundings: Surroundings;
  readonly session: Session;
  readonly supervisor: Supervisor;
  readonly outbox: Outbox;
  readonly watch: HandshakeWatch;
  readonly runnerTrust: RunnerTrust;
}

interface Sequel {
  /** Undefined: the breaker is open. */
  readonly delayMs: number | undefined;
  readonly now: number;
  readonly freshCode: boolean;
  /** The next one is started by the package runner, which this one was not. */
  readonly mayBeDirectStart: boolean;
}

export class Falls {
  readonly #deps: FallDeps;
  #probeFalls = 0;
  #count = 0;
  #last: FallReport[] = [];
  #lastFailure: Failure | undefined;

  constructor(deps: FallDeps) {
    this.#deps = deps;
  }

  get count(): number {
    return this.#count;
  }

  /** The last ones, oldest first. */
  get last(): readonly FallReport[] {
    return this.#last;
  }

  /** What the last fall was told with; undefined before the first one. */
  get lastFailure(): Failure | undefined {
    return this.#lastFailure;
  }

  /**
   * An end that is no fall: nothing was open, and the server had served and ended well, or was
   * ended because nobody used it. With `--restarts 0` its exit code is what counts.
   */
  isRest(life: Life, end: LifeEnd): boolean {
    const { options, session, supervisor } = this.#deps;
    if (end.kind !== 'exited' || options.restarts === 0) return false;
    // What it asks while it is being ended is no reason to start another.
    if (life.endReason !== undefined) return life.endReason.kind === 'idle' && !session.busy;
    if (!session.quiet) return false;
    // One that leaves as soon as it is greeted is no rest for whoever waits for it.
    const isUnneeded = session.established && !session.replaying && !session.waits;
    const hasServed = supervisor.servedInLife || (supervisor.servedEver && isUnneeded);
    return end.exitCode === 0 && hasServed;
  }

  /** During the end of the session: why answers will not come; undefined if none are missing. */
  explainAtEnd(life: Life, end: LifeEnd, now: number): Failure | undefined {
    const { options, surroundings, session, supervisor } = this.#deps;
    if (session.owed === 0) return undefined;
    const { command } = options;
    const served = supervisor.servedInLife;
    return explain(life, end, { session, served, command, surroundings, now }).failure;
  }

  /** A fall while the client is connected. Returns what to exit with, if it was the only life. */
  handle(life: Life, end: LifeEnd, now: number): Failure | undefined {
    const { options, surroundings, session, supervisor, outbox, watch, runnerTrust } = this.#deps;
    const { command } = options;
    const served = supervisor.servedInLife;
    const circumstances = { session, served, command, surroundings, now };
    const { failure, permanent } = explain(life, end, circumstances);
    if (isEndRequested(life)) {
      session.serverFell({ failure, neverRan: false }, now);
      supervisor.fell({ counts: false, permanent: false }, now);
      return undefined;
    }
    this.#note(failure, now);
    if (options.restarts === 0) {
      outbox.log('error', 'server-exited', failure.message, { reason: failure.reason });
      return failure;
    }
    const neverRan = end.kind === 'start-failed';
    const isDirect = life.startedDirectly || ('direct' in end && end.direct === true);
    const isFree = !neverRan && this.#isFreeProbe();
    const mayBeDirectStart = !isFree && runnerTrust.fell(isDirect);
    const counts = !isFree && !mayBeDirectStart;
    // New code that dies before its first message waits for the next change.
    const final = life.freshCode && !session.spoke;
    watch.fell(failure);
    session.serverFell({ failure, neverRan }, now);
    const delayMs = supervisor.fell({ counts, permanent, final }, now);
    this.#goOn(failure, { delayMs, now, freshCode: life.freshCode, mayBeDirectStart });
    return undefined;
  }

  #note(failure: Failure, at: number): void {
    const { reason, message } = failure;
    this.#lastFailure = failure;
    this.#count += 1;
    this.#last = [...this.#last, { at, reason, sentence: message }].slice(
      -statusLimits.fallsShownMax,
    );
  }

  /** A legacy server may die on a client's `server/discover`: that is an answer, not a crash. */
  #isFreeProbe(): boolean {
    if (!this.#deps.session.probed) return false;
    this.#probeFalls += 1;
    return this.#probeFalls <= supervisorLimits.probeFallsMax;
  }

  #goOn(failure: Failure, { delayMs, now, freshCode, mayBeDirectStart }: Sequel): void {
    const { options, session, supervisor, outbox } = this.#deps;
    const { reason, message, stderr } = failure;
    // The last lines stay where they are looked for later.
    const output = stderr !== undefined && stderr.length > 0 ? { output: stderr } : {};
    const fields = { reason, falls: supervisor.falls(now), ...output };
    if (delayMs !== undefined) {
      const when = delayMs === 0 ? 'at once' : `in ${formatMs(delayMs)}`;
      const how = mayBeDirectStart ? ' through its package runner, which it had not been' : '';
      outbox.log('warn', 'restart-scheduled', `${message}; restarting ${when}${how}`, fields);
      return;
    }
    const change = freshCode ? 'the next change or ' : '';
    const what = `not restarted, ${change}the next request after ${formatMs(options.backoffMaxMs)} tries again`;
    outbox.log('error', 'restarts-stopped', `${message}; ${what}`, fields);
    session.refuseWaiting(unavailable(failure));
  }
}
