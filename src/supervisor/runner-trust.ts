/**
 * Whether servers may be started past their package runner. That such a start is the same is
 * proven, not certain: so the first fall of a server that was started that way is not counted, and
 * the runner starts the next one. Only if that one falls as well is it known who is to blame.
 */

export class RunnerTrust {
  #state: 'untried' | 'retrying' | 'settled' = 'untried';

  /** The next start is the runner's. */
  get wantsRunner(): boolean {
    return this.#state === 'retrying';
  }

  /** Returns whether this fall may be the fault of the direct start, and so is not counted. */
  fell(startedDirectly: boolean): boolean {
    if (startedDirectly && this.#state === 'untried') {
      this.#state = 'retrying';
      return true;
    }
    if (!startedDirectly && this.#state === 'retrying') this.#state = 'settled';
    return false;
  }
}
