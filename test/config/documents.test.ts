/**
 * Files that cannot be parsed: where, and why, in words.
 */
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/config/documents/document.ts';
import { dialectOf, parseDocument, positionOf } from '../../src/config/documents/document.ts';

function problem(text: string, dialect: Dialect): string {
  const parsed = parseDocument(text, dialect);
  if (parsed.kind === 'tree') return 'none';
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
  ['a/config.toml', 'toml'],
  ['config.YAML', 'yaml'],
  ['x.yml', 'yaml'],
  ['.mcp.json', 'json'],
  ['settings.jsonc', 'json'],
  ['a.toml/mcprc', 'json'],
])('%s is %s', (file, dialect) => {
  expect(dialectOf(file)).toBe(dialect);
});
