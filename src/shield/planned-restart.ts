/**
 * A restart that somebody asked for: after a change of files, or by hand. Waits until changes have
 * settled and calls in flight have finished, both bounded; then says what is to be done with the
 * life that is on. A server that is down is started at once.
 */

import { restartLimits } from '../base/limits.ts';
import type { Session } from '../session/session.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

type RestartPhase =
  | { readonly kind: 'none' }
  /** Files change, maybe more of them. */
  | { readonly kind: 'settling'; readonly until: number; readonly paths: ReadonlySet<string> }
  | { readonly kind: 'wanted'; readonly until: number; readonly why: string };

/** To wait for calls in flight, to end the life that is on, or to begin one where there is none. */
export type RestartAction = { readonly act: 'wait' | 'end-life' | 'spawn'; readonly why: string };

export class PlannedRestart {
  readonly #session: Session;
  readonly #supervisor: Supervisor;
  #phase: RestartPhase = { kind: 'none' };
  #asked = false;

  constructor(session: Session, supervisor: Supervisor) {
    this.#session = session;
    this.#supervisor = supervisor;
  }

  fileChanged(path: string, now: number): void {
    const before = this.#phase.kind === 'settling' ? this.#phase.paths : [];
    const until = now + restartLimits.settleMs;
    // A change during the wait for calls is part of that restart.
    if (this.#phase.kind === 'wanted') return;
    this.#phase = { kind: 'settling', until, paths: new Set([...before, path]) };
  }

  request(why: string, now: number): void {
    if (this.#phase.kind === 'wanted') return;
    this.#phase = { kind: 'wanted', until: now + restartLimits.drainMs, why };
  }

  /** Called after every step. Undefined: nothing now. */
  observe(now: number): RestartAction | undefined {
    const phase = this.#phase;
    if (phase.kind === 'settling' && now >= phase.until) {
      this.#phase = { kind: 'none' };
      this.request(describe([...phase.paths]), now);
    }
    return this.#phase.kind === 'wanted' ? this.#advance(this.#phase, now) : undefined;
  }

  #advance(
    { until, why }: Extract<RestartPhase, { kind: 'wanted' }>,
    now: number,
  ): RestartAction | undefined {
    const { phase } = this.#supervisor;
    if (phase.kind === 'waiting' || phase.kind === 'open') return this.#go('spawn', why);
    if (phase.kind === 'resting') {
      // The next need starts it, and then it is the new one.
      this.#forget();
      return undefined;
    }
    // What is settling, or is being ended, is soon one of the above.
    if (phase.kind !== 'alive' || phase.endBy !== undefined) return undefined;
    const waited = this.#session.paused;
    this.#session.pause();
    // A server whose handshake is not done yet has nothing in flight that is worth waiting for.
    const { paused, busy, handshaking, established } = this.#session;
    const isStarting = handshaking && !established;
    const finishing = paused && busy && !isStarting;
    if (!finishing || now >= until) return this.#go('end-life', why);
    return waited ? undefined : { act: 'wait', why };
  }

  #go(act: 'end-life' | 'spawn', why: string): RestartAction {
    this.#forget();
    return { act, why };
  }

  #forget(): void {
    this.#phase = { kind: 'none' };
    this.#asked = true;
    this.#supervisor.resetHistory();
  }

  /** The life that begins now is the one that was asked for. Said once. */
  drainAsked(): boolean {
    const asked = this.#asked;
    this.#asked = false;
    return asked;
  }

  /** The session ends, so the server that is on must do. */
  cancel(now: number): void {
    const isPaused = this.#phase.kind === 'wanted';
    this.#phase = { kind: 'none' };
    if (isPaused) this.#session.resume(now);
  }

  nextWakeup(): number | undefined {
    if (this.#phase.kind === 'none') return undefined;
    if (this.#phase.kind === 'settling') return this.#phase.until;
    // Where no call is waited for, the life that ends or comes is, and not a deadline.
    const { phase } = this.#supervisor;
    const waits = phase.kind === 'alive' && phase.endBy === undefined;
    return waits ? this.#phase.until : undefined;
  }
}

function describe(paths: readonly string[]): string {
  const shown = paths.slice(0, restartLimits.filesShownMax).join(', ');
  const more = paths.length - restartLimits.filesShownMax;
  return more > 0 ? `${shown} and ${more} more changed` : `${shown} changed`;
}
