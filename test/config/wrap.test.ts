/**
 * Wrapping and unwrapping by example: what it looks like, what is left alone, and entries that
 * were changed by hand since.
 */
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../src/cli/wrap.ts';
import type { Dialect } from '../../src/config/documents/document.ts';
import { type Outcome, unwrap, wrap } from '../../src/config/wrap.ts';

const program = ['/bin/node', '/x/mcp-shield.js'];
const shield = { program, options: [] };
const paths = [['servers']];

interface Changed {
  readonly text: string;
  readonly outcomes: readonly Outcome[];
}

function wrapped(text: string, dialect: Dialect = 'json', names?: readonly string[]): Changed {
  const result = wrap({ text, dialect, paths }, { ...shield, names, findCommand });
  if (result.kind === 'broken') throw new Error(result.reason);
  return result;
}

function unwrapped(text: string, dialect: Dialect = 'json', names?: readonly string[]): Changed {
  const result = unwrap({ text, dialect, paths }, { names, findCommand });
  if (result.kind === 'broken') throw new Error(result.reason);
  return result;
}

const entry = (body: string) => `{"servers": {"a": {${body}}}}`;

describe('in JSON', () => {
  it.each([
    [
      '"command": "npx", "args": ["-y", "x"]',
      '"command": "/bin/node", "args": ["/x/mcp-shield.js", "--name", "a", "--", "npx", "-y", "x"]',
    ],
    [
      '"command": "npx"',
      '"command": "/bin/node", "args": ["/x/mcp-shield.js", "--name", "a", "--", "npx"]',
    ],
    [
      '"args": [], "command": "npx"',
      '"args": ["/x/mcp-shield.js","--name","a","--instead-of","[]","--","npx"], "command": "/bin/node"',
    ],
    [
      '"command": ["npx", "x"]',
      '"command": ["/bin/node", "/x/mcp-shield.js", "--name", "a", "--", "npx", "x"]',
    ],
    [
      '"command": "cmd", "args": ["/c", "npx", "-y", "x"]',
      '"command": "/bin/node", "args": ["/x/mcp-shield.js", "--name", "a", "--instead-of", "cmd /c", "--", "npx", "-y", "x"]',
    ],
    [
      '"command": "powershell", "args": ["-Command", "npx -y x"]',
      '"command": "/bin/node", "args": ["/x/mcp-shield.js", "--name", "a", "--instead-of", "powershell -Command *", "--", "npx", "-y", "x"]',
    ],
    [
      '"command": "sudo", "args": ["-u", "svc", "npx"]',
      '"command": "/bin/node", "args": ["/x/mcp-shield.js", "--name", "a", "--", "sudo", "-u", "svc", "npx"]',
    ],
    // One word cannot be taken apart and put together again: it stays, and is started as it was.
    [
      '"command": "cmd", "args": ["/c", "npx  -y x"]',
      '"command": "/bin/node", "args": ["/x/mcp-shield.js", "--name", "a", "--", "cmd", "/c", "npx  -y x"]',
    ],
  ])('%s', (before, after) => {
    expect(wrapped(entry(before)).text).toBe(entry(after));
    expect(unwrapped(entry(after)).text).toBe(entry(before));
  });

  it('in lines', () => {
    const before =
      '{\n\t"servers": {\n\t\t"a": {\n\t\t\t"command": "npx",\n\t\t\t"args": [\n\t\t\t\t"-y" // yes\n\t\t\t]\n\t\t}\n\t}\n}\n';
    const after = before
      .replace('"npx"', '"/bin/node"')
      .replace(
        '"-y"',
        '"/x/mcp-shield.js",\n\t\t\t\t"--name",\n\t\t\t\t"a",\n\t\t\t\t"--",\n\t\t\t\t"npx",\n\t\t\t\t"-y"',
      );
    expect(wrapped(before).text).toBe(after);
  });
});

describe('in YAML', () => {
  it.each([
    [
      'command: npx # why\nargs:\n  - -y\n',
      'command: /bin/node # why\nargs:\n  - /x/mcp-shield.js\n  - --name\n  - a\n  - --\n  - npx\n  - -y\n',
    ],
    [
      'command: "npx" # why\nenv: {}\n',
      'command: "/bin/node" # why\nargs:\n  - "/x/mcp-shield.js"\n  - "--name"\n  - "a"\n  - "--"\n  - "npx"\nenv: {}\n',
    ],
    [
      'command: npx\nargs: [x]',
      'command: /bin/node\nargs: [/x/mcp-shield.js, --name, a, --, npx, x]',
    ],
  ])('%j', (before, after) => {
    const nested = (text: string) =>
      `servers:\n  a:\n    ${text.replaceAll('\n', '\n    ').trimEnd()}`;
    expect(wrapped(nested(before), 'yaml').text).toBe(nested(after));
    expect(unwrapped(nested(after), 'yaml').text).toBe(nested(before));
  });
});

describe('in TOML', () => {
  it.each([
    [
      "[servers.a]\ncommand = 'npx' # why\nargs = [\n  '-y', # yes\n]\n",
      "[servers.a]\ncommand = '/bin/node' # why\nargs = [\n  '/x/mcp-shield.js',\n  '--name',\n  'a',\n  '--',\n  'npx',\n  '-y', # yes\n]\n",
    ],
    [
      '[servers]\na.command = "npx"',
      '[servers]\na.command = "/bin/node"\na.args = ["/x/mcp-shield.js", "--name", "a", "--", "npx"]',
    ],
    [
      '[servers]\na = { command = "npx" }\n',
      '[servers]\na = { command = "/bin/node", args = ["/x/mcp-shield.js", "--name", "a", "--", "npx"] }\n',
    ],
  ])('%j', (before, after) => {
    expect(wrapped(before, 'toml').text).toBe(after);
    expect(unwrapped(after, 'toml').text).toBe(before);
  });
});

describe('left alone, with the reason', () => {
  it.each<[string, Dialect, string]>([
    ['{"servers": {"a": {"url": "https://x"}}}', 'json', 'it is reached by a URL'],
    ['{"servers": {"a": {"type": "builtin"}}}', 'json', 'it has no command'],
    ['{"servers": {"a": {"command": ""}}}', 'json', 'it has no command'],
    ['{"servers": {"a": {"command": []}}}', 'json', 'it has no command'],
    ['{"servers": {"a": {"command": 5}}}', 'json', 'it has no command'],
    [
      '{"servers": {"a": {"command": "x", "args": "y"}}}',
      'json',
      'its args are not a list of words',
    ],
    [
      '{"servers": {"a": {"command": "x", "args": [[]]}}}',
      'json',
      'its args are not a list of words',
    ],
    ['{"servers": {"a": {"command": [{}]}}}', 'json', 'its command is not a list of words'],
    ['{"servers": {"a": "npx"}}', 'json', 'it is not a section with a command'],
    [
      'servers:\n  a: &x\n    command: y',
      'yaml',
      'it is written with an anchor, an alias or a tag',
    ],
    [
      'servers:\n  a:\n    command: !!str y',
      'yaml',
      'its command is written with an anchor, an alias or a tag',
    ],
    [
      'servers:\n  a:\n    command: >\n      y',
      'yaml',
      'its command means something else when it is moved; write it in double quotes, in one line',
    ],
    [
      'x: &x {args: []}\nservers:\n  a:\n    <<: *x\n    command: y',
      'yaml',
      'a part of it is written elsewhere (<<)',
    ],
    [
      'servers:\n  a:\n    command: a,b\n    args: [c]',
      'yaml',
      'its command means something else when it is moved; write it in double quotes, in one line',
    ],
  ])('%s', (text, dialect, problem) => {
    const result = wrapped(text, dialect);
    expect(result.text).toBe(text);
    expect(result.outcomes).toEqual([{ name: 'a', section: 'servers', kind: 'left', problem }]);
  });

  it('does not keep the others from it', () => {
    const text = 'servers:\n  a: {command: x}\n  b:\n    command: a,b\n    args: [c]\n';
    const { text: changed, outcomes } = wrapped(text, 'yaml');
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'left']);
    expect(changed).toContain(
      'a: {command: /bin/node, args: [/x/mcp-shield.js, --name, a, --, x]}',
    );
  });
});

describe('chosen servers', () => {
  const text = '{"servers": {"a": {"command": "x"}, "b": {"command": "y"}}}';

  it('are the only ones that change', () => {
    const { text: changed, outcomes } = wrapped(text, 'json', ['b']);
    expect(outcomes).toEqual([{ name: 'b', section: 'servers', kind: 'done' }]);
    expect(changed).toContain('"a": {"command": "x"}');
    const both = wrapped(changed);
    expect(both.outcomes.map(({ kind }) => kind)).toEqual(['done', 'already']);
    expect(unwrapped(both.text, 'json', ['a']).text).toBe(changed);
  });
});

describe('changed by hand since', () => {
  it.each([
    [
      'options',
      '"command": "n", "args": ["mcp-shield.js", "--restarts", "3", "--", "npx", "x"]',
      '"command": "npx", "args": ["x"]',
    ],
    [
      'another start',
      '"command": "mcp-shield", "args": ["npx", "x"]',
      '"command": "npx", "args": ["x"]',
    ],
    [
      'more arguments',
      '"command": "mcp-shield", "args": ["--", "npx", "--", "a", "--name"]',
      '"command": "npx", "args": ["--", "a", "--name"]',
    ],
    [
      'no arguments left',
      '"command": "mcp-shield", "args": [ "--", "npx" , ]',
      '"command": "npx", "args": [  ]',
    ],
    [
      'arguments first',
      '"args": ["--", "npx"], "command": "mcp-shield"',
      '"args": [], "command": "npx"',
    ],
    [
      'written in front of sudo',
      '"command": "sudo", "args": ["-u", "me", "mcp-shield", "--", "npx", "x"]',
      '"command": "sudo", "args": ["-u", "me", "npx", "x"]',
    ],
    [
      'written behind cmd',
      '"command": "cmd", "args": ["/c", "npx", "-y", "mcp-shield", "--", "uvx", "x"]',
      '"command": "cmd", "args": ["/c", "uvx", "x"]',
    ],
    [
      'a list',
      '"command": ["npx", "-y", "mcp-shield@1", "--", "bun", "x"]',
      '"command": ["bun", "x"]',
    ],
    [
      'the real command of cmd',
      '"command": "mcp-shield", "args": ["--instead-of", "cmd /c", "--", "uvx", "a b"]',
      '"command": "cmd", "args": ["/c", "uvx", "a b"]',
    ],
    [
      'the words of one word',
      '"command": "mcp-shield", "args": ["--instead-of", "cmd /c *", "--", "uvx", "a b", ""]',
      '"command": "cmd", "args": ["/c", "uvx \\"a b\\" \\"\\""]',
    ],
  ])('%s', (_, before, after) => {
    // Shortened above so that it fits.
    const text = entry(before).replace('"n"', '"node"');
    expect(unwrapped(text).text).toBe(entry(after));
  });

  it('a block becomes the command as it is written', () => {
    const text =
      'servers:\n  a:\n    command: mcp-shield\n    args:\n      - --\n      - >-\n        npx\n';
    const { text: back, outcomes } = unwrapped(text, 'yaml');
    expect(outcomes).toEqual([{ name: 'a', section: 'servers', kind: 'done' }]);
    expect(back).toBe('servers:\n  a:\n    command: >-\n        npx\n');
  });

  it('a word that means something else in its new place is written anew', () => {
    const flow = "servers:\n  a: {command: mcp-shield, args: [--, 'x\n    y']}\n";
    expect(unwrapped(flow, 'yaml').text).toContain('command: ');
    expect(wrapped(unwrapped(flow, 'yaml').text, 'yaml').outcomes[0]?.kind).toBe('done');
  });

  it('without a command it is left alone', () => {
    const text = entry('"command": "mcp-shield", "args": ["--restarts", "3"]');
    const { text: same, outcomes } = unwrapped(text);
    expect(same).toBe(text);
    expect(outcomes[0]).toMatchObject({
      kind: 'left',
      problem: 'there is no command of a server behind mcp-shield',
    });
  });
});
