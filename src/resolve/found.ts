/**
 * A command that was found: which file, with which arguments, and what its PATH needs so that the
 * file finds its own kind. Values only.
 */

export interface Found {
  readonly file: string;
  readonly args: readonly string[];
  /** Directories that go first in the child's PATH: a shebang takes the first node there. */
  readonly front: readonly string[];
  /** Directories that go last: the login shell's. */
  readonly back: readonly string[];
  /** How it was found, if not simply on PATH; for the log. */
  readonly repair?: string;
}
