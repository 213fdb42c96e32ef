/**
 * The diff of a change: `patch` makes the new file of it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/config/diff.ts';
import { applyEdits, type Edit } from '../../src/config/documents/edit.ts';

describe('a diff', () => {
  it('reads like this', () => {
    const text = 'a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl';
    const edits = [
      { start: 2, end: 3, text: 'B\nB' },
      { start: 22, end: 23, text: '' },
      { start: 23, end: 23, text: '!' },
    ];
    expect(unifiedDiff('x.json', text, edits)).toBe(
      [
        '--- x.json',
        '+++ x.json',
        '@@ -1,5 +1,6 @@',
        ' a',
        '-b',
        '+B',
        '+B',
        ' c',
        ' d',
        ' e',
        '@@ -9,4 +10,4 @@',
        ' i',
        ' j',
        ' k',
        '-l',
        '\\ No newline at end of file',
        '+!',
        '\\ No newline at end of file',
        '',
      ].join('\n'),
    );
  });

  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join('');
  const replaced = (from: number, to: number, text: string) => ({ start: from, end: to, text });

  it.each<[string, string, readonly Edit[], string]>([
    ['an empty text', '', [replaced(0, 0, 'a\n')], '@@ -0,0 +1,1 @@\n+a\n'],
    ['nothing left', 'a\n', [replaced(0, 2, '')], '@@ -1,1 +0,0 @@\n-a\n'],
    [
      'two edits in one line, the last one first',
      'a b c\n',
      [replaced(4, 5, 'C'), replaced(0, 1, 'A')],
      '@@ -1,1 +1,1 @@\n-a b c\n+A b C\n',
    ],
    [
      'two lines, the last one first',
      'a\nb\n',
      [replaced(2, 3, 'B'), replaced(0, 1, 'A')],
      '@@ -1,2 +1,2 @@\n-a\n+A\n-b\n+B\n',
    ],
    [
      'an edit in the line of another one that goes on',
      'a b\nc\nd\n',
      [replaced(0, 1, 'A'), replaced(2, 7, 'D')],
      '@@ -1,3 +1,1 @@\n-a b\n-c\n-d\n+A D\n',
    ],
    [
      'the whole text anew',
      numbers(1, 9),
      [replaced(0, 18, numbers(1, 9).replace('6', 'six'))],
      '@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n',
    ],
    [
      'one more of the same',
      'x\nx\n',
      [replaced(0, 4, 'x\nx\nx\n')],
      '@@ -1,2 +1,3 @@\n x\n x\n+x\n',
    ],
    [
      'one less of the same',
      'x\nx\nx\n',
      [replaced(0, 6, 'x\nx\n')],
      '@@ -1,3 +1,2 @@\n x\n x\n-x\n',
    ],
    [
      'two changes whose contexts meet',
      numbers(1, 8),
      [replaced(0, 1, 'a'), replaced(14, 15, 'b')],
      '@@ -1,8 +1,8 @@\n-1\n+a\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+b\n',
    ],
    [
      'two changes farther apart',
      numbers(1, 9),
      [replaced(0, 1, 'a'), replaced(16, 17, 'b\nc')],
      '@@ -1,4 +1,4 @@\n-1\n+a\n 2\n 3\n 4\n@@ -6,4 +6,5 @@\n 6\n 7\n 8\n-9\n+b\n+c\n',
    ],
  ])('of %s', (_, text, edits, hunks) => {
    const diff = unifiedDiff('x', text, edits);
    expect(diff).toBe(`--- x\n+++ x\n${hunks}`);
    expect(patch(text, diff)).toBe(applyEdits(text, edits));
  });

  it('of nothing is nothing', () => {
    expect(unifiedDiff('x', 'a\n', [])).toBe('');
    expect(unifiedDiff('x', 'a\n', [{ start: 0, end: 1, text: 'a' }])).toBe('');
  });

  it('makes the new text of the old one', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.tuple(fc.nat(60), fc.nat(60), anyText)), (text, raw) => {
        const edits = disjoint(text, raw);
        expect(patch(text, unifiedDiff('x', text, edits))).toBe(applyEdits(text, edits));
      }),
      { numRuns: 1_000 },
    );
  });
});

const anyText = fc
  .array(fc.constantFrom('a', 'b', 'c', '\n', '\n', '\r\n'), { maxLength: 60 })
  .map((parts) => parts.join(''));

function disjoint(text: string, raw: readonly (readonly [number, number, string])[]): Edit[] {
  const edits: Edit[] = [];
  for (const [a, b, inserted] of raw) {
    const [start, end] = [Math.min(a, b), Math.max(a, b)];
    const meets = edits.some((edit) => start <= edit.end && edit.start <= end);
    if (end <= text.length && !meets) edits.push({ start, end, text: inserted });
  }
  return edits;
}

/** As strict as `patch`: every line of the context must be there. */
function patch(text: string, diff: string): string {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const patched: string[] = [];
  let at = 0;
  for (const hunk of diff.split(/^(?=@@)/m).slice(1)) {
    const [head = '', ...body] = hunk.match(/[^\n]*\n/g) ?? [];
    const [, from = 0, count = 0, to, grown] =
      /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@/.exec(head)?.map(Number) ?? [];
    const start = count === 0 ? from : from - 1;
    patched.push(...lines.slice(at, start));
    expect(patched.length).toBe(grown === 0 ? to : (to ?? 0) - 1);
    at = start;
    const before = patched.length;
    body.forEach((line, index) => {
      const isLast = body[index + 1]?.startsWith('\\') === true;
      const content = isLast ? line.slice(1, -1) : line.slice(1);
      if (line.startsWith('\\')) return;
      if (!line.startsWith('+')) expect(lines[at++]).toBe(content);
      if (!line.startsWith('-')) patched.push(content);
    });
    expect([at - start, patched.length - before]).toEqual([count, grown]);
  }
  return [...patched, ...lines.slice(at)].join('');
}
