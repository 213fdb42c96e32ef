/**
 * The shape of one row of the rule tables: what must be seen, and what is said then. Rows are data
 * without code, so that a test can walk them and the README table is made of them.
 */
import type { Evidence } from './evidence.ts';

/** Every condition that is given must hold. */
export interface Sees {
  /** One must be found in the output. Named groups become names; flags `g` and `m` are needed. */
  readonly text?: readonly RegExp[];
  /** A line that looks like this does not count for `text`: warnings, fallbacks. */
  readonly unlessLine?: RegExp;
  /** Must also be found somewhere in the output. Its named groups count too. */
  readonly also?: RegExp;
  /** Must be found nowhere in the output. */
  readonly never?: RegExp;
  /** The system's answer to the attempt to start. */
  readonly errno?: readonly string[];
  /** Exit codes and signal names, one of which ended the server. */
  readonly endings?: readonly (number | string)[];
  readonly platforms?: readonly string[];
  readonly phases?: readonly Evidence['phase'][];
  /** The typed command line, words joined by a space. */
  readonly command?: RegExp;
  /** Whether the command was found as a file. */
  readonly resolved?: boolean;
  /** Nothing was printed that could explain anything. */
  readonly silent?: true;
  readonly uptimeMaxMs?: number;
  /** A method that had not been answered. */
  readonly inFlight?: RegExp;
}

/** A sentence for all platforms, or one each; `posix` stands for those that are not named. */
export type Advice =
  | string
  | {
      readonly win32?: string;
      readonly darwin?: string;
      readonly linux?: string;
      readonly posix?: string;
    };

export interface Rule {
  /** Unique; several rows may give the same reason. */
  readonly id: string;
  readonly reason: string;
  /**
   * 1 to 100, for ordering. From 90: a code or a fixed phrase that has one meaning. From 60: a
   * phrase that fits best. Below: only the manner of the end.
   */
  readonly certainty: number;
  readonly permanent: boolean;
  readonly title: string;
  readonly sees: Sees;
  /** `{name}` is replaced; the first sentence whose names are all known is taken. */
  readonly cause: readonly string[];
  /** Sentences with unknown names are left out. */
  readonly advice: readonly Advice[];
  /** An end that this row alone explains. */
  readonly sample: Partial<Evidence>;
}
