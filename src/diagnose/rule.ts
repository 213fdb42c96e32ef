/**
 * The shape of one row of the rule tables: what must be seen, and what is said then. Rows are data
 * without code, so that a test can walk them and the pages of docs are made of them.
 */
import type { Evidence } from './evidence.ts';
import type { FailureKind } from './failures/parsed-failure.ts';

/** Every condition that is given must hold. */
export interface Sees {
  /** Who reported the failure. A row with this, `types` or `codes` is one of a table by kind. */
  readonly kinds?: readonly FailureKind[];
  /** Failures of these are something else, whatever their words. */
  readonly notKinds?: readonly FailureKind[];
  /** The class of the exception, without its modules. */
  readonly types?: readonly string[];
  /** Codes that make a phrase certain: the failure is of this kind, and not only worded so. */
  readonly confirmedBy?: readonly string[];
  /** The code of the failure: `ENOENT`, `E404`, `CommandNotFoundException`. */
  readonly codes?: readonly string[];
  /** Must be found in the message of the failure. Its named groups count too. */
  readonly message?: RegExp;
  /** A footer of this or a newer version of Node.js refutes it. */
  readonly nodeBelow?: number;
  /** Tells why somebody ended it from outside: also believed of such an end. */
  readonly despiteSignal?: true;
  /** Seen in all of the output, not only in the block of the failure. */
  readonly anywhere?: true;
  /** One must be found in the block of the failure. Groups become names; flags `g`, `m`. */
  readonly text?: readonly RegExp[];
  /** A line that looks like this does not count for `text`: warnings, fallbacks. */
  readonly unlessLine?: RegExp;
  /** Must also be found somewhere in the block. Its named groups count too. */
  readonly also?: RegExp;
  /** Must be found nowhere in the block. */
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
   * phrase that fits best. Below 50: only the manner of the end, where nothing else is known.
   */
  readonly certainty: number;
  /** Believed only from the ending and the tables: words alone are never that sure. */
  readonly permanent: boolean;
  /** The server's own words are put behind the cause. */
  readonly quotes?: true;
  readonly title: string;
  readonly sees: Sees;
  /** `{name}` is replaced; the first sentence whose names are all known is taken. */
  readonly cause: readonly string[];
  /** Sentences with unknown names are left out. */
  readonly advice: readonly Advice[];
  /** An end that this row alone explains. */
  readonly sample: Partial<Evidence>;
}
