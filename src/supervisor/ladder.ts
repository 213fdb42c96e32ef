/**
 * The end of a session as a ladder of deadlines: end the server's input, SIGTERM, SIGKILL, exit.
 * Owns when each rung is due, and how long it waits at its top for answers that are still owed;
 * performs nothing and does not know who asked for the end.
 */

import { endLimits } from '../base/limits.ts';

export type Rung = 'term' | 'kill' | 'exit';

/**
 * Why the session ends, which decides how long its end may take:
 * - `eof`: no more requests will come. What is owed is still answered: the server keeps its input
 *   and its time (SDK clients send SIGTERM 2 s after EOF if they do not want to wait).
 * - `gone`: nobody reads answers any more.
 * - `signal`: the tree goes at once (Claude Code sends SIGKILL 0.4 s after SIGINT; the guard
 *   finishes the tree if that comes first).
 */
export type EndKind = 'eof' | 'gone' | 'signal';

interface Step {
  readonly rung: Rung;
  readonly at: number;
}

/** Waiting for what is owed, or on its way down. */
type Stage =
  | {
      readonly kind: 'finishing';
      readonly until: number;
      readonly owed: number;
      /** A server that has said nothing by then may wait for the end of its input. */
      readonly mutedAt: number;
    }
  | { readonly kind: 'descending'; readonly steps: readonly Step[] };

/** Deadlines of one ending; `due` hands out each rung once. */
export class Ladder {
  readonly #onWindows: boolean;
  #stage: Stage;
  #now: number;

  constructor(kind: EndKind, now: number, onWindows = false) {
    this.#onWindows = onWindows;
    this.#now = now;
    this.#stage =
      kind === 'eof'
        ? {
            kind: 'finishing',
            until: now + endLimits.finishMs,
            owed: Number.POSITIVE_INFINITY,
            mutedAt: now + endLimits.silentMs,
          }
        : this.#descent(kind, now);
  }

  /** The server's input may end: nothing more is waited for. */
  get descends(): boolean {
    return this.#stage.kind === 'descending';
  }

  /** The server's input is to end, although what is owed is still waited for. */
  endsInputOf(hasSpoken: boolean, now: number): boolean {
    return this.#stage.kind === 'finishing' && !hasSpoken && now >= this.#stage.mutedAt;
  }

  /** @param owed answers that the client waits for; each one that is given lengthens the wait */
  observe(owed: number, now: number): void {
    const stage = this.#stage;
    this.#now = now;
    if (stage.kind !== 'finishing') return;
    if (owed === 0 || now >= stage.until) this.#stage = this.#descent('eof', now);
    else if (owed < stage.owed) {
      this.#stage = { ...stage, owed, until: now + endLimits.finishMs };
    }
  }

  due(now: number): Rung[] {
    const stage = this.#stage;
    if (stage.kind !== 'descending') return [];
    const due = stage.steps.filter((step) => step.at <= now).map((step) => step.rung);
    this.#stage = { kind: 'descending', steps: stage.steps.slice(due.length) };
    return due;
  }

  /** A signal after EOF shortens what is left; an ending is never made longer. */
  shorten(kind: EndKind, now: number): void {
    if (kind === 'eof') return;
    const other = this.#descent(kind, now);
    if (this.#stage.kind === 'finishing') {
      this.#stage = other;
      return;
    }
    const steps = this.#stage.steps.map((step) => {
      const at = other.steps.find(({ rung }) => rung === step.rung)?.at ?? step.at;
      return { rung: step.rung, at: Math.min(step.at, at) };
    });
    this.#stage = { kind: 'descending', steps };
  }

  nextWakeup(): number | undefined {
    const stage = this.#stage;
    if (stage.kind === 'descending') return stage.steps[0]?.at;
    return this.#now < stage.mutedAt ? Math.min(stage.mutedAt, stage.until) : stage.until;
  }

  #descent(kind: EndKind, now: number): Extract<Stage, { kind: 'descending' }> {
    const eof = this.#onWindows ? endLimits.eofOnWindows : endLimits.eof;
    const budget = kind === 'signal' ? endLimits.signal : eof;
    return {
      kind: 'descending',
      steps: [
        { rung: 'term', at: now + budget.termMs },
        { rung: 'kill', at: now + budget.killMs },
        { rung: 'exit', at: now + budget.exitMs },
      ],
    };
  }
}
