/**
 * What is said about a file: what its client reads in it, where the servers should stand, and what
 * to do about a text that cannot be read.
 */
import { describe, expect, it } from 'vitest';
import { clients } from '../../src/config/clients.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import type { Dialect } from '../../src/config/documents/document.ts';
import { validateSections } from '../../src/config/validate/sections.ts';
import { type FileText, validateSyntax } from '../../src/config/validate/syntax.ts';

function syntax(text: string, file: Partial<FileText> = {}) {
  const plain = {
    hasMark: false,
    dialect: 'json',
    client: undefined,
    file: 'config.json',
  } as const;
  return validateSyntax({ ...plain, text, ...file });
}

describe('comments and commas', () => {
  const text = '{"a": 1, /* b */}';
  const [problem, note] = ['problem', 'note'].map((status) => {
    const whose = status === 'problem' ? 'the client does' : 'some clients do';
    return [
      {
        status,
        text: `there is a comment, and ${whose} not read any`,
        advice: 'Take the comment out.',
        offset: 9,
      },
      {
        status,
        text: `there is a comma behind the last entry, and ${whose} not accept it`,
        advice: 'Take the comma out.',
        offset: 16,
      },
    ];
  });

  it.each([
    ...['claude-desktop', 'claude-code-project', 'cline-legacy', 'roo-code', 'kilo-code-legacy'],
    ...['kilo-code-legacy-project'],
  ])('are a problem for %s', (client) => {
    expect(syntax(text, { client })).toEqual(problem);
  });

  it.each(['windsurf', 'my-cline', 'my-zed', undefined])('may be one for %s', (client) => {
    expect(syntax(text, { client })).toEqual(note);
  });

  it.each([
    ...['vscode', 'visual-studio', 'devcontainer', 'zed-project', 'opencode', 'kilo-code'],
    ...['kilo-code-project', 'gemini-cli', 'qwen-code', 'amp', 'devin-cli', 'mcporter'],
  ])('are read by %s, as is a byte order mark', (client) => {
    expect(syntax(text, { client, hasMark: true })).toEqual([]);
  });

  it('are right in a file that is called so', () => {
    expect(syntax(text, { client: 'cursor', file: 'config.jsonc' })).toEqual([]);
    expect(syntax(text, { client: 'cursor', file: '.jsonc.json' })).toEqual(note);
  });

  it('are no matter in other dialects', () => {
    expect(syntax('# a\nb: [1,]', { dialect: 'yaml' })).toEqual([]);
  });
});

it.each(['my-vscode', 'cursor', undefined])('a byte order mark is a problem for %s', (client) => {
  const mark = { status: 'problem', text: 'it begins with a byte order mark' };
  expect(syntax('{}', { client, hasMark: true })).toMatchObject([{ ...mark, offset: 0 }]);
  expect(syntax('{', { client, hasMark: true })).toMatchObject([mark, { offset: 1 }]);
});

describe('a text that cannot be read', () => {
  const double = 'Double each backslash, as in "C:\\\\Users\\\\me", or write / in its place.';
  const merge = 'A file holds a single { … }: merge what was pasted into it';
  const correct = (dialect: string) =>
    `Correct the ${dialect} at this place; the mistake may stand just before it.`;

  it.each<[string, string, string?]>([
    ['{"a": "C:\\x"}', double],
    ['{"a": "C:\\users"}', double],
    ['{} {}', `${merge}, under "mcpServers".`],
    ['{} {}', `${merge}, under "mcpServers".`, 'my-vscode'],
    ['{} {}', `${merge}.`, 'vscode'],
    ['{} {}', `${merge}.`, 'visual-studio'],
    ['{"a" 1}', correct('JSON')],
    ["{'a': 1}", 'JSON wants double quotes (").'],
    [
      '{“a”: 1}',
      'Type them anew: JSON wants straight double quotes ("). Web pages and word processors change them.',
    ],
  ])('%s: %s', (text, advice, client) => {
    expect(syntax(text, { client })).toMatchObject([{ status: 'problem', advice }]);
  });

  it.each<[Dialect, string, number]>([
    ['yaml', 'a: "x\\uZ"', 5],
    ['yaml', "a: 'x'\n'b'\nc: 1\n", 7],
  ])('in %s, %j, is corrected at %i', (dialect, text, offset) => {
    const advice = correct(dialect.toUpperCase());
    const [finding] = syntax(text, { dialect });
    // An escape is a matter of its own, but only JSON reports the whole text for it.
    const isEscape = text.includes('\\u');
    expect(finding).toMatchObject({ advice: isEscape ? double : advice, offset });
  });

  it.each([
    ['{"a": "\\u0041\\n\\users"}', 15],
    ['{"a": "\\u00zz"}', 7],
    ['{"a": "\\"\\\\\\/\\b\\f\\n\\r\\t\\u0aF9\\U0041"}', 29],
    ['{"a": "C:\\Backup"}', 9],
    ['{"a": "\\x"}', 7],
  ])('because of an escape in %s says where that is', (text, offset) => {
    expect(syntax(text)).toMatchObject([{ offset }]);
    expect(text[offset]).toBe('\\');
  });
});

describe('servers that stand elsewhere', () => {
  function sections(text: string, client: string | undefined, paths: string[][] = []) {
    const known = clients.find(({ id }) => id === client)?.paths ?? paths;
    const read = readConfiguration({ text, dialect: 'json', paths: known });
    if (read.kind === 'broken') throw new Error(read.reason);
    return validateSections(read, client).map(({ text, advice, offset }) => [text, advice, offset]);
  }

  const other = '{"context_servers": {"a": {"command": "x"}}}';
  const stand = 'the servers stand under "context_servers", where this client does not look';

  it.each([
    ['cursor', 'mcpServers'],
    ['vscode-settings', 'mcp › servers or mcp.servers'],
    ['copilot-cli', 'mcpServers'],
    [undefined, 'mcpServers'],
  ])('of %s belong to %s', (client, wanted) => {
    const paths = [['servers'], ['x']];
    expect(sections(other, client, paths)).toEqual([
      [stand, `Move them to "${wanted}".`, undefined],
    ]);
    const bare = '{"n": 5, "a": {"command": "x"}}';
    expect(sections(bare, client, paths)).toEqual([
      [`a server stands outside of "${wanted}"`, `Put it into "${wanted}": { … }.`, 14],
    ]);
  });

  it.each([
    '[{"command": "x"}]',
    '{}',
    '{"a": {"b": {"command": "x"}}}',
    '"x"',
    '{"a": ["command"]}',
  ])('are not in %s', (text) => {
    expect(sections(text, 'cursor')).toEqual([]);
  });

  it('outside of everything are told, too', () => {
    expect(sections('{"command": "x"}', 'cursor')).toMatchObject([
      ['a server stands outside of "mcpServers"', expect.anything(), 0],
    ]);
  });

  it('of one name are two only in one section', () => {
    const x = '{"command": "x"}';
    const text = (name: string, inner: string) =>
      `{"mcpServers": {"a": ${x}, "${name}": ${x}}, "projects": {"p": {"mcpServers": {"${inner}": ${x}}}}}`;
    expect(sections(text('b', 'a'), 'claude-code')).toEqual([]);
    expect(sections(text('a', 'a'), 'claude-code')).toEqual([
      ['"a" is written twice; the first is ignored', 'Take one out, or rename it.', 44],
    ]);
  });
});
