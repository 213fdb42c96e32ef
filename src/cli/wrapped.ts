/**
 * Text for a terminal of a certain width: no word is broken, and what stands between backticks,
 * which may be a command to paste, stays on one line where it fits into one.
 */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text, columns)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (longer.length <= columns || line === '') {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}

function wordsOf(text: string, columns: number): readonly string[] {
  const pieces = text.match(/[^\s`]*`[^`]*`\S*|\S+/g) ?? [];
  return pieces.flatMap((piece) => (piece.length <= columns ? [piece] : piece.split(' ')));
}
