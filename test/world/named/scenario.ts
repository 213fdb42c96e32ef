/** A failure that somebody had, and the steps that show that it does not happen here. */
export interface Scenario {
  /** What went wrong elsewhere, in one line. */
  readonly wrong: string;
  /** Where it was reported: an entry of the collected failures, an issue, a fact. */
  readonly seen: string;
  /** Deterministic steps with their expectations. */
  readonly play: () => void;
}
