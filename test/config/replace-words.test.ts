/**
 * Words of a command line that are replaced where they are written: what is put in is written as
 * the word behind it is, and a word that moves keeps its quotes.
 */
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/config/configuration.ts';
import type { Dialect } from '../../src/config/documents/document.ts';
import { applyEdits } from '../../src/config/documents/edit.ts';
import { type Replacement, replaceWords } from '../../src/config/replace-words.ts';

function replaced(text: string, dialect: Dialect, replacement: Replacement): string {
  const configuration = readConfiguration({ text, dialect, paths: [['servers']] });
  const [server] = configuration.kind === 'configuration' ? configuration.servers : [];
  if (server?.start.kind !== 'command') throw new Error('no command');
  return applyEdits(text, replaceWords(text, server.start.form, replacement));
}

/** What there is to do, as `from-to words`. */
function doing(brief: string): Replacement {
  const [, from, to, words = ''] = /^(\d)-(\d) ?(.*)$/.exec(brief) ?? [];
  return { from: Number(from), to: Number(to), insert: words === '' ? [] : words.split(' ') };
}

describe('a new word is written as the one behind it', () => {
  it.each([
    ['[servers.a]\ncommand = ["npx", \'x\']', '0-1 uvx', "[servers.a]\ncommand = ['uvx', 'x']"],
    ['[servers.a]\ncommand = [\'npx\', "x"]', '0-1 uvx', '[servers.a]\ncommand = ["uvx", "x"]'],
    ["[servers.a]\ncommand = 'x'", "0-0 it's", "[servers.a]\ncommand = \"it's\"\nargs = ['x']"],
    [
      "[servers.a]\ncommand = 'x'",
      '0-0 a\u007f',
      '[servers.a]\ncommand = "a\\u007f"\nargs = [\'x\']',
    ],
    [
      '[servers.a]\ncommand = "cmd"\nargs = ["/c", \'x\', "y"]',
      '0-2 npx p',
      "[servers.a]\ncommand = 'npx'\nargs = ['p', 'x', \"y\"]",
    ],
    [
      '[servers.a]\ncommand = \'x\'\nargs = ["y"]',
      '1-2 z',
      '[servers.a]\ncommand = \'x\'\nargs = ["z"]',
    ],
  ])('in TOML: %j, %s', (before, brief, after) => {
    expect(replaced(before, 'toml', doing(brief))).toBe(after);
  });

  it.each([
    ["x'", 'npx', "npx, x'"],
    ['x', 'untrue', 'untrue, x'],
    ['x', 'trueish', 'trueish, x'],
    ['x', 'No', '"No", x'],
    ['x', '1x', '"1x", x'],
    ['x', 'x:', '"x:", x'],
    ['x', '-y', '-y, x'],
    ['x', '--yes=C:\\a', '--yes=C:\\a, x'],
    ['x', '-1', '"-1", x'],
    ["'x'", 'a:,', "'a:,', 'x'"],
    ['"x"', 'y', '"y", "x"'],
  ])('in YAML before %s: %s', (kept, word, after) => {
    const text = (args: string) => `servers:\n  a: { command: c, args: [${args}] }\n`;
    expect(replaced(text(kept), 'yaml', doing(`1-1 ${word}`))).toBe(text(after));
  });
});

describe('in JSON', () => {
  const entry = (body: string) => `{"servers": {"a": {${body}}}}`;

  it.each([
    ['"command": ["sh", "m", "npx"]', '1-2', '"command": ["sh", "npx"]'],
    ['"command": ["a", "b", "c", "d", "e"]', '2-3 x', '"command": ["a", "b", "x", "d", "e"]'],
    [
      '"command": "m", "args": ["--", "\\u0078", "y"]',
      '0-2',
      '"command": "\\u0078", "args": ["y"]',
    ],
    // Nothing is there that could become the command.
    ['"command": "m", "args": ["--"]', '0-2', '"command": "m", "args": ["--"]'],
    ['"command": "m"', '0-1', '"command": "m"'],
    ['"command": "x"', '0-1 npx', '"command": "npx"'],
    ['"command": "x", "args": null', '0-1 npx', '"command": "npx", "args": null'],
    ['"command": "x", "args": null', '0-0 y z', '"command": "y", "args": ["z", "x"]'],
    ['"command": "x", "args": []', '0-1 y', '"command": "y", "args": []'],
    ['"command": "x", "args": ["y"]', '0-2 z', '"command": "z"'],
    ['"command": "x", "args":["y"]', '0-2 z', '"command": "z", "args":[]'],
  ])('%s, %s', (before, brief, after) => {
    expect(replaced(entry(before), 'json', doing(brief))).toBe(entry(after));
  });

  it('a word that becomes the command is written anew if it must be', () => {
    const before = entry('"command": "m", "args": ["--", "\\u0078", "y"]');
    const after = entry('"command": "x", "args": ["y"]');
    expect(replaced(before, 'json', { ...doing('0-2'), requote: true })).toBe(after);
  });

  it.each([
    ['list', '"command": "x", "args": []'],
    ['null', '"command": "x", "args": null'],
    [undefined, '"command": "x"'],
  ] as const)('arguments that were %s are so again', (emptied, after) => {
    const before = entry('"command": "m", "args": ["--", "x"]');
    const replacement = { ...doing('0-2'), ...(emptied && { emptied }) };
    expect(replaced(before, 'json', replacement)).toBe(entry(after));
  });
});
