/**
 * Edits that touch nothing but what they replace. What is put in is separated the way its
 * neighbours are, and in the same way each time, so that taking it out again leaves the text
 * exactly as it was. Knows lists and maps, not servers.
 */
import type { ListValue, MapMember, MapValue, TextSpan } from './document-tree.ts';

export interface Edit extends TextSpan {
  readonly text: string;
}

/** Edits do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => b.start - a.start);
  return ordered.reduce(
    (edited, edit) => edited.slice(0, edit.start) + edit.text + edited.slice(edit.end),
    text,
  );
}

export interface Splice {
  readonly at: number;
  readonly remove: number;
  /** As they are to be written. */
  readonly insert: readonly string[];
  /** Where the name of the list ends, for a list with dashes that may become empty. */
  readonly keyEnd?: number;
}

/** Replaces items at the beginning or in the middle; those behind stay as they are written. */
export function spliceList(text: string, list: ListValue, splice: Splice): Edit {
  const { at, remove, insert } = splice;
  const written = list.layout === 'dashes' ? insert.map((literal) => `- ${literal}`) : insert;
  const first = list.items[at];
  const next = list.items[at + remove];
  if (first === undefined) {
    const start = list.start + 1;
    return { start, end: start, text: written.join(bareComma) };
  }
  const separator = separatorOf(text, list, at);
  if (next !== undefined) {
    const inserted = written.map((literal) => literal + separator).join('');
    return { start: first.start, end: next.start, text: inserted };
  }
  const last = list.items.at(-1) ?? first;
  const isEmptied = written.length === 0;
  if (isEmptied && list.layout === 'dashes') {
    const start = emptiedFrom(text, first.start, splice.keyEnd);
    return { start, end: last.value.end, text: start === first.start ? '[]' : ' []' };
  }
  const trailingComma = isEmptied ? /^\s*,/.exec(text.slice(last.value.end))?.[0].length : 0;
  const end = last.value.end + (trailingComma ?? 0);
  return { start: first.start, end, text: written.join(separator) };
}

/**
 * Behind the colon: in the column of the first dash, which may be that of the name, an empty list
 * could not stand. A comment between the two keeps it in its line.
 */
function emptiedFrom(text: string, firstDash: number, keyEnd: number | undefined): number {
  if (keyEnd === undefined) return firstDash;
  const between = text.slice(keyEnd, firstDash);
  return /^\s*:\s*$/.test(between) ? keyEnd + between.indexOf(':') + 1 : firstDash;
}

/**
 * Between items put into an empty list. Those of a list that was added as a whole have a blank:
 * this is how taking them out knows whether the list was there before.
 */
const bareComma = ',';
const spacedComma = ', ';

/** As in front of this item, or else as behind it. */
function separatorOf(text: string, { layout, items }: ListValue, at: number): string {
  const [item, next] = items.slice(at);
  if (item === undefined) return spacedComma;
  const line = lineOf(text, item.start);
  if (layout === 'dashes') return line.eol + line.indent;
  if (line.isFirst) return `,${line.eol}${line.indent}`;
  const between = next === undefined ? '' : text.slice(item.value.end, next.start);
  return /^,[ \t]*$/.test(between) ? between : spacedComma;
}

/** A new member behind another one, in the way in which that is written. */
export function addMember(
  text: string,
  {
    map,
    behind,
    name,
    written,
  }: Pick<AddedList, 'map' | 'behind' | 'name'> & {
    /** As it stands in the text. */
    readonly written: string;
  },
): Edit {
  const { indent, eol, isFirst } = lineOf(text, behind.key.start);
  const key = renamed(text.slice(behind.key.start, behind.key.end), behind.name, name);
  const member = `${key}${text.slice(behind.key.end, behind.value.start)}${written}`;
  if (map.layout === 'commas') {
    const at = behind.value.end;
    return { start: at, end: at, text: `,${isFirst ? eol + indent : ' '}${member}` };
  }
  const at = lineEnd(text, behind.value.end);
  return { start: at, end: at, text: eol + indent + member };
}

/** A new member with a list, behind another one that is written in one line. */
export interface AddedList {
  readonly map: MapValue;
  readonly behind: MapMember;
  readonly name: string;
  readonly literals: readonly string[];
}

export function addList(text: string, { map, behind, name, literals }: AddedList): Edit {
  const { indent, eol, isFirst } = lineOf(text, behind.key.start);
  const key = renamed(text.slice(behind.key.start, behind.key.end), behind.name, name);
  const assignment = text.slice(behind.key.end, behind.value.start);
  const brackets = `${key}${assignment}[${literals.join(spacedComma)}]`;
  if (map.layout === 'commas') {
    const at = behind.value.end;
    return { start: at, end: at, text: `,${isFirst ? eol + indent : ' '}${brackets}` };
  }
  const at = lineEnd(text, behind.value.end);
  const dashes = literals.map((literal) => `${eol}${indent}  - ${literal}`).join('');
  const line = map.layout === 'block' ? `${key}:${dashes}` : brackets;
  return { start: at, end: at, text: eol + indent + line };
}

/** Undoes `addList`; undefined if the list was there before, or has been touched since. */
export function removeAddedList(
  text: string,
  list: MapMember & { readonly value: ListValue },
  added: AddedList,
): Edit | undefined {
  const { start, text: expected } = addList(text, added);
  const end = list.value.items.at(-1)?.value.end ?? list.value.end;
  const actualEnd = list.value.layout === 'brackets' ? list.value.end : end;
  if (text.slice(start, actualEnd) !== expected) return undefined;
  return { start, end: actualEnd, text: '' };
}

/** Keeps quotes, and the tables in front of a dotted key. */
function renamed(key: string, from: string, to: string): string {
  const at = key.lastIndexOf(from);
  return at < 0 ? key : key.slice(0, at) + to + key.slice(at + from.length);
}

interface IndentedLine {
  /** Blanks up to the column; what else stands there is replaced by blanks. */
  readonly indent: string;
  readonly isFirst: boolean;
  /** As the line before ends, or the first line of the text. */
  readonly eol: string;
}

function lineOf(text: string, at: number): IndentedLine {
  const start = text.lastIndexOf('\n', at) + 1;
  const before = text.slice(start, at);
  const isFirst = /^[ \t]*$/.test(before);
  const eol =
    text
      .slice(0, start === 0 ? text.length : start)
      .match(/\r?\n/g)
      ?.at(-1) ?? '\n';
  return {
    indent: isFirst ? before : ' '.repeat(before.length),
    isFirst,
    eol,
  };
}

/** Before the line break. */
function lineEnd(text: string, at: number): number {
  const found = /\r?\n|$/.exec(text.slice(at));
  return at + (found?.index ?? 0);
}
