/**
 * Patterns for names of tools: `*` is any text, also none, `?` is one character, all else is
 * itself. Takes time in proportion to both lengths, whatever is written in either.
 */

/** Whether the whole of `name` is meant by `pattern`. */
export function matchesGlob(name: string, pattern: string): boolean {
  let at = 0;
  let inPattern = 0;
  /** Of the last star: where it stands, and how far it reaches until now. */
  let star = -1;
  let reached = 0;
  while (at < name.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern;
      reached = at;
      inPattern += 1;
    } else if (wanted === '?' || wanted === name[at]) {
      at += 1;
      inPattern += 1;
    } else if (star < 0) return false;
    else {
      reached += 1;
      at = reached;
      inPattern = star + 1;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
