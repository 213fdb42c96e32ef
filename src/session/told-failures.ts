/**
 * How often the client was told of one failure: thousands of requests may fall together, and the
 * server's last lines need not stand in each of their errors. Does not know who is told.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Failure } from './failure.ts';

export class ToldFailures {
  /** Of the failure told last; what is said around it differs, its lines are the same list. */
  #stderr: Failure['stderr'];
  #count = 0;

  /** The failure as it is told now: whole, or without the lines that were told often enough. */
  bounded(failure: Failure): Failure {
    if (failure.stderr === undefined) return failure;
    if (failure.stderr !== this.#stderr) {
      this.#stderr = failure.stderr;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= sessionLimits.stderrToldMax) return failure;
    const { stderr: _told, ...rest } = failure;
    return rest;
  }
}
