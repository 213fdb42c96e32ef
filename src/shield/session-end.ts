/**
 * The end of the session: the ladder that leads to `exit` whatever the server does, and the exit
 * itself, which happens once. Does not know why a server fell.
 */

import type { Failure } from '../session/failure.ts';
import { type EndKind, Ladder } from '../supervisor/ladder.ts';
import type { CurrentLife } from './current-life.ts';
import type { ShieldOptions, Surroundings } from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import type { LifeEnd } from './life.ts';
import type { Machines } from './machines.ts';
import { sessionEnded, whoEnded } from './wording.ts';

interface Settings {
  readonly options: ShieldOptions;
  readonly surroundings: Surroundings;
}

export class SessionEnd {
  readonly #machines: Machines;
  readonly #current: CurrentLife;
  readonly #options: ShieldOptions;
  readonly #onWindows: boolean;
  #ladder: Ladder | undefined;
  #hasSignalled = false;
  #exited = false;

  constructor(machines: Machines, current: CurrentLife, { options, surroundings }: Settings) {
    this.#machines = machines;
    this.#current = current;
    this.#options = options;
    this.#onWindows = surroundings.platform === 'win32';
  }

  get begun(): boolean {
    return this.#ladder !== undefined;
  }

  /** A server may still be started for what was asked before the end of input. */
  get mayStart(): boolean {
    return this.#ladder === undefined || !this.#ladder.descends;
  }

  /** From here on the server's end is the shield's doing. */
  get hasSignalled(): boolean {
    return this.#hasSignalled;
  }

  /** Nothing is to be done any more. */
  get exited(): boolean {
    return this.#exited;
  }

  /** EOF says that no more requests come; who closed stdout or died reads no answer either. */
  clientEnded(cause: keyof typeof whoEnded, now: number): void {
    this.#begin(cause === 'eof' ? 'eof' : 'gone', whoEnded[cause], now);
  }

  signalled(signal: string, now: number): void {
    this.#begin('signal', signal, now);
  }

  #begin(kind: EndKind, who: string, now: number): void {
    if (this.#ladder !== undefined) {
      this.#ladder.shorten(kind, now);
      return;
    }
    const { outbox, plannedRestart, idleness, session } = this.#machines;
    const missing = session.handshaking ? '; the server had not answered initialize' : '';
    outbox.log('info', 'session-ended', `the session ends: ${who}${missing}`);
    plannedRestart.cancel(now);
    idleness.cancel();
    this.#ladder = new Ladder(kind, now, this.#onWindows);
    if (kind === 'signal') this.#current.endInput();
    if (this.#current.life === undefined && !session.recollection.isAwaited) {
      this.#exit(0, now, this.#machines.falls.lastFailure);
    }
  }

  /**
   * Called after every step once the end has begun. What waits for the greeting of a new server is
   * still written before its input ends.
   */
  descend(now: number): void {
    const { session, outbox } = this.#machines;
    const ladder = this.#ladder;
    if (ladder === undefined) return;
    const isAsleep = this.#machines.supervisor.resting && !session.recollection.isAwaited;
    if (isAsleep) this.#exit(0, now, this.#machines.falls.lastFailure);
    ladder.observe(session.owed, now);
    const endsInput = ladder.descends || ladder.endsInputOf(session.spoke, now);
    if (endsInput && session.settled) this.#current.endInput();
    const generation = this.#current.life?.generation;
    for (const rung of ladder.due(now)) {
      if (rung === 'exit') this.#exit(0, now);
      else if (generation !== undefined) {
        this.#current.endInput();
        this.#hasSignalled = true;
        const signal = rung === 'term' ? 'SIGTERM' : 'SIGKILL';
        outbox.add({ type: 'signal-server', generation, signal });
      }
    }
  }

  /** The last life is over; `failure`: what it means to whoever still waits. */
  exitAfter(end: LifeEnd, { failure, now }: { failure: Failure | undefined; now: number }): void {
    this.#exit(exitCodeOf(this.#options, end, this.begun), now, failure);
  }

  #exit(code: number, now: number, failure: Failure = sessionEnded): void {
    if (this.#exited) return;
    const { supervisor, session, outbox } = this.#machines;
    supervisor.finish();
    session.refuseAll(failure, now);
    session.recollection.writeDown();
    this.#exited = true;
    outbox.add({ type: 'exit', code });
  }

  nextWakeup(): number | undefined {
    return this.#ladder?.nextWakeup();
  }
}
