/** What can be fuzzed: something that takes bytes and says in a word how it behaved. */

export interface Target {
  readonly name: string;
  readonly seeds: readonly (string | Buffer)[];
  readonly words: readonly string[];
  /**
   * Throws if a promise is broken. Returns a word for the way it went: an input that goes a new
   * way is kept and mutated further, which is as much guidance as can be had without a
   * coverage-guided fuzzer.
   */
  readonly run: (input: Buffer) => string;
  /** A library is not linear, and the input is a file of the user: its sizes are not doubled. */
  readonly isOnlyHunted?: boolean;
}

export function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
