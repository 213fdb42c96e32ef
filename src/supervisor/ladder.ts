/**
 * The end of a session as a ladder of deadlines: end the server's input, SIGTERM, SIGKILL, exit.
 * Owns when each rung is due; performs nothing and does not know who asked for the end.
 */

import { endLimits } from '../base/limits.ts';

export type Rung = 'term' | 'kill' | 'exit';

/** Why the session ends, which decides how long its end may take. */
export type EndKind = keyof typeof endLimits;

interface TimedRung {
  readonly rung: Rung;
  readonly at: number;
}

/** Deadlines of one ending; `due` hands out each rung once. */
export class Ladder {
  #steps: TimedRung[];

  /**
   * `eof`: the server may finish what it owes (SDK clients send SIGTERM 2 s after EOF).
   * `signal`: the tree goes at once (Claude Code sends SIGKILL 0.4 s after SIGINT; the guard
   * finishes the tree if that comes first).
   */
  constructor(kind: EndKind, now: number) {
    const budget = endLimits[kind];
    this.#steps = [
      { rung: 'term', at: now + budget.termMs },
      { rung: 'kill', at: now + budget.killMs },
      { rung: 'exit', at: now + budget.exitMs },
    ];
  }

  due(now: number): Rung[] {
    const due = this.#steps.filter((step) => step.at <= now).map((step) => step.rung);
    this.#steps = this.#steps.slice(due.length);
    return due;
  }

  /** A signal after EOF shortens what is left; an ending is never made longer. */
  shorten(kind: EndKind, now: number): void {
    const other = new Ladder(kind, now).#steps;
    this.#steps = this.#steps.map((step) => {
      const at = other.find(({ rung }) => rung === step.rung)?.at ?? step.at;
      return { rung: step.rung, at: Math.min(step.at, at) };
    });
  }

  nextWakeup(): number | undefined {
    return this.#steps[0]?.at;
  }
}
