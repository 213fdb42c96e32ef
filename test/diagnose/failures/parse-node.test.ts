/** Samples of Node.js. */
import { describe, expect, it } from 'vitest';
import { parseNode } from '../../../src/diagnose/failures/parse-node.ts';
import { finds, parsed } from './parsed.ts';

describe('Node.js', () => {
  it('an uncaught error, its code and the version', () => {
    const text = [
      'node:internal/modules/cjs/loader:1228',
      '  throw err;',
      '  ^',
      '',
      "Error: Cannot find module 'x'",
      'Require stack:',
      '- /s/a.js',
      '    at f (node:internal/x:1:2) {',
      "  code: 'MODULE_NOT_FOUND',",
      "  requireStack: [ '/s/a.js' ]",
      '}',
      '',
      'Node.js v20.15.0',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({
      type: 'Error',
      code: 'MODULE_NOT_FOUND',
      nodeMajor: 20,
      first: 0,
      last: 12,
    });
  });

  it('the error it was raised from', () => {
    const text = [
      'TypeError: fetch failed',
      '    at f (node:internal/x:1:2) {',
      '  [cause]: Error: connect ECONNREFUSED 127.0.0.1:1',
      '      at g (node:net:1:2) {',
      "    code: 'ECONNREFUSED'",
      '  }',
      '}',
      '',
      'Node.js v22.2.0',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({
      type: 'TypeError',
      from: { code: 'ECONNREFUSED' },
    });
  });

  it('behind the words of a logger', () => {
    const text = [
      '[25676] Fatal error: TypeError: fetch failed',
      '    at f (node:internal/x:1:2)',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({ type: 'TypeError', message: 'fetch failed' });
  });

  it('syntax, with its place', () => {
    const text = [
      'file:///s/a.js:205',
      'Promise < void  > {',
      '                ^',
      '',
      "SyntaxError: Unexpected token '>'",
      '    at f (node:internal/x:1:2)',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({ type: 'SyntaxError', at: '/s/a.js:205' });
  });

  it('the heap', () => {
    const text = [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({ type: 'FatalError' });
  });

  it('an error of Python', () => {
    const text = ["ModuleNotFoundError: No module named 'bs4'"].join('\n');
    expect(parsed(parseNode, text)).toBeUndefined();
  });

  it('a warning', () => {
    const text = [
      '(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.',
    ].join('\n');
    expect(parsed(parseNode, text)).toBeUndefined();
  });
});

describe('who is of JavaScript', () => {
  const boom = { type: 'BoardError', message: 'boom' };
  const frame = '    at f (/s/a.js:1:2)';
  finds(parseNode, 'node', [
    ['RangeError: boom', { type: 'RangeError', message: 'boom' }],
    [
      'PrismaClientInitializationError: boom',
      { type: 'PrismaClientInitializationError', message: 'boom' },
    ],
    ['TypeError: boom', { type: 'TypeError', message: 'boom' }],
    ['MyTypeError: boom'],
    ['TypeError2: boom'],
    ['RangeErrors: boom'],
    ['RangeError2: boom'],
    ['BoardError: boom'],
    ['BoardError [ERR_NO_BOARD]: boom', { ...boom, code: 'ERR_NO_BOARD' }],
    [['BoardError: boom', frame], boom],
    [['BoardError: boom', 'Node.js v22.1.0'], { ...boom, nodeMajor: 22 }],
    [['BoardError: boom', '', 'Bun v1.2.3 (Linux x64)'], boom],
    [['BoardError: boom', 'at Node.js v22.1.0']],
    [['BoardError: boom', 'Ready', frame]],
    [[frame, 'BoardError: boom']],
    [['board.BoardError: boom', frame]],
    [["BoardError: f() got an unexpected keyword argument 'x'", frame]],
    [["BoardError: 'list' object has no attribute 'x'", frame]],
    [["BoardError: 'a-b' object", frame], { type: 'BoardError', message: "'a-b' object" }],
    ['Unexpected token {', { type: 'SyntaxError', message: 'Unexpected token {' }],
    ['Unexpected identifier', { type: 'SyntaxError', message: 'Unexpected identifier' }],
    [
      ['npx: installed 12 in 3s', 'Unexpected token import'],
      { type: 'SyntaxError', message: 'Unexpected token import' },
    ],
    [
      ['the npx: installed 12', 'Unexpected identifier'],
      { type: 'SyntaxError', message: 'Unexpected identifier', first: 1 },
    ],
    [
      ['Unexpected identifier', 'A', 'npx: installed 12'],
      { type: 'SyntaxError', message: 'Unexpected identifier', last: 0 },
    ],
    ['An Unexpected identifier'],
    ['Unexpected identifier in x'],
    ['Unexpected token that is far too long'],
  ]);

  const echoes = [
    '/s/a.js:123',
    'file:///s/a.js:12',
    'C:\\s\\a.js:12',
    '  /s/a.js:12  ',
    'node:internal/modules/cjs/loader:1228',
    'node:internal/url:12   throw err;',
    'a.js:1',
  ];
  it.each(echoes.map((line) => [line]))('the echo of a source line: %s', (line) => {
    const lines = [line, 'boom()', '^', '', 'BoardError: boom'];
    expect(parseNode(lines)).toMatchObject([{ ...boom, first: 0, last: 4 }]);
  });

  it.each([
    ['/s/a b.js:12'],
    ['/s/a.js:12 x'],
    ['/s/a.js:x'],
    ['a node:internal/x:12 y'],
    ['node:internal/x:y z'],
  ])('no echo: %s', (line) => {
    expect(parseNode([line, '', 'BoardError: boom'])).toEqual([]);
    expect(parseNode([line, '', 'RangeError: boom'])).toMatchObject([{ first: 2 }]);
  });

  it('an echo stands near, and no other error between', () => {
    const lines = (count: number) => ['/s/a.js:1', ...Array(count).fill(''), 'BoardError: boom'];
    expect(parseNode(lines(6))).toMatchObject([{ first: 0 }]);
    expect(parseNode(lines(7))).toEqual([]);
    expect(parseNode(['/s/a.js:1', 'MyError: x', 'BoardError: boom'])).toMatchObject([
      { type: 'MyError' },
    ]);
  });
});

describe('what Node.js says of itself', () => {
  const refused = { type: 'Interpreter', last: 0 };
  finds(parseNode, 'node', [
    ['/usr/bin/node: bad option: --x', { ...refused, message: 'bad option: --x' }],
    ['C:\\nodejs\\node.exe: bad option: --x', { ...refused, message: 'bad option: --x' }],
    [
      ['a', 'node: --x is not allowed in NODE_OPTIONS', 'b', 'c', 'd'],
      {
        ...refused,
        message: '--x is not allowed in NODE_OPTIONS',
        first: 1,
        last: 1,
        text: 'node: --x is not allowed in NODE_OPTIONS\nb\nc',
      },
    ],
    ['my node: x'],
    ['mynode: x'],
    ['# Fatal error in , line 0', { type: 'FatalError', message: '# Fatal error in , line 0' }],
    [
      '#  Fatal JavaScript invalid size error 1',
      { type: 'FatalError', message: '#  Fatal JavaScript invalid size error 1' },
    ],
    ['<--- JS stacktrace --->', { type: 'FatalError', message: '<--- JS stacktrace --->' }],
    ['<--- JS stacktrace ---> x', { type: 'FatalError', message: ' x' }],
    ['FATAL ERROR: no heap', { type: 'FatalError', message: 'no heap' }],
    ['a FATAL ERROR: no heap'],
    [
      '  it was compiled against a different Node.js version ',
      { ...refused, message: 'it was compiled against a different Node.js version' },
    ],
    ['NODE_MODULE_VERSION 115. This', { ...refused, message: 'NODE_MODULE_VERSION 115. This' }],
    ['NODE_MODULE_VERSION x'],
    [
      'Error: x was compiled against a different Node.js',
      { type: 'Error', message: 'x was compiled against a different Node.js' },
    ],
  ]);

  const code = (line: string) => parseNode(['    at f (/s/a.js:1:2)', line]);
  it('the code is left where the beginning was cut off', () => {
    const whole = {
      kind: 'node',
      type: 'Error',
      code: 'ERR_A1',
      message: 'ERR_A1',
      first: 1,
      last: 1,
    };
    expect(code("  code: 'ERR_A1',")).toStrictEqual([{ ...whole, text: 'Error [ERR_A1]' }]);
    expect(code("  code: 'ERR_A1'")).toStrictEqual([{ ...whole, text: 'Error [ERR_A1]' }]);
    for (const line of [
      "code: 'ERR_A1'",
      "a  code: 'ERR_A1'",
      "  code: 'ERR_A1' x",
      "  code: 'aERR'",
      "  code: 'E'",
      "  code: 'E-R-R-S'",
    ])
      expect(code(line)).toEqual([]);
    expect(parseNode(['x', "  code: 'ERR_A1'", '    at f'])).toEqual([]);
  });
});
