/**
 * Did you mean …? Finds the word a person most likely wanted to type. Knows no option.
 */

/**
 * The candidate nearest to `word`, or `undefined` if none is near: at most one edit in three
 * characters. An edit is a character too much, too few, wrong, or swapped with its neighbour.
 * The `prefix` that all share says nothing and is not counted.
 */
export function nearest(
  word: string,
  candidates: readonly string[],
  prefix: string,
): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor((word.length - prefix.length) / 3)) + 1;
  for (const candidate of candidates) {
    // The difference in length is the least the distance can be; it also bounds a hostile word.
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Optimal string alignment; three rows are enough because a swap looks back two. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + same,
        swapped ? at(before, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, previous] = [previous, current];
  }
  return at(previous, to.length);
}

/** Outside of the table there is no way. */
function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
