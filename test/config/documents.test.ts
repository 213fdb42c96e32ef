/**
 * Files that cannot be parsed: where, and why, in words.
 */
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/config/documents/document.ts';
import { dialectOf, parseDocument, positionOf } from '../../src/config/documents/document.ts';
import type { Value } from '../../src/config/documents/document-tree.ts';
import { jsonExtras } from '../../src/config/documents/json.ts';

function problem(text: string, dialect: Dialect): string {
  const parsed = parseDocument(text, dialect);
  if (parsed.kind === 'tree') return 'none';
  expect(parsed.kind).toBe('broken');
  expect(parsed.reason).toMatch(/^[^\n]+[^.\n]$/);
  const { line, column } = positionOf(text, parsed.offset);
  return `${line}:${column} ${parsed.reason}`;
}

describe('JSON', () => {
  it.each([
    ['{"a": 1\n "b": 2}', '2:2 a comma is missing'],
    ['{"a" 1}', '1:6 a colon is missing'],
    ['{"a": }', '1:7 a value is missing'],
    ['{"a": [1, 2}', '1:12 a comma is missing'],
    ['{"a": 1', '1:8 a closing } is missing'],
    ['[1', '1:3 a closing ] is missing'],
    ["{'a': 1}", '1:2 this is neither text in quotes nor a number, true, false or null'],
    ['{a: 1}', '1:2 this is neither text in quotes nor a number, true, false or null'],
    ['{"a": "b}', '1:7 a closing quote is missing'],
    ['{"a": "C:\\users"}', '1:7 after \\u there must be four hexadecimal digits'],
    ['{"a": "C:\\x"}', '1:7 this is not an escape sequence; a backslash is written \\\\'],
    ['{"a": 1.}', '1:7 a number is cut off'],
    ['{"a": 1, 5: 2}', '1:10 a name in double quotes is missing'],
    ['{"a": "\t"}', '1:7 this character must be escaped'],
    ['{} {}', '1:4 there is more behind the end'],
    ['{ /* ', '1:3 a comment is not closed'],
    ['{"a": 1}\r\n\r\n}', '3:1 there is more behind the end'],
  ])('%s', (text, expected) => {
    expect(problem(text, 'json')).toBe(expected);
  });

  it.each(['', ' \n', '// nothing\n', '{}', '{"a": 1,}', '[1, 2,]', '// a\n{/* b */}'])(
    '%j is none',
    (text) => {
      expect(problem(text, 'json')).toBe('none');
    },
  );
});

describe('YAML', () => {
  it.each([
    ['a: b: c\n', /^1:4 Nested mappings are not allowed/],
    ['a: 1\na: 2\n', /^2:1 Map keys must be unique/],
    ['a: [1\nb: 2\n', /^2:1 Flow sequence/],
    ['a:\n\t- b\n', /^2:1 Tabs are not allowed/],
    ['a: 1\n---\nb: 2\n', /^2:1 Source contains multiple documents/],
  ])('%j', (text, expected) => {
    expect(problem(text, 'yaml')).toMatch(expected);
  });
});

describe('TOML', () => {
  it.each([
    ['[a]\nb = 1\nb = 2\n', /^3:1 Defining a key multiple times is invalid/],
    ['a = [1,\nb = 2', /^2:1 Unexpected character/],
    ['a = \n', /^2:1 Unspecified values are invalid/],
  ])('%j', (text, expected) => {
    expect(problem(text, 'toml')).toMatch(expected);
  });
});

it.each<[string, Dialect]>([
  ['', 'yaml'],
  ['# a\n', 'yaml'],
  ['a: 1', 'yaml'],
  ['', 'toml'],
  ['a = 1', 'toml'],
])('%j is no mistake in %s', (text, dialect) => {
  expect(problem(text, dialect)).toBe('none');
});

describe('brackets', () => {
  const nested = (count: number, open: string, close: string) =>
    open.repeat(count) + close.repeat(count);
  const deep = 'its brackets are nested too deeply';

  it.each<[string, Dialect, string, number]>([
    ['in JSON', 'json', nested(501, '[', ']'), 501],
    ['with names', 'json', `${nested(501, '{"a":[', ']}')}`, 1501],
    ['with texts between', 'json', `[${'["a",'.repeat(500)}`, 2497],
    ['behind closed ones', 'json', `[[[]], [{}], ${nested(500, '[', ']')}]`, 513],
    ['behind a comment', 'json', `/* ] */ // ]\n${nested(501, '[', ']')}`, 514],
    ['in YAML', 'yaml', nested(201, '[', ']'), 201],
    ['of both kinds', 'yaml', nested(101, '{a: [', ']}'), 501],
    ['behind closed ones', 'yaml', `[{}, [[]], ${nested(200, '[', ']')}]`, 211],
  ])('are nested too deeply: %s', (_, dialect, text, column) => {
    const line = text.includes('\n') ? 2 : 1;
    const before = text.indexOf('\n') + 1;
    expect(problem(text, dialect)).toBe(`${line}:${column - before} ${deep}`);
  });

  it.each<[string, Dialect, string]>([
    ['as many as there may be', 'json', nested(500, '[', ']')],
    ['beside each other', 'json', `[${'[],{},'.repeat(600)}1]`],
    ['in a text', 'json', `["\\"${'[{'.repeat(600)}"]`],
    ['in comments', 'json', `//${'['.repeat(600)}\n/* x\n${'{ '.repeat(600)}*/{}`],
    ['as many as there may be', 'yaml', nested(200, '[', ']')],
    ['beside each other', 'yaml', `[${'[],{},'.repeat(300)}1]`],
  ])('are not: %s', (_, dialect, text) => {
    expect(problem(text, dialect)).toBe('none');
  });
});

it('what a strict reader of JSON refuses is told once each', () => {
  expect(jsonExtras('{"a": [1,],\n// b\n/* c */}')).toEqual([
    { kind: 'trailing-comma', offset: 9 },
    { kind: 'comment', offset: 12 },
  ]);
  expect(jsonExtras('{"a": [1]}')).toEqual([]);
  expect(jsonExtras('')).toEqual([]);
});

describe('each value has its place', () => {
  /** Names, each with what stands where its value is. */
  function placesIn(value: Value, text: string): unknown {
    const { start, end } = value;
    const written = text.slice(start, end);
    switch (value.kind) {
      case 'map':
        return value.members.map(({ name, key, value: inner }) => [
          name,
          text.slice(key.start, key.end),
          placesIn(inner, text),
        ]);
      case 'list':
        return value.items.map((item) => [text[item.start], placesIn(item.value, text)]);
      case 'scalar':
        if (value.isString) return [value.text, written];
        return value.text === written ? [written] : { [written]: value.text };
      default:
        return value.kind;
    }
  }

  it.each<[string, Dialect, unknown]>([
    [
      '{"\\u0061": ["b", 1e2]}',
      'json',
      [
        [
          'a',
          '"\\u0061"',
          [
            ['"', ['b', '"b"']],
            ['1', ['1e2']],
          ],
        ],
      ],
    ],
    [
      'a: x y # z\n"b": 010',
      'yaml',
      [
        ['a', 'a', ['x y', 'x y']],
        ['b', '"b"', ['010']],
      ],
    ],
    [
      'a: |\n  x\nb: >-\r\n  y\r\n',
      'yaml',
      [
        ['a', 'a', ['x\n', '|\n  x']],
        ['b', 'b', ['y', '>-\r\n  y']],
      ],
    ],
    ['a: |-\n  x\n  y', 'yaml', [['a', 'a', ['x\ny', '|-\n  x\n  y']]]],
    ['a: "x\n  y"\n', 'yaml', [['a', 'a', ['x y', '"x\n  y"']]]],
    [
      'a:\n  - x\n  -  y: z\n',
      'yaml',
      [
        [
          'a',
          'a',
          [
            ['-', ['x', 'x']],
            ['-', [['y', 'y', ['z', 'z']]]],
          ],
        ],
      ],
    ],
    [
      'a: [ x, {y: ~} ]',
      'yaml',
      [
        [
          'a',
          'a',
          [
            ['x', ['x', 'x']],
            ['{', [['y', 'y', ['~']]]],
          ],
        ],
      ],
    ],
    [
      'a: &b x\nc: *b\nd: !e f\ng:\n',
      'yaml',
      [
        ['a', 'a', 'foreign'],
        ['c', 'c', 'foreign'],
        ['d', 'd', 'foreign'],
        ['g', 'g', ['']],
      ],
    ],
    ['? [a, b]\n: x\nc: d\n', 'yaml', [['c', 'c', ['d', 'd']]]],
    ['', 'yaml', 'foreign'],
    [
      '"a b" = \'x\' # y\nc = 1_0',
      'toml',
      [
        ['a b', '"a b"', ['x', "'x'"]],
        ['c', 'c', { '1_0': '10' }],
      ],
    ],
    [
      'a."b.c".d = [{e = true}]',
      'toml',
      [
        [
          'a',
          'a."b.c".d',
          [['b.c', 'a."b.c".d', [['d', 'a."b.c".d', [['{', [['e', 'e', ['true']]]]]]]]],
        ],
      ],
    ],
  ])('%j in %s', (text, dialect, expected) => {
    const parsed = parseDocument(text, dialect);
    expect(parsed.kind === 'tree' && placesIn(parsed.root, text)).toEqual(expected);
  });
});

it.each<[string, Dialect]>([
  ['a/config.toml', 'toml'],
  ['config.YAML', 'yaml'],
  ['x.yml', 'yaml'],
  ['.mcp.json', 'json'],
  ['settings.jsonc', 'json'],
  ['a.toml/mcprc', 'json'],
])('%s is %s', (file, dialect) => {
  expect(dialectOf(file)).toBe(dialect);
});
