/**
 * The session's side of what is kept of a server between runs, for those who carry it to and from
 * a file. Decides nothing.
 */

import type { RememberedNews } from './memory.ts';
import { writeDown } from './remember.ts';
import { handleRecalled, type Recalled } from './stand-in.ts';
import type { State } from './state.ts';

export class Recollection {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** What an earlier run heard of the server, which was asked for. */
  recalled(recalled: Recalled, now: number): void {
    handleRecalled(this.#state, recalled, now);
  }

  /** It was asked for and has not come yet. */
  get isAwaited(): boolean {
    return this.#state.memory.isAsked;
  }

  /** What an earlier run heard and this one believes; undefined: nothing. */
  get found(): RememberedNews | undefined {
    return this.#state.memory.found;
  }

  /** What was heard in this run is handed over for the next one. */
  writeDown(): void {
    writeDown(this.#state);
  }
}
