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
