/**
 * What mcp-shield gave to a server and what its entry gets when mcp-shield is taken out: where it
 * is written, and what is told as lost because there is no place for it.
 */
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../src/cli/wrap.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import type { Dialect } from '../../src/config/documents/document.ts';
import { applyEdits } from '../../src/config/documents/edit.ts';
import { type GivenOptions, keepOptions } from '../../src/config/keep-options.ts';
import { unwrap } from '../../src/config/wrap.ts';

const paths = [['servers']];
const names = { cwd: 'cwd', variables: 'env' };
const cwd = { cwd: '/w', variables: [], others: [] };
const variable: GivenOptions = { variables: [['A', 'x "y"']], others: [] };
const both: GivenOptions = { cwd: '/w', variables: [['A', '1']], others: ['--other'] };

function kept(text: string, dialect: Dialect, given: GivenOptions, known = names) {
  const configuration = readConfiguration({ text, dialect, paths });
  if (configuration.kind === 'broken') throw new Error(configuration.reason);
  const { configuration: changed, lost } = keepOptions(configuration, 0, { given, names: known });
  // What is told is what there is.
  expect(readConfiguration({ text: changed.text, dialect, paths })).toEqual(changed);
  return [changed.text, lost];
}

const entry = (body: string) => `{"servers": {"a": {${body}}}}`;

describe('what is given is put into the entry', () => {
  it.each<[string, Dialect, GivenOptions, string]>([
    ['"command": "x", "args": []', 'json', cwd, '"command": "x", "cwd": "/w", "args": []'],
    ['"command": "x"', 'json', variable, '"command": "x", "env": { "A": "x \\"y\\"" }'],
    ['"cmd": "x"', 'json', cwd, '"cmd": "x", "cwd": "/w"'],
    [
      '"env": {"B": "2"}, "command": "x"',
      'json',
      variable,
      '"env": {"B": "2", "A": "x \\"y\\""}, "command": "x"',
    ],
    [
      '"command": "x", "environment": {"C": "3", "B": "2"}',
      'json',
      variable,
      '"command": "x", "environment": {"C": "3", "B": "2", "A": "x \\"y\\""}',
    ],
    [
      '"envs": {"B": "2"}, "command": "x"',
      'json',
      variable,
      '"envs": {"B": "2", "A": "x \\"y\\""}, "command": "x"',
    ],
  ])('%s', (before, dialect, given, after) => {
    expect(kept(entry(before), dialect, given)).toEqual([entry(after), []]);
  });

  it.each<[string, Dialect, string]>([
    [
      '{\n  "servers": {\n    "a": {\n      "command": "x" // why\n    }\n  }\n}\n',
      'json',
      '{\n  "servers": {\n    "a": {\n      "command": "x",\n      "env": { "A": "1" },\n      "cwd": "/w" // why\n    }\n  }\n}\n',
    ],
    [
      'servers:\r\n  a:\r\n    command: x # why\r\n    args: []\r\n',
      'yaml',
      'servers:\r\n  a:\r\n    command: x # why\r\n    env: { "A": "1" }\r\n    cwd: "/w"\r\n    args: []\r\n',
    ],
    [
      'servers:\n  a:\n    command: x\n    env:\n      B: 2',
      'yaml',
      'servers:\n  a:\n    command: x\n    cwd: "/w"\n    env:\n      B: 2\n      A: "1"',
    ],
    [
      '[servers.a]\ncommand = "x" # why\n',
      'toml',
      '[servers.a]\ncommand = "x" # why\nenv = { "A" = "1" }\ncwd = "/w"\n',
    ],
    [
      '[servers]\na.command = "x"',
      'toml',
      '[servers]\na.command = "x"\na.env = { "A" = "1" }\na.cwd = "/w"',
    ],
  ])('%j', (before, dialect, after) => {
    expect(kept(before, dialect, both)).toEqual([after, ['--other']]);
  });
});

describe('what has no place is told', () => {
  const none = { cwd: undefined, variables: undefined };

  it.each<[string, GivenOptions, typeof names | typeof none, string]>([
    ['"command": "x", "cwd": "/v"', cwd, names, '--cwd /w'],
    ['"command": "x"', cwd, none, '--cwd /w'],
    ['"command": "x"', variable, none, '--env A'],
    ['"command": "x", "env": {"A": "0"}', variable, names, '--env A'],
    ['"command": "x", "env": {}', variable, names, '--env A'],
    ['"command": "x", "env": []', variable, names, '--env A'],
    ['"executable": "x"', cwd, names, '--cwd /w'],
    ['"executable": "x"', variable, names, '--env A'],
    // The server would be started in another way.
    ['"command": "x"', cwd, { ...names, cwd: 'args' }, '--cwd /w'],
    ['"url": "x"', cwd, names, '--cwd /w'],
  ])('%s', (body, given, known, lost) => {
    const result = kept(entry(body), 'json', given, known as typeof names);
    expect(result).toEqual([entry(body), [lost]]);
  });

  it.each<[string, Dialect, string[]]>([
    ['{"servers": {"a": "x"}}', 'json', ['--other', '--cwd /w', '--env A']],
    ['{"servers": {}}', 'json', ['--other', '--cwd /w', '--env A']],
    // Behind such a name nothing can be written in the same way.
    ['servers:\n  a:\n    ? command\n    : x\n', 'yaml', ['--other', '--cwd /w', '--env A']],
  ])('%j', (text, dialect, lost) => {
    expect(kept(text, dialect, both)).toEqual([text, lost]);
  });

  it('a second variable is written though the first one has no place', () => {
    const given = {
      variables: [
        ['A', '1'],
        ['B', '2'],
      ],
      others: [],
    } as const;
    expect(kept(entry('"command": "x", "env": {"A": "0"}'), 'json', given)).toEqual([
      entry('"command": "x", "env": {"A": "0", "B": "2"}'),
      ['--env A'],
    ]);
  });
});

describe('unwrap', () => {
  const text =
    '{"servers": {"a": {"command": "mcp-shield", "args": ["--cwd", "/w", "--", "x"]}, "b": {"command": "y"}, "c": {"command": "mcp-shield", "args": ["--restarts", "3", "--", "x", "--"]}}}';
  const read = (options: readonly string[]): GivenOptions => {
    const at = options.indexOf('--cwd');
    const [, directory] = at < 0 ? [] : options.slice(at);
    return {
      ...(directory === undefined ? {} : { cwd: directory }),
      variables: [],
      others: options.includes('--restarts') ? [options.join(' ')] : [],
    };
  };

  function unwrapped(chosen: readonly string[] | undefined, known = names) {
    const given = { read, names: known };
    const result = unwrap({ text, dialect: 'json', paths }, { names: chosen, findCommand, given });
    if (result.kind === 'broken') throw new Error(result.reason);
    expect(applyEdits(text, result.edits)).toBe(result.text);
    return result;
  }

  it('keeps what was given to each, and says what is gone', () => {
    const { text: back, outcomes } = unwrapped(undefined);
    expect(back).toBe(
      '{"servers": {"a": {"command": "x", "cwd": "/w"}, "b": {"command": "y"}, "c": {"command": "x", "args": ["--"]}}}',
    );
    const of = { section: 'servers' };
    expect(outcomes).toStrictEqual([
      { ...of, name: 'a', kind: 'done' },
      { ...of, name: 'b', kind: 'already' },
      { ...of, name: 'c', kind: 'done', lost: ['--restarts 3 --'] },
    ]);
  });

  it('says so of the chosen ones only', () => {
    const { outcomes } = unwrapped(['c', 'b']);
    expect(outcomes.map(({ name, lost }) => [name, lost])).toEqual([
      ['b', undefined],
      ['c', ['--restarts 3 --']],
    ]);
  });

  it('changes single words where nothing is put in', () => {
    const { edits } = unwrapped(['c']);
    expect(edits.length).toBeGreaterThan(0);
    for (const { start } of edits) expect(start).toBeGreaterThan(text.indexOf('"c"'));
  });
});
