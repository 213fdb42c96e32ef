/**
 * What is said about one server, word by word: names that were meant, values that were forgotten,
 * and what one client takes and another does not.
 */
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/cli/suggest.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import type { Dialect } from '../../src/config/documents/document.ts';
import { validateEntry } from '../../src/config/validate/entry.ts';
import { note, problem } from '../../src/config/validate/finding.ts';

const suggest = (name: string, known: readonly string[]) => nearest(name, known, '');

function findings(text: string, client: string | undefined, dialect: Dialect = 'json') {
  const read = readConfiguration({ text, dialect, paths: [['servers']] });
  if (read.kind === 'broken') throw new Error(read.reason);
  return read.servers.flatMap((server) => validateEntry(server, suggest, client));
}

/** `status text` of a server of Claude Desktop, or of another client. */
function said(entry: unknown, client: string | undefined = 'claude-desktop'): string[] {
  const text = JSON.stringify({ servers: { a: entry } });
  return findings(text, client).map((finding) => `${finding.status} ${finding.text}`);
}

describe('a name', () => {
  const x = { command: 'x' };

  it.each<[object, string, string, string?]>([
    [{ ...x, Arguments: [] }, 'Arguments', 'args'],
    [{ ...x, parameters: [] }, 'parameters', 'args'],
    [{ ...x, params: [] }, 'params', 'args'],
    [{ ...x, agrs: [] }, 'agrs', 'args'],
    [{ ...x, agrs: [] }, 'agrs', 'args', 'warp'],
    [{ cmd: 'x' }, 'cmd', 'command'],
    [{ executable: 'x' }, 'executable', 'command'],
    [{ ...x, comandd: 'x' }, 'comandd', 'command'],
    [{ ...x, environment: {} }, 'environment', 'env'],
    [{ ...x, type: 'stdio', envs: {} }, 'envs', 'env'],
    [{ ...x, variables: {} }, 'variables', 'env'],
    [{ ...x, enviroment: {} }, 'enviroment', 'env'],
    [{ ...x, workdir: '/' }, 'workdir', 'cwd'],
    [{ ...x, workingDirectory: '/' }, 'workingDirectory', 'cwd'],
    [{ ...x, working_directory: '/' }, 'working_directory', 'cwd'],
    [{ ...x, working_directory: '/' }, 'working_directory', 'cwd', 'my-warp'],
    [{ ...x, workingdirectory2: '/' }, 'workingdirectory2', 'cwd', 'warp'],
    [{ ...x, aworkingdirectory: '/' }, 'aworkingdirectory', 'cwd', 'warp'],
  ])('of %j is meant otherwise', (entry, name, meant, client = 'claude-desktop') => {
    const text = JSON.stringify({ servers: { a: entry } });
    expect(findings(text, client)).toEqual([
      {
        status: 'problem',
        text: `"${name}" is not known to the client`,
        advice: `Write "${meant}".`,
        offset: text.indexOf(`"${name}"`),
      },
    ]);
  });

  it.each<[object, string?]>([
    [{ ...x, args: [], arguments: {} }],
    [{ ...x, env: {}, environment: 'prod' }],
    [{ ...x, colour: 'red' }],
    [{ ...x, working_directory: '/' }, 'warp-project'],
    [{ ...x, workingDirectory: '/' }, 'junie'],
    [{ ...x, workingdirectory: '/' }, 'jetbrains-air-project'],
    [{ ...x, working_directory: '/' }, ''],
    [{ command: ['x'], environment: {} }],
    [{ command: { path: 'x' }, environment: {} }],
    [{ cmd: 'x', type: 'stdio', envs: {} }],
    [{ executable: 'npx -y x', agrs: [] }, 'mcporter-project'],
    [{ url: 'x', agrs: [] }],
  ])('of %j may be so for %s', (entry, client) => {
    const known = client === '' ? undefined : (client ?? 'claude-desktop');
    expect(findings(JSON.stringify({ servers: { a: entry } }), known)).toEqual([]);
  });
});

describe('an entry that starts nothing', () => {
  it.each([
    { type: 'builtin' },
    { type: 'platform', x: 1 },
    { uses: 'a/b' },
    { disabled: true },
    { enabled: false, tools: [], source: '', settings: {}, timeout: 1, autoApprove: [] },
    { alwaysAllow: [] },
  ])('%j is right', (entry) => {
    expect(said(entry)).toEqual([]);
  });

  it.each([
    {},
    { type: 'stdio' },
    { type: 'local' },
    { type: ['builtin'] },
    { disabled: true, colour: 'red' },
    { isdisabled: true },
    { disabledFor: 'x' },
  ])('%j is a mistake', (entry) => {
    expect(said(entry)).toEqual(['problem it has no command']);
  });

  it('is told where it stands, and what to do', () => {
    expect(findings('{"servers": {"a": "x"}}', 'cursor')).toEqual([
      problem(
        'it is not a section with a command',
        'A server that is started needs "command" and "args": "command": "npx", "args": ["-y", "some-package"].',
        18,
      ),
    ]);
    expect(findings('{"servers": {"a": {"command": "x", "args": "y"}}}', 'cursor')).toEqual([
      problem(
        'its args are not a list of words',
        'Write "args" as a list of strings: ["-y", "some-package"].',
        18,
      ),
    ]);
  });
});

describe('a variable', () => {
  const env = (value: unknown) => ({ command: 'x', env: { A: value } });
  const isNone = 'problem the variable A is not a string';

  it.each<[unknown, string | undefined, string[]]>([
    [5, 'cursor', [isNone]],
    [5, undefined, [isNone]],
    [5, 'vscode-workspace', []],
    [null, 'visual-studio', []],
    [true, 'devcontainer', []],
    [5, 'copilot-eclipse', []],
    [5, 'copilot-cli', [isNone]],
    [5, 'my-vscode', [isNone]],
    [['x'], 'vscode', [isNone]],
    [{}, 'vscode', [isNone]],
    ['<key>', 'vscode', ['note the variable A still has the value of an example']],
  ])('that is %j in %s', (value, client, expected) => {
    const text = JSON.stringify({ servers: { a: env(value) } });
    const all = findings(text, client);
    expect(all.map((one) => `${one.status} ${one.text}`)).toEqual(expected);
    for (const { offset } of all) expect(text.slice(offset)).toMatch(/^(?:5|\[|\{\}|"<)/);
  });

  it('that is written elsewhere is not known', () => {
    const text = 'x: &x y\nservers:\n  a: { command: z, env: { A: *x } }\n';
    expect(findings(text, 'goose', 'yaml')).toEqual([]);
  });

  it.each([
    ...['<key>', '<your key>', '[key]', '[your key]', 'your-key', 'YOUR_API_KEY', 'your key'],
    ...['key-here', 'PUT_IT_HERE', 'put it here', 'xxx', 'XXXXX', '...', '…', ' <key> '],
  ])('%j was never filled in', (value) => {
    expect(said(env(value))).toEqual(['note the variable A still has the value of an example']);
  });

  it.each([
    ...['', '<>', '<a><b>', 'a<b>', '<b>c', '[]', '[a][b]', 'a[b]', '[b]c', 'yours', 'your-'],
    ...['not your-key', 'here', 'where', '-here', 'key-here2', 'x', 'xx', 'xxxa', 'axxx', '.'],
    ...['..', '....', 'a…', '…a', 'youre', 'keyhere'],
  ])('%j may be a value', (value) => {
    expect(said(env(value))).toEqual([]);
  });
});

describe('a command', () => {
  const holds = '"command" holds the arguments, too';

  it.each([
    ...['npx x', ' npx  x', 'npm x', 'node x', 'bun x', 'bunx x', 'deno x', 'uv x', 'uvx x'],
    ...['python x', 'python3 x', 'pipx x', 'docker x', 'podman x', 'cmd x', 'java x', 'dotnet x'],
    ...[
      'go x',
      'pnpm x',
      'pnpx x',
      'yarn x',
      '/usr/bin/node x',
      'C:\\npx.cmd x',
      'foo -b',
      'foo --b',
    ],
  ])('%j has its arguments in it', (command) => {
    expect(said({ command })).toEqual([`problem ${holds}`]);
    expect(said({ command, args: ['y'] })).toEqual([]);
    expect(findings(JSON.stringify({ servers: { a: { command } } }), undefined)).toEqual([
      note(holds, 'Put the program alone into "command" and each argument into "args".', 16),
    ]);
    expect(said({ command }, 'mcporter')).toEqual([]);
  });

  it.each([
    'npx',
    'npx ',
    ' npx',
    'my-npx x',
    'npxx x',
    'my-app dir',
    '/opt/My App/run',
    'foo - b',
  ])('%j has none in it', (command) => {
    expect(said({ command })).toEqual([]);
  });

  it.each([
    ['C:\new', true],
    ['D:abc\tx', true],
    ['c:\\a\n\tb', true],
    ['see a:b\tc', false],
    ['C:\\new', false],
    ['a\tb', false],
  ])('%j has single backslashes: %s', (word, is) => {
    const text = 'problem a path has single backslashes, which mean something else (\\n, \\t …)';
    expect(said({ command: 'x', args: ['y', word] })).toEqual(is ? [text] : []);
  });

  it.each(['“', '”', '„', '‟'])('with %s has the quotes of a word processor', (quote) => {
    const text = 'note typographic quotes stand inside a word';
    expect(said({ command: 'x', args: ['y', `a${quote}`] })).toEqual([text]);
  });
});

it('a finding without a place has none', () => {
  expect(problem('a', 'b')).toStrictEqual({ status: 'problem', text: 'a', advice: 'b' });
  expect(note('a', 'b')).toStrictEqual({ status: 'note', text: 'a', advice: 'b' });
});
