/**
 * Items and members that are put into a text and taken out of it: separators, line ends and
 * comments around them.
 */
import { describe, expect, it } from 'vitest';
import { type Dialect, parseDocument } from '../../src/config/documents/document.ts';
import type { MapMember } from '../../src/config/documents/document-tree.ts';
import {
  addList,
  addMember,
  applyEdits,
  removeAddedList,
  type Splice,
  spliceList,
} from '../../src/config/documents/edit.ts';

/** The map at the top, or the first one in a list at the top. */
function mapIn(text: string, dialect: Dialect) {
  const parsed = parseDocument(text, dialect);
  if (parsed.kind === 'broken') throw new Error(parsed.reason);
  const { root } = parsed;
  const map = root.kind === 'list' ? root.items[0]?.value : root;
  const behind = map?.kind === 'map' ? map.members.at(-1) : undefined;
  if (map?.kind !== 'map' || behind === undefined) throw new Error('no member');
  return { map, behind };
}

function listOf({ value }: MapMember) {
  if (value.kind !== 'list') throw new Error('no list');
  return value;
}

function spliced(text: string, splice: Splice, dialect: Dialect): string {
  const { behind } = mapIn(text, dialect);
  return applyEdits(text, [spliceList(text, listOf(behind), splice)]);
}

/** What is put in stands first, at 0 or behind the first. */
const put = (at: number, ...insert: string[]): Splice => ({ at, remove: 0, insert });

describe('in brackets', () => {
  it.each<[string, Splice, string]>([
    ['[]', put(0, '0', '1'), '[0,1]'],
    ['["a","b"]', put(0, '0'), '[0,"a","b"]'],
    ['["a",  "b"]', put(0, '0', '1'), '[0,  1,  "a",  "b"]'],
    ['["a"]', put(0, '0'), '[0, "a"]'],
    ['["a","b",\t"c"]', put(1, '0'), '["a",0,\t"b",\t"c"]'],
    ['["a" /* b */, "c"]', put(0, '0'), '[0, "a" /* b */, "c"]'],
    ['["a",/* b */ "c"]', put(0, '0'), '[0, "a",/* b */ "c"]'],
    ['["a",\n  "b"\n]', put(0, '0'), '[0, "a",\n  "b"\n]'],
    ['[\n  "a", // b\n  "c"\n]', put(0, '0'), '[\n  0,\n  "a", // b\n  "c"\n]'],
    ['[\r\n\t"a"\r\n]', put(0, '0'), '[\r\n\t0,\r\n\t"a"\r\n]'],
    ['["a", "b", "c"]', { at: 1, remove: 1, insert: [] }, '["a", "c"]'],
    ['["a", "b",]', { at: 0, remove: 2, insert: ['0'] }, '[0,]'],
    ['["a", "b" , ]', { at: 1, remove: 1, insert: ['0', '1'] }, '["a", 0, 1 , ]'],
    ['[ "a"  , ]', { at: 0, remove: 1, insert: [] }, '[  ]'],
    ['[ "a" ]', { at: 0, remove: 1, insert: [] }, '[  ]'],
    ['["a" /* , */]', { at: 0, remove: 1, insert: [] }, '[ /* , */]'],
    // There are no more.
    ['["a"]', { at: 0, remove: 5, insert: ['0'] }, '[0]'],
  ])('%s, %j', (before, splice, after) => {
    expect(spliced(`{"x": ${before}}`, splice, 'json')).toBe(`{"x": ${after}}`);
  });
});

describe('with dashes', () => {
  const none = { at: 0, remove: 1, insert: [], keyEnd: 1 };

  it.each<[string, Splice, string]>([
    ['x:\n  - a # b\n  - c\n', put(0, '0'), 'x:\n  - 0\n  - a # b\n  - c\n'],
    ['x:\n- a\n', put(0, '0', '1'), 'x:\n- 0\n- 1\n- a\n'],
    ['x:\n  - a\n  - b\n', { at: 0, remove: 2, insert: ['0'] }, 'x:\n  - 0\n'],
    ['x:\n  - a\n', none, 'x: []\n'],
    ['x:\n- a\n', none, 'x: []\n'],
    ['x :\n  - a # b\n', none, 'x : [] # b\n'],
    ['x: # b\n  - a\n', none, 'x: # b\n  []\n'],
    ['x: # b:\n  - a\n', none, 'x: # b:\n  []\n'],
    ['x:\n  - a\n', { at: 0, remove: 1, insert: [] }, 'x:\n  []\n'],
  ])('%j, %j', (before, splice, after) => {
    expect(spliced(before, splice, 'yaml')).toBe(after);
  });
});

describe('a member behind another one', () => {
  it.each<[string, Dialect, string]>([
    ['{"y": "z"}', 'json', '{"y": "z", "new": [0, 1]}'],
    ['{ "y" : "z", }', 'json', '{ "y" : "z", "new" : [0, 1], }'],
    ['{\n  "y": "z" // b\n}', 'json', '{\n  "y": "z",\n  "new": [0, 1] // b\n}'],
    ['{\r\n"y": "z"\r\n}', 'json', '{\r\n"y": "z",\r\n"new": [0, 1]\r\n}'],
    ['y = "z" # b', 'toml', 'y = "z" # b\nnew = [0, 1]'],
    ['a.y.y = "z"\n', 'toml', 'a.y.y = "z"\na.y.new = [0, 1]\n'],
    ['{y: z}', 'yaml', '{y: z, new: [0, 1]}'],
  ])('%j', (text, dialect, after) => {
    let { map, behind } = mapIn(text, dialect);
    // The table of a dotted key.
    while (behind.value.kind === 'map') {
      map = behind.value;
      behind = map.members[0] as MapMember;
    }
    const added = { map, behind, name: 'new', literals: ['0', '1'] };
    expect(applyEdits(text, [addList(text, added)])).toBe(after);
    const written = '[0, 1]';
    const member = addMember(text, { map, behind, name: 'new', written });
    expect(applyEdits(text, [member])).toBe(after);
  });

  it.each([
    ['y: z', '\n', ''],
    ['y: z # b', '\n', ''],
    ['y: z\r\n', '\r\n', ''],
    ['a: 1\ny: z\r\n', '\n', ''],
    ['a: 1\r\nb: 2\r\nc: 3\ny: z\r\n', '\n', ''],
    ['a: 1\nb: 2\nc: 3\r\ny: z # b\n', '\r\n', ''],
    ['- a: 1\n  y: z\n', '\n', '  '],
    ['-  y: z\n', '\n', '   '],
  ])('%j in lines', (text, eol, indent) => {
    const at = text.trimEnd().length;
    const below = (line: string) => text.slice(0, at) + eol + indent + line + text.slice(at);
    const place = { ...mapIn(text, 'yaml'), name: 'new' };
    const member = addMember(text, { ...place, written: '0' });
    expect(applyEdits(text, [member])).toBe(below('new: 0'));
    const list = addList(text, { ...place, literals: ['0', '1'] });
    const dash = `${eol}${indent}  - `;
    expect(applyEdits(text, [list])).toBe(below(`new:${dash}0${dash}1`));
  });
});

describe('a list that was added', () => {
  function removed(text: string, dialect: Dialect): string | undefined {
    const { map, behind } = mapIn(text, dialect);
    const [first] = map.members;
    if (first === undefined) throw new Error('no member');
    const list = { ...behind, value: listOf(behind) };
    const added = { map, behind: first, name: 'x', literals: ['0', '1'] };
    const edit = removeAddedList(text, list, added);
    return edit && applyEdits(text, [edit]);
  }

  it.each<[string, Dialect, string | undefined]>([
    ['{"y": "z", "x": [0, 1]}', 'json', '{"y": "z"}'],
    ['{"y": "z", "x": [0, 1], }', 'json', '{"y": "z", }'],
    ['{"y": "z", "x": [0,1]}', 'json', undefined],
    ['{"y": "z", "x": [0, 1 ]}', 'json', undefined],
    ['{"y": "z", "x": []}', 'json', undefined],
    ['{"y": "z",  "x": [0, 1]}', 'json', undefined],
    ['y: z # b\nx:\n  - 0\n  - 1 # c\n', 'yaml', 'y: z # b # c\n'],
    ['y: z\nx:\n  - 0\n  - 1', 'yaml', 'y: z'],
    ['y: z\nx:\n- 0\n- 1\n', 'yaml', undefined],
    ['y: z\nx: [0, 1]\n', 'yaml', undefined],
  ])('%j is taken out: %j', (text, dialect, after) => {
    expect(removed(text, dialect)).toBe(after);
  });
});

it('edits are made wherever they stand among each other', () => {
  const edits = [
    { start: 4, end: 5, text: 'E' },
    { start: 0, end: 1, text: '' },
    { start: 2, end: 2, text: '--' },
  ];
  expect(applyEdits('abcdef', edits)).toBe('b--cdEf');
});
