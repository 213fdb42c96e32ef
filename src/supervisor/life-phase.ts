/**
 * The phases of a child's fate, as data: what is true in each and until when. Nobody decides
 * anything here.
 */

export interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** Data lives only in the phase where it is true. */
export type LifePhase =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'alive';
      readonly generation: number;
      readonly stdoutEnded: boolean;
      /** It closed a pipe and so can serve no more; if it does not exit by then, it is ended. */
      readonly endBy: number | undefined;
      /** The process that was started has left, and its pipes are open. */
      readonly left: Left | undefined;
    }
  /** It exited; what it wrote before is still read, and what it left behind is ended. */
  | {
      readonly kind: 'settling';
      readonly generation: number;
      readonly exit: Exit;
      readonly stdoutEnded: boolean;
      readonly drainUntil: number;
      readonly killLeftoversAt: number | undefined;
    }
  | { readonly kind: 'waiting'; readonly until: number }
  /** It ended well when nobody needed it; the next need starts another. */
  | { readonly kind: 'resting' }
  | { readonly kind: 'open'; readonly retryAt: number }
  | { readonly kind: 'over' };

/**
 * A process left with code 0 while others hold its pipes: a launcher, whose server goes on, or a
 * server, of which somebody idle is left. Which of the two is a guess until the pipes end or
 * something is said.
 */
export interface Left {
  readonly exit: Exit;
  /** Processes of its group. */
  readonly leftovers: boolean;
  /**
   * `draining`: its pipes may still end with it. `awaited`: whoever is there may be starting.
   * `asked`: it must answer. `proven`: it has spoken. Each but the last until `until`.
   */
  readonly stage: 'draining' | 'awaited' | 'asked' | 'proven';
  readonly until: number;
}

export type Order =
  | { readonly type: 'spawn'; readonly generation: number }
  | {
      readonly type: 'signal';
      readonly generation: number;
      readonly signal: 'SIGTERM' | 'SIGKILL';
    }
  /**
   * Its process left and its pipes did not end in the time of this stage: its owner must now call
   * `expectWords` or `endLeft`.
   */
  | { readonly type: 'outlived' }
  /** The life is over and all it said has been read: its owner must now call `fell`. */
  | { readonly type: 'settled'; readonly exit: Exit };

/** What a fall means, judged by those who know why it happened. */
export interface FallVerdict {
  /** False for a death at a probe: restarted at once, remembered by nobody. */
  readonly counts: boolean;
  /** A cause that a restart cannot repair. */
  readonly permanent: boolean;
  /** It needs no confirming attempt. */
  readonly final?: boolean;
}

/** What a process leaves behind. */
export interface Departed {
  readonly leftovers: boolean;
  /** How long its output may still come, in ms. */
  readonly drainMs: number;
}

/** How a process left. */
export interface Departure {
  readonly leftovers: boolean;
  readonly mayBeLauncher: boolean;
}

/** The stdout of the life that is on has ended: what comes as its words is not from it. */
export function isMute(phase: LifePhase): boolean {
  return (phase.kind === 'alive' || phase.kind === 'settling') && phase.stdoutEnded;
}

/** When a phase ends by itself, or something is due in it; undefined: never. */
export function deadlineOf(phase: LifePhase): number | undefined {
  if (phase.kind === 'waiting') return phase.until;
  if (phase.kind === 'alive') {
    const never = Number.POSITIVE_INFINITY;
    const next = Math.min(phase.endBy ?? never, phase.left?.until ?? never);
    return next === never ? undefined : next;
  }
  if (phase.kind !== 'settling') return undefined;
  // It is not settled before what it left behind has been ended.
  return phase.killLeftoversAt ?? phase.drainUntil;
}
