/** The commands in a script of a shell: their words, and where each stands. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellCommands } from '../../src/resolve/containers/shell-commands.ts';

const values = (script: string) =>
  shellCommands(script).map((words) => words.map(({ value }) => value));

it.each<[string, readonly (readonly string[])[]]>([
  ['', []],
  [' \t\r\n;', []],
  ['a b', [['a', 'b']]],
  ['a\tb\rc', [['a', 'b', 'c']]],
  ['a|b&c;d\ne', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['a&&b||c', [['a'], ['b'], ['c']]],
  ['(a)b', [['a'], ['b']]],
  ['{ a; } b', [['a'], ['b']]],
  ['if ! a; then b; elif c; then d; else e; fi', [['a'], ['b'], ['c'], ['d'], ['e'], ['fi']]],
  ['while a; do b; done', [['a'], ['b'], ['done']]],
  ['until a; do b; done', [['a'], ['b'], ['done']]],
  ['a if b', [['a', 'if', 'b']]],
  ['A=b CD="e f" g h=i', [['g', 'h=i']]],
  ['A=b', []],
  ['A-B=c d', [['A-B=c', 'd']]],
  ['# a\nb', [['b']]],
  ['a # b; c\nd', [['a'], ['d']]],
  ['a #', [['a']]],
  ['a#b', [['a#b']]],
  ['a \\\n b\\\nc; \\\n', [['a', 'bc']]],
])('%j', (script, commands) => {
  expect(values(script)).toEqual(commands);
});

describe('a word', () => {
  it.each([
    ["'a b'c", 'a bc'],
    [`'a"b'`, 'a"b'],
    ["'a\\'b", 'a\\b'],
    ["'$a*'", '$a*'],
    ['"a b"c', 'a bc'],
    [`"a'b"`, "a'b"],
    ['"a\\"b"', 'a"b'],
    ['"a\\\\b"', 'a\\b'],
    ['"a\\\nb"', 'ab'],
    ['"a\\nb"', 'a\\nb'],
    ['"*?~<"', '*?~<'],
    ['a\\ b', 'a b'],
    ['a\\;b', 'a;b'],
    ['a\\"b', 'a"b'],
    ['\\$a', '$a'],
    ["''", ''],
    ['a\\', 'a'],
    ['a""b', 'ab'],
    ['a=b', undefined],
  ])('%j is read as a shell does', (script, value) => {
    expect(values(`x ${script}`)).toEqual([['x', value ?? script]]);
  });

  it.each(['$a', 'a$b', '`a`', 'a*', 'a?', '[a]', '~', '<a', '2>b', '"$a"', '"`a`"', `'a'$b`])(
    'only a shell can tell: %j',
    (script) => {
      expect(values(`x ${script} y`)).toEqual([['x', undefined, 'y']]);
    },
  );

  it('stands where it says', () => {
    expect(shellCommands(`a 'b c' "d"e`)).toEqual([
      [
        { value: 'a', text: 'a', start: 0, end: 1 },
        { value: 'b c', text: "'b c'", start: 2, end: 7 },
        { value: 'de', text: '"d"e', start: 8, end: 12 },
      ],
    ]);
  });

  it('may have a quote that nobody closes', () => {
    for (const quote of ['"', "'"]) {
      const script = `a ${quote}b; c`;
      expect(shellCommands(script)[0]?.[1]).toMatchObject({ start: 2, end: script.length });
    }
    expect(shellCommands('a "b\\"')[0]?.[1]).toMatchObject({ text: '"b\\"' });
  });
});

it('whatever the script, words stand in it one behind the other', () => {
  const part = fc.constantFrom('a', "'", '"', '\\', ' ', '\n', ';', '#', '$', '=', 'if', '{', '(');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const script = parts.join('');
      let last = 0;
      for (const { text, start, end } of shellCommands(script).flat()) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        expect(text).toBe(script.slice(start, end));
        last = end;
      }
      expect(last).toBeLessThanOrEqual(script.length);
    }),
  );
});
