/**
 * What is to be done with a server: an entry that is wrapped already and must be started anew, the
 * name that it gets, and what is left alone.
 */
import { describe, expect, it } from 'vitest';
import { findCommand } from '../../src/cli/wrap.ts';
import { unwrap, wrap } from '../../src/config/wrap.ts';
import type { WrapRequest } from '../../src/config/wrap-decisions.ts';

const program = ['/bin/node', '/x/mcp-shield.js'];
const all: WrapRequest = { names: undefined, findCommand, program, options: [] };

const file = (body: string, name = 'a') => `{"servers": {${JSON.stringify(name)}: {${body}}}}`;

function wrapped(text: string, request: Partial<WrapRequest> = {}) {
  const result = wrap({ text, dialect: 'json', paths: [['servers']] }, { ...all, ...request });
  if (result.kind === 'broken') throw new Error(result.reason);
  return [result.text, result.outcomes[0]?.kind];
}

/** An entry with these words. */
function pair(line: string): string {
  const [command, ...args] = line.split(' ').map((word) => JSON.stringify(word));
  return file(`"command": ${command}, "args": [${args.join(', ')}]`);
}

describe('an entry that is wrapped already', () => {
  const isStale = (old: readonly string[]) => old.join(' ') === 'node /old/mcp-shield.js';

  it.each([
    ['node /old/mcp-shield.js --name a -- npx --', '/bin/node /x/mcp-shield.js --name a -- npx --'],
    ['cmd /c node /old/mcp-shield.js -- x', 'cmd /c /bin/node /x/mcp-shield.js -- x'],
    [
      'node /old/mcp-shield.js --instead-of [] -- x',
      '/bin/node /x/mcp-shield.js --instead-of [] -- x',
    ],
  ])('%s is started anew where it is stale', (before, after) => {
    expect(wrapped(pair(before), { isStale })).toEqual([pair(after), 'renewed']);
    expect(wrapped(pair(after), { isStale })).toEqual([pair(after), 'already']);
    expect(wrapped(pair(before))).toEqual([pair(before), 'already']);
  });

  it('without a command behind is left', () => {
    const text = pair('node /old/mcp-shield.js --restarts 3');
    expect(wrapped(text, { isStale })).toEqual([text, 'already']);
  });

  it.each<[string, (old: readonly string[]) => readonly string[], string]>([
    ['--name a -- x', (old) => [...old, '-r'], '--name a -r -- x'],
    ['--restarts 3 x', () => ['--restarts', '5'], '--restarts 5 -- x'],
    ['--restarts 3 -- x', () => [], '-- x'],
    ['--instead-of [] -- x', (old) => ['-r', ...old], '-r --instead-of [] -- x'],
    // What is remembered is not lost.
    ['--instead-of null -- x', () => ['-r'], '-r --instead-of null -- x'],
  ])('%s gets other options', (before, mergeOptions, after) => {
    const [old, renewed] = [pair(`mcp-shield ${before}`), pair(`mcp-shield ${after}`)];
    const request = { options: ['-r'], mergeOptions };
    expect(wrapped(old, request)).toEqual([renewed, 'renewed']);
    // Without options that are handed on nothing is merged.
    expect(wrapped(old, { mergeOptions })).toEqual([old, 'already']);
    expect(wrapped(old, { options: ['-r'] })).toEqual([old, 'already']);
  });

  it('is left where the options are the same', () => {
    const text = pair('mcp-shield --restarts 3 -- x');
    const mergeOptions = (old: readonly string[], handedOn: readonly string[]) => {
      expect([old, handedOn]).toEqual([['--restarts', '3'], ['-r']]);
      return [...old];
    };
    expect(wrapped(text, { options: ['-r'], mergeOptions })).toEqual([text, 'already']);
  });
});

describe('the name that a server gets', () => {
  it.each([
    ['a', [], ['--name', 'a']],
    ['-x', [], ['--name=-x']],
    ['x-', [], ['--name', 'x-']],
    ['', [], []],
    [' ', [], []],
    ['a', ['--name', 'b'], []],
    ['a', ['--restarts', '3', '--name=b'], []],
    ['a', ['--names'], ['--name', 'a']],
    ['a', ['--x--name='], ['--name', 'a']],
  ])('%j with %j', (name, options, given) => {
    const args = [program[1], ...given, ...options, '--', 'x'].map((word) => JSON.stringify(word));
    const after = file(`"command": ["/bin/node", ${args.join(', ')}]`, name);
    expect(wrapped(file('"command": ["x"]', name), { options })).toEqual([after, 'done']);
  });
});

describe('an entry', () => {
  const left = (body: string) => {
    const result = wrap({ text: file(body), dialect: 'json', paths: [['servers']] }, all);
    return result.kind === 'result' ? result.outcomes : [];
  };

  it('that the editor debugs is left alone', () => {
    const problem = 'its dev.debug wants node or python as the command; take dev.debug out first';
    expect(left('"command": "node", "dev": {"watch": "x", "debug": {}}')).toEqual([
      { name: 'a', section: 'servers', kind: 'left', problem },
    ]);
  });

  it.each(['"dev": {"watch": "x"}', '"dev": true', '"debug": {}', '"development": {"debug": {}}'])(
    'with %s is not debugged',
    (member) => {
      expect(left(`"command": "node", ${member}`)).toMatchObject([{ kind: 'done' }]);
    },
  );

  it('without arguments says so', () => {
    const [text] = wrapped(file('"command": "x", "args": null'));
    const args = ['/x/mcp-shield.js', '--name', 'a', '--instead-of', 'null', '--', 'x'];
    const words = args.map((word) => JSON.stringify(word)).join(', ');
    expect(text).toBe(file(`"command": "/bin/node", "args": [${words}]`));
    const back = unwrap({ text: String(text), dialect: 'json', paths: [['servers']] }, all);
    expect(back).toMatchObject({ text: file('"command": "x", "args": null') });
  });

  it('that is not wrapped is not unwrapped', () => {
    const text = pair('npx x');
    expect(unwrap({ text, dialect: 'json', paths: [['servers']] }, all)).toEqual({
      kind: 'result',
      text,
      edits: [],
      outcomes: [{ name: 'a', section: 'servers', kind: 'already' }],
    });
  });
});

it('a word that would mean something else as the command is written anew', () => {
  // Two blanks more than the line above has: that line is another one.
  const args = 'args:\n      - --\n      - |2\n        x\n      - y\n';
  const text = `servers:\n  a:\n    command: mcp-shield\n    ${args}`;
  const back = unwrap({ text, dialect: 'yaml', paths: [['servers']] }, all);
  expect(back).toMatchObject({
    text: 'servers:\n  a:\n    command: "x\\n"\n    args:\n      - y\n',
    outcomes: [{ kind: 'done' }],
  });
});

it.each(['wrap', 'unwrap'])('a file that cannot be read is told by %s', (name) => {
  const source = { text: '{"servers": ', dialect: 'json', paths: [['servers']] } as const;
  expect(name === 'wrap' ? wrap(source, all) : unwrap(source, all)).toMatchObject({
    kind: 'broken',
    offset: 12,
  });
});
