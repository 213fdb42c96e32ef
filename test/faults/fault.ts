/**
 * What a fault is: one named, hand-made defect of the product, as the code that it replaces. By
 * code and not by line or file, so that it survives what moves; where the code itself changes the
 * table's own test asks for a new one.
 */

export interface Fault {
  /** What goes wrong, as somebody would report it. */
  readonly name: string;
  /** Stands in one place below `src/`, and there alone. */
  readonly code: string;
  readonly instead: string;
  /** Of the runner's edge, where neither the world nor a pure test sees it: the tests that must. */
  readonly seenBy?: readonly string[];
}
