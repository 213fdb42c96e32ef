/**
 * Mistakes in configuration files, as people make them, and what is said about each. A correct file
 * must never be found fault with.
 */
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/cli/suggest.ts';
import { clients } from '../../src/config/clients.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import { type Dialect, positionOf } from '../../src/config/documents/document.ts';
import { validateEntry } from '../../src/config/validate/entry.ts';
import type { ConfigFinding } from '../../src/config/validate/finding.ts';
import { validateSections } from '../../src/config/validate/sections.ts';
import { validateSyntax } from '../../src/config/validate/syntax.ts';

interface Options {
  readonly client?: string;
  readonly dialect?: Dialect;
  readonly hasMark?: boolean;
}

/** `line:column status text`, of the file and of all its servers. */
function said(text: string, options: Options = {}): string[] {
  const { client = 'claude-desktop', dialect = 'json', hasMark = false } = options;
  const paths = clients.find(({ id }) => id === client)?.paths ?? [];
  const findings = [...validateSyntax({ text, hasMark, dialect, client, file: 'config.json' })];
  const configuration = readConfiguration({ text, dialect, paths });
  if (configuration.kind === 'configuration') {
    const suggest = (name: string, known: readonly string[]) => nearest(name, known, '');
    findings.push(...validateSections(configuration, client));
    findings.push(
      ...configuration.servers.flatMap((server) => validateEntry(server, suggest, client)),
    );
  }
  for (const { advice } of findings) expect(advice).toMatch(/\.$/);
  return findings.map((finding) => show(finding, text));
}

function show({ status, text, offset }: ConfigFinding, whole: string): string {
  if (offset === undefined) return `${status} ${text}`;
  const { line, column } = positionOf(whole, offset);
  return `${line}:${column} ${status} ${text}`;
}

const servers = (...entries: object[]): string =>
  JSON.stringify({
    mcpServers: Object.fromEntries(entries.map((entry, index) => [`s${index}`, entry])),
  });

describe('what is right is not found fault with', () => {
  it.each([
    ['a pair', servers({ command: 'npx', args: ['-y', 'x'], env: { A: 'b' } }), {}],
    ['no arguments', servers({ command: '/opt/My Server/run' }), {}],
    ['a path of Windows', servers({ command: 'C:\\Program Files\\nodejs\\npx.cmd' }), {}],
    ['a URL', servers({ url: 'https://example.org/mcp', headers: {} }), {}],
    [
      'names of other clients',
      servers({
        type: 'stdio',
        command: 'x',
        disabled: false,
        autoApprove: [],
        alwaysAllow: [],
        timeout: 60,
        envFile: '.env',
        dev: {},
        cwd: '/',
        trust: true,
        description: '',
        icon: '',
        path: 'x',
      }),
      {},
    ],
    ['an empty file', '', {}],
    [
      'comments where they are read',
      '{ "servers": { /* x */ "x": { "command": "x" }, } }',
      { client: 'vscode' },
    ],
    [
      'opencode',
      '{ "mcp": { "x": { "type": "local", "command": ["npx", "x"], "environment": { "A": "b" } } } }',
      { client: 'opencode' },
    ],
    [
      'Goose',
      'extensions:\n  x:\n    type: stdio\n    cmd: npx\n    args: [x]\n    envs: { A: b }\n    timeout: 300\n',
      { client: 'goose', dialect: 'yaml' as const },
    ],
    [
      'Codex',
      '[mcp_servers.x]\ncommand = "npx"\nargs = ["x"]\nstartup_timeout_sec = 20\n[mcp_servers.x.env]\nA = "b"\n',
      { client: 'codex', dialect: 'toml' as const },
    ],
  ])('%s', (_, text, options) => {
    expect(said(text, options)).toEqual([]);
  });
});

describe('a mistake in the text', () => {
  it.each([
    ['{ “mcpServers”: {} }', '1:3 problem there are typographic quotes'],
    ["{ 'mcpServers': {} }", '1:3 problem there are single quotes'],
    [
      '{ "mcpServers": {} }\n{ "mcpServers": {} }',
      '2:1 problem it cannot be read: there is more behind the end',
    ],
    ['{ "mcpServers": { "x": {} }', '1:28 problem it cannot be read: a closing } is missing'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3 problem it cannot be read: a comma is missing'],
    [
      '{ "mcpServers": { "x": { "command": "C:\\Users\\x" } } }',
      '1:40 problem it cannot be read: this is not an escape sequence; a backslash is written \\\\',
    ],
    [
      '{ "mcpServers": { "x": { "command": "C:\\\\x\\windows" } } }',
      '1:43 problem it cannot be read: this is not an escape sequence; a backslash is written \\\\',
    ],
  ])('%j', (text, expected) => {
    expect(said(text)[0]).toBe(expected);
  });

  it('is a matter of the client where JSON allows it or not', () => {
    const text = '{\n  // mine\n  "mcpServers": {},\n}';
    expect(said(text)).toEqual([
      '2:3 problem there is a comment, and the client does not read any',
      '4:1 problem there is a comma behind the last entry, and the client does not accept it',
    ]);
    expect(said(text, { client: 'windsurf' }).map((line) => line.split(' ')[1])).toEqual([
      'note',
      'note',
    ]);
  });

  it('may be invisible', () => {
    expect(said(servers(), { hasMark: true })).toEqual([
      '1:1 problem it begins with a byte order mark',
    ]);
  });
});

describe('a mistake in a server', () => {
  it.each([
    ['args as text', { command: 'npx', args: '-y x' }, 'its args are not a list of words'],
    ['no command', { args: ['x'] }, 'it has no command'],
    ['all in one string', { command: 'npx -y x' }, '"command" holds the arguments, too'],
    [
      'all in one string, with a path',
      { command: '/usr/bin/python3 -m x' },
      '"command" holds the arguments, too',
    ],
    ['arguments', { command: 'npx', arguments: ['x'] }, '"arguments" is not known to the client'],
    ['a misspelt name', { command: 'npx', agrs: ['x'] }, '"agrs" is not known to the client'],
    ['another case', { command: 'npx', Args: ['x'] }, '"Args" is not known to the client'],
    [
      'a number',
      { command: 'npx', args: [], env: { PORT: 1 } },
      'the variable PORT is not a string',
    ],
    ['variables as a list', { command: 'npx', env: ['A=b'] }, '"env" is not a section'],
    [
      'an example',
      { command: 'npx', env: { KEY: 'YOUR_API_KEY_HERE' } },
      'the variable KEY still has the value of an example',
    ],
    [
      'single backslashes that JSON understands',
      { command: 'node', args: ['C:\new\test.js'] },
      'a path has single backslashes, which mean something else (\\n, \\t …)',
    ],
    [
      'quotes of a word processor',
      { command: 'npx', args: ['“x”'] },
      'typographic quotes stand inside a word',
    ],
  ])('%s', (_, entry, text) => {
    expect(said(servers(entry)).map((line) => line.replace(/^\S+ \w+ /, ''))).toEqual([text]);
  });

  it('never repeats a value: it may be a secret', () => {
    const secret = 'kX8vQ2mN7pL4wR9t';
    const entry = { command: `npx ${secret}`, arguments: [secret], env: { A: 1, B: [secret] } };
    expect(said(servers(entry)).length).toBeGreaterThan(2);
    expect(said(servers(entry)).join('\n')).not.toContain(secret);
  });
});

describe('a file for another client', () => {
  it('has its servers where this one does not look', () => {
    const text = '{ "servers": { "x": { "command": "npx" } } }';
    expect(said(text)).toEqual([
      'problem the servers stand under "servers", where this client does not look',
    ]);
    expect(said(text, { client: 'vscode' })).toEqual([]);
  });

  it('has no section at all', () => {
    expect(said('{ "x": { "command": "npx" } }')).toEqual([
      '1:8 problem a server stands outside of "mcpServers"',
    ]);
  });

  it('has two servers of one name', () => {
    const text = '{ "mcpServers": { "x": { "command": "a" }, "x": { "command": "b" } } }';
    expect(said(text)).toEqual(['1:49 note "x" is written twice; the first is ignored']);
  });
});
