/**
 * How often the client was told of one failure: thousands of requests may fall together. The
 * server's last lines need not stand in each of their errors, which differ in their ids alone.
 */

import { sessionLimits } from '../base/limits.ts';
import type { Id } from '../protocol/message.ts';
import { errorAnswer, type Failure } from './failure.ts';

export class ToldFailures {
  /** Of the failure told last; what is said around it differs, its lines are the same list. */
  #stderr: Failure['stderr'];
  #count = 0;
  #without: { readonly failure: Failure; readonly bounded: Failure } | undefined;
  /** The last answer, around its id: the next one is mostly the same. */
  #last:
    | {
        readonly failure: Failure;
        readonly mayHaveRun: boolean | undefined;
        readonly before: string;
        readonly after: string;
      }
    | undefined;

  /** The failure as it is told now: whole, or without the lines that were told often enough. */
  bounded(failure: Failure): Failure {
    if (failure.stderr === undefined) return failure;
    if (failure.stderr !== this.#stderr) {
      this.#stderr = failure.stderr;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= sessionLimits.stderrToldMax) return failure;
    if (this.#without?.failure !== failure) {
      const { stderr: _told, ...bounded } = failure;
      this.#without = { failure, bounded };
    }
    return this.#without.bounded;
  }

  /** The error that says so. */
  answer(id: Id, failure: Failure, mayHaveRun: boolean | undefined): Buffer {
    const told = this.bounded(failure);
    if (this.#last?.failure !== told || this.#last.mayHaveRun !== mayHaveRun) {
      const ran = mayHaveRun === undefined ? {} : { mayHaveRun };
      const text = errorAnswer({ id: 0, failure: told, ...ran }).toString();
      const [before = '', ...after] = text.split('"id":0');
      this.#last = { failure: told, mayHaveRun, before, after: after.join('"id":0') };
    }
    return Buffer.from(`${this.#last.before}"id":${id}${this.#last.after}`);
  }
}
