/**
 * A change as a unified diff, made from the edits themselves: no line is compared that was not
 * touched. Prints nothing.
 */
import { configLimits } from '../base/limits.ts';
import { applyEdits, type Edit } from './documents/edit.ts';

interface Chunk {
  /** Index of the first line before, from 0. */
  readonly at: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Empty if nothing changes. `name` is the file, as it is shown in the head. */
export function unifiedDiff(name: string, text: string, edits: readonly Edit[]): string {
  const lines = linesOf(text);
  const chunks = chunksOf(text, lines, edits);
  if (chunks.length === 0) return '';
  let shift = 0;
  const hunks = hunksOf(chunks).map((hunk) => {
    const written = writeHunk(lines, hunk, shift);
    for (const { before, after } of hunk) shift += after.length - before.length;
    return written;
  });
  return [`--- ${name}\n`, `+++ ${name}\n`, ...hunks].join('');
}

/** Each with its line break, which the last one may lack. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Whole lines around the edits, without those that stay the same at both ends. */
function chunksOf(text: string, lines: readonly string[], edits: readonly Edit[]) {
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length);
  const chunks: Chunk[] = [];
  for (const group of groupsOf(edits, starts)) {
    const [start = 0, end = 0] = [starts[group.first], starts[group.last + 1]];
    const shifted = group.edits.map((edit) => ({
      text: edit.text,
      start: edit.start - start,
      end: edit.end - start,
    }));
    const after = linesOf(applyEdits(text.slice(start, end), shifted));
    const chunk = trim({
      at: group.first,
      before: lines.slice(group.first, group.last + 1),
      after,
    });
    if (chunk.before.length + chunk.after.length > 0) chunks.push(chunk);
  }
  return chunks;
}

/** Edits that share a line. */
function groupsOf(edits: readonly Edit[], starts: readonly number[]) {
  const lineAt = (offset: number): number => {
    const next = starts.findIndex((start) => start > offset);
    return Math.max(0, (next < 0 ? starts.length - 1 : next) - 1);
  };
  const groups: { first: number; last: number; edits: Edit[] }[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const [first, last] = [lineAt(edit.start), lineAt(edit.end)];
    const group = groups.at(-1);
    if (group !== undefined && first <= group.last) {
      group.edits.push(edit);
      group.last = Math.max(group.last, last);
    } else groups.push({ first, last, edits: [edit] });
  }
  return groups;
}

function trim({ at, before, after }: Chunk): Chunk {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return {
    at: at + start,
    before: before.slice(start, before.length - end),
    after: after.slice(start, after.length - end),
  };
}

/** Chunks whose contexts meet are shown together. */
function hunksOf(chunks: readonly Chunk[]): readonly (readonly Chunk[])[] {
  const hunks: Chunk[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const chunk of chunks) {
    if (chunk.at - end <= 2 * configLimits.diffContextLines) hunks.at(-1)?.push(chunk);
    else hunks.push([chunk]);
    end = chunk.at + chunk.before.length;
  }
  return hunks;
}

function writeHunk(lines: readonly string[], hunk: readonly Chunk[], shift: number): string {
  const context = configLimits.diffContextLines;
  const [first, last] = [hunk[0], hunk.at(-1)];
  if (first === undefined || last === undefined) return '';
  const start = Math.max(0, first.at - context);
  const end = Math.min(lines.length, last.at + last.before.length + context);
  const body: string[] = [];
  let at = start;
  for (const chunk of hunk) {
    for (const line of lines.slice(at, chunk.at)) body.push(` ${line}`);
    for (const line of chunk.before) body.push(`-${line}`);
    for (const line of chunk.after) body.push(`+${line}`);
    at = chunk.at + chunk.before.length;
  }
  for (const line of lines.slice(at, end)) body.push(` ${line}`);
  const grown = hunk.reduce((sum, { before, after }) => sum + after.length - before.length, 0);
  const range = (from: number, length: number) => `${length === 0 ? from : from + 1},${length}`;
  const head = `@@ -${range(start, end - start)} +${range(start + shift, end - start + grown)} @@\n`;
  return head + body.map(terminate).join('');
}

function terminate(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n\\ No newline at end of file\n`;
}
