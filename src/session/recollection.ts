/**
 * The session's side of what is kept of a server between runs, for those who carry it to and from
 * a file. Decides nothing.
 */

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

  /** When an earlier run heard what the client is told, ISO 8601. */
  get since(): string | undefined {
    return this.#state.memory.since;
  }

  /** What was heard in this run is handed over for the next one. */
  writeDown(): void {
    writeDown(this.#state);
  }
}
