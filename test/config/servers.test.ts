/**
 * Where the servers of a file are: sections, one inside another, lists, files without a section,
 * and what is an entry that starts a command.
 */
import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../src/config/documents/document.ts';
import { parseDocument } from '../../src/config/documents/document.ts';
import { findServers, type KeyPath } from '../../src/config/servers.ts';

function servers(text: string, paths: readonly KeyPath[], dialect: Dialect = 'json') {
  const parsed = parseDocument(text, dialect);
  if (parsed.kind === 'broken') throw new Error(parsed.reason);
  return findServers(parsed.root, paths);
}

/** `section: name name`, of each section that has any. */
function found(text: string, paths: readonly KeyPath[], dialect: Dialect = 'json'): string[] {
  const sections = new Map<string, string[]>();
  for (const { section, name } of servers(text, paths, dialect)) {
    sections.set(section, [...(sections.get(section) ?? []), name]);
  }
  return [...sections].map(([section, names]) => `${section}: ${names.join(' ')}`);
}

const x = '{"command": "x"}';

describe('a section', () => {
  const nested = [['mcp', 'servers'], ['mcp']];

  it.each<[string, readonly KeyPath[], string[]]>([
    [`{"servers": {"a": ${x}, "b": ${x}}}`, [['servers']], ['servers: a b']],
    [`{"other": {"a": ${x}}}`, [['servers']], []],
    [`{"p": {"s": {"a": ${x}}}}`, [['p', 's']], ['p › s: a']],
    [
      `{"p": {"one": {"s": {"a": ${x}}}, "two": {"s": {"b": ${x}}}, "three": {}}}`,
      [['p', '*', 's']],
      ['p › one › s: a', 'p › two › s: b'],
    ],
    [`{"one": {"a": ${x}}, "two": {"b": ${x}}}`, [['two'], ['one']], ['two: b', 'one: a']],
    ['{"servers": "a"}', [['servers']], []],
    ['{"servers": null}', [['servers']], []],
    ['{"p": ["s"]}', [['p', 's']], []],
    ['{"p": "s"}', [['p', '*']], []],
    ['[1]', [['servers']], []],
    // A server that is called like a section.
    [`{"mcp": {"servers": ${x}}}`, nested, ['mcp: servers']],
    ['{"mcp": {"servers": {"command": ["x"], "args": []}}}', nested, ['mcp: servers']],
    ['{"mcp": {"servers": {"cmd": "x"}}}', nested, ['mcp: servers']],
    // Servers that are called like members of a server.
    [
      `{"mcp": {"servers": {"command": ${x}, "cmd": ${x}}}}`,
      nested,
      ['mcp › servers: command cmd'],
    ],
    // Beside the section inside there are other servers, and settings.
    [
      `{"mcp": {"servers": {"a": ${x}}, "b": ${x}, "timeout": 5}}`,
      nested,
      ['mcp › servers: a', 'mcp: b'],
    ],
    [`{"mcp": {"a": ${x}, "timeout": 5}}`, nested, ['mcp: a timeout']],
  ])('%s', (text, paths, expected) => {
    expect(found(text, paths)).toEqual(expected);
  });

  it.each<[string, Dialect, string[]]>([
    [
      `{"servers": [{"name": "a"}, {"command": "x"}, {"name": {}}, 5]}`,
      'json',
      ['servers: a 2 3 4'],
    ],
    ['servers:\n  - name: a\n    command: x\n  - command: y\n', 'yaml', ['servers: a 2']],
    [
      '[[servers]]\nname = "a"\ncommand = "x"\n[[servers]]\ncommand = "y"\n',
      'toml',
      ['servers: a 1'],
    ],
    [
      '[servers.a]\nname = "b"\n[servers.10]\nname = "c"\n[servers.2d]\nname = "e"\n[servers.d2]\nname = "e"\n',
      'toml',
      ['servers: a c 2d d2'],
    ],
    ['{"servers": {"1": {"name": "a"}}}', 'json', ['servers: 1']],
  ])('with a list: %s', (text, dialect, expected) => {
    expect(found(text, [['servers']], dialect)).toEqual(expected);
  });
});

describe('a file without a section', () => {
  const paths = [['servers'], []];

  it.each([
    [`{"a": ${x}, "b": {"url": "y"}}`, [': a b']],
    ['{"a": {"serverUrl": "y"}, "b": {"cmd": "z"}}', [': a b']],
    [`{"a": ${x}, "b": {"theme": "dark"}}`, []],
    [`{"a": ${x}, "b": 5}`, []],
    [`{"a": ${x}, "b": ["command"]}`, []],
    ['{}', []],
    [`[${x}]`, []],
    // Beside a section nothing else is a server.
    [`{"servers": {"command": ${x}}, "b": ${x}}`, ['servers: command']],
  ])('%s', (text, expected) => {
    expect(found(text, paths)).toEqual(expected);
    expect(found(text, [['servers']])).toEqual(expected.filter((it) => !it.startsWith(':')));
  });
});

describe('an entry', () => {
  const startOf = (body: string, dialect: Dialect = 'json') => {
    const text =
      dialect === 'json' ? `{"servers": {"a": ${body}}}` : `x: &alias {}\nservers:\n  a: ${body}`;
    const { start } = servers(text, [['servers']], dialect)[0] ?? {};
    if (start?.kind === 'command') return start.command;
    return start?.kind === 'other' ? start.problem : start?.kind;
  };

  it.each<[string, readonly string[] | string]>([
    ['{"command": "x", "args": ["y", 5, true, null]}', ['x', 'y', '5', 'true', 'null']],
    ['{"command": ["x", "y"], "args": ["z"]}', ['x', 'y']],
    ['{"cmd": "x", "args": ["y"]}', ['x', 'y']],
    ['{"executable": "x y"}', ['x y']],
    ['{"command": {"path": "x", "args": ["y"]}, "args": ["z"]}', ['x', 'y']],
    ['{"command": {"args": ["y"]}}', 'it has no command'],
    ['{"command": {"path": ["x"]}}', 'it has no command'],
    ['{"command": ["", "y"]}', 'it has no command'],
    ['{"command": "x", "command": "y"}', ['y']],
    ['{"command": "x", "args": null}', ['x']],
    ['{"command": "x", "args": "null"}', 'its args are not a list of words'],
    ['{"command": "x", "args": false}', 'its args are not a list of words'],
    ['{"command": "x", "args": {}}', 'its args are not a list of words'],
    ['{"command": "x", "url": "y"}', ['x']],
    ['{"url": "y"}', 'url'],
    ['{"serverUrl": "y"}', 'url'],
    ['{"httpUrl": "y"}', 'url'],
    ['{"baseUrl": "y"}', 'url'],
    ['{"uri": "y"}', 'url'],
    ['{"path": "y"}', 'it has no command'],
  ])('%s', (body, expected) => {
    expect(startOf(body)).toEqual(expected);
  });

  it.each<[string, readonly string[] | string]>([
    ['{ command: x, args: null }', ['x']],
    // An empty text is null, too, but has no place.
    ['{ command: x, args: }', 'its args are not a list of words'],
    ['{ command: x, args: ~ }', 'its args are not a list of words'],
    ['{ command: 5 }', 'it has no command'],
    ['*alias', 'it is written with an anchor, an alias or a tag'],
    ['{ command: x, args: nullable }', 'its args are not a list of words'],
  ])('%s in YAML', (body, expected) => {
    expect(startOf(body, 'yaml')).toEqual(expected);
  });
});
