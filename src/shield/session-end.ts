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
import { sessionEnded } from './wording.ts';

interface Settings {
  readonly options: ShieldOptions;
  readonly surroundings: Surroundings;
}

export class SessionEnd {
  readonly #machines: Machines;
  readonly #current: CurrentLife;
  readonly #options: ShieldOptions;
  readonly #eof: EndKind;
  #ladder: Ladder | undefined;
  #exited = false;

  constructor(machines: Machines, current: CurrentLife, { options, surroundings }: Settings) {
    this.#machines = machines;
    this.#current = current;
    this.#options = options;
    this.#eof = surroundings.platform === 'win32' ? 'eofOnWindows' : 'eof';
  }

  get begun(): boolean {
    return this.#ladder !== undefined;
  }

  /** Nothing is to be done any more. */
  get exited(): boolean {
    return this.#exited;
  }

  /** The client is gone. */
  clientEnded(who: string, now: number): void {
    this.#begin(this.#eof, who, now);
  }

  signalled(signal: string, now: number): void {
    this.#begin('signal', signal, now);
  }

  #begin(kind: EndKind, who: string, now: number): void {
    if (this.#ladder !== undefined) {
      this.#ladder.shorten(kind, now);
      return;
    }
    const { outbox, plannedRestart } = this.#machines;
    outbox.log('info', `the session ends: ${who}`);
    plannedRestart.cancel(now);
    this.#ladder = new Ladder(kind, now);
    if (kind === 'signal') this.#current.endInput();
    if (this.#current.life === undefined) this.#exit(0);
  }

  /**
   * Called after every step once the end has begun. What waits for the greeting of a new server is
   * still written before its input ends.
   */
  descend(now: number): void {
    const { session, outbox } = this.#machines;
    if (session.settled) this.#current.endInput();
    const generation = this.#current.life?.generation;
    for (const rung of this.#ladder?.due(now) ?? []) {
      if (rung === 'exit') this.#exit(0);
      else if (generation !== undefined) {
        this.#current.endInput();
        const signal = rung === 'term' ? 'SIGTERM' : 'SIGKILL';
        outbox.add({ type: 'signal-server', generation, signal });
      }
    }
  }

  /** The last life is over; `failure`, if it was to be the only one. */
  exitAfter(end: LifeEnd, failure?: Failure): void {
    this.#exit(exitCodeOf(this.#options, end, this.begun), failure);
  }

  #exit(code: number, failure: Failure = sessionEnded): void {
    if (this.#exited) return;
    const { supervisor, session, outbox } = this.#machines;
    supervisor.finish();
    session.refuseAll(failure);
    this.#exited = true;
    outbox.add({ type: 'exit', code });
  }

  nextWakeup(): number | undefined {
    return this.#ladder?.nextWakeup();
  }
}
