/** Samples of compilers. */
import { describe, expect, it } from 'vitest';
import { parseCompiler } from '../../../src/diagnose/failures/parse-compiler.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('compilers', () => {
  it('esbuild draws around it', () => {
    const text = [
      '✘ [ERROR] Expected ";" but found "x"',
      '',
      '    src/a.ts:3:9:',
      '      3 │ const a x',
      '        ╵         ^',
      '',
      '1 error',
    ].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({
      at: 'src/a.ts:3:9',
      message: 'Expected ";" but found "x"',
    });
  });

  it('tsx', () => {
    const text = [
      'Error [TransformError]: Transform failed with 1 error:',
      '/s/a.ts:12:8: ERROR: Expected ";" but found "server"',
      '    at failureErrorWithLog (/x/esbuild/lib/main.js:1467:15)',
    ].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({ at: '/s/a.ts:12:8', first: 0 });
  });

  it('tsc, and the first of many', () => {
    const text = [
      "src/a.ts(3,9): error TS1005: ';' expected.",
      'src/a.ts(4,1): error TS1128: Declaration expected.',
    ].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({
      at: 'src/a.ts:3:9',
      code: 'TS1005',
      message: "';' expected.",
    });
  });

  it('Babel', () => {
    const text = ['SyntaxError: /s/a.js: Unexpected token (4:12)'].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({ at: '/s/a.js:4:12' });
  });

  it('Bun', () => {
    const text = ['error: Expected ";" but found "x"', '    at /s/a.ts:3:9'].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({ at: '/s/a.ts:3:9' });
  });

  it('a warning of esbuild', () => {
    const text = ['▲ [WARNING] Import "x" will always be undefined', '', '    src/a.ts:3:4:'].join(
      '\n',
    );
    expect(parsed(parseCompiler, text)).toBeUndefined();
  });
});

describe('the place of a mistake', () => {
  finds(parseCompiler, 'compiler', [
    [
      ['  src/b.ts:7:7', '', '  X [ERROR] No loader', 'in', '  src/a.ts:123:45', '  src/c.ts:1:1'],
      {
        message: 'No loader',
        at: 'src/a.ts:123:45',
        text: '  X [ERROR] No loader\nin',
        first: 2,
        last: 2,
      },
    ],
    [
      ['✘ [ERROR] No loader', 'a', 'b', 'c', '    src/a.ts:1:2'],
      { message: 'No loader', last: 0, text: '✘ [ERROR] No loader\na' },
    ],
    [
      ['✘ [ERROR] No loader', 'see    src/a.ts:1:2'],
      { message: 'No loader', last: 0, text: '✘ [ERROR] No loader\nsee    src/a.ts:1:2' },
    ],
    [['✘ [ERROR] No loader', '    src/a.ts:1:2: old'], { message: 'No loader' }],
    ['vite: ✘ [ERROR] No loader'],
    [
      '  C:\\s s\\a.ts:123:45: error: Expected ";"',
      { message: 'Expected ";"', at: 'C:\\s s\\a.ts:123:45' },
    ],
    [
      "src/a.ts:123:45 - error TS1005: ';' expected.",
      { message: "';' expected.", at: 'src/a.ts:123:45', code: 'TS1005' },
    ],
    [
      "  src/a.ts(123,45): error TS1005: ';' expected.",
      { message: "';' expected.", at: 'src/a.ts:123:45', code: 'TS1005' },
    ],
    [
      'SyntaxError: /s/a.js: Unexpected token (123:45)',
      { message: 'Unexpected token', at: '/s/a.js:123:45' },
    ],
    ['Caught SyntaxError: /s/a.js: Unexpected token (1:2)'],
    ['SyntaxError: /s/a.js: Unexpected token (1:2) once'],
    [
      ['error: Expected ";"', 'const a x', '    at /s/a.ts:123:45'],
      {
        message: 'Expected ";"',
        at: '/s/a.ts:123:45',
        text: 'error: Expected ";"\nconst a x',
        last: 0,
      },
    ],
    [['an error: Expected ";"', '    at /s/a.ts:3:9']],
    [['error: Expected ";"', 'a', 'b', '    at /s/a.ts:3:9']],
    [['    at /s/a.ts:3:9', 'error: Expected ";"']],
    [['error: Expected ";"', 'look    at /s/a.ts:3:9']],
    [['error: Expected ";"', '    at /s/a.ts:3:9 now']],
    [['export {', '    at /s/a.ts:3:9']],
  ]);

  it('many mistakes at once are the first, all of them', () => {
    const mistake = (row: number) => `/s/a.ts:${row}:8: ERROR: mistake ${row}`;
    const lines = [mistake(1), 'and', mistake(2), '', mistake(3), 'one', 'two', mistake(4)];
    expect(parseCompiler(lines)).toMatchObject([
      { at: '/s/a.ts:1:8', first: 0, last: 4 },
      { at: '/s/a.ts:4:8', first: 7, last: 7 },
    ]);
  });

  it('what esbuild says before it is part of it', () => {
    const lines = ['npx tsx a.ts', 'Transform failed with 1 error:', 'a.ts:1:8: ERROR: x'];
    expect(parseCompiler(lines)).toMatchObject([{ first: 1, text: 'a.ts:1:8: ERROR: x' }]);
  });

  goesOnWith(parseCompiler, '/s/a.ts:12:8: ERROR: Expected ";"', {
    with: [
      '12 │ const a x',
      '12| const a x',
      '  │ const a x',
      '~~~',
      '  at f (/x/main.js:1:2)',
      '    "x" is one word',
      '  errors: [',
      '}',
      '12 errors',
      '1 error',
      'Found 12 errors.',
      '  src/b.ts:1:2',
    ],
    without: [
      'look: at home',
      'ready',
      'server at work',
      '12 errors were found',
      'has 2 errors',
      'x1 error',
      'Found some error',
      '12 of them │',
      '  "x" is one word',
      'once    more',
    ],
  });

  it('a blank line at its end is not part of it', () => {
    const lines = ['/s/a.ts:12:8: ERROR: x', '', '  ', '1 error', '   ', 'ready'];
    expect(parseCompiler(lines)).toMatchObject([{ last: 3 }]);
  });
});
