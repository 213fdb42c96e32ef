/** Where the block of an error of Node.js begins and ends, and what is read out of it. */
import { describe, expect, it } from 'vitest';
import { parseNode } from '../../../src/diagnose/failures/parse-node.ts';
import { finds, goesOnWith } from './parsed.ts';

describe('the block of an error', () => {
  goesOnWith(parseNode, 'RangeError: boom', {
    with: [
      '    at f (/s/a.js:1:2)',
      '  at async x',
      '    ... 12 lines matching cause stack trace ...',
      '... 12 lines matching',
      ' x',
      'Require stack:',
      '- /s/a.js',
      "Emitted 'error' event on x",
      'was compiled against x',
      'NODE_MODULE_VERSION 1',
      'Instead change x',
      '   indented',
      'Tried x',
      'Please do',
      'lower case',
    ],
    without: [
      '',
      'At f',
      'Look    at home',
      'On ... 12 lines matching',
      'It is - x',
      'srv.errors.MyError: x',
      'On ... x',
      '... x lines matching',
      'The Require stack:',
      '-x',
      "It Emitted 'error' event",
      'Ready',
      '[info] x',
      '12 x',
      'INFO x',
      'ERROR: x',
      'npm run',
      'MyError: x',
      '   ',
    ],
  });
  goesOnWith(parseNode, ['RangeError: boom {'], {
    with: ['}', "  code: 'X'", '  [cause]: x', ' x: 1', ']', '^', '  x'],
    without: ['Ready', 'It is  x: 1', 'On   x'],
  });
  goesOnWith(parseNode, ['RangeError: boom ['], {
    with: [' x', ']', '}'],
    without: ['Ready', 'It is x', 'On ]'],
  });
  goesOnWith(parseNode, ['RangeError: { boom', '    at f'], { with: [], without: ['  x'] });
  goesOnWith(parseNode, ['RangeError: [ boom', '    at f'], { with: [], without: ['  x'] });
  goesOnWith(parseNode, ['RangeError: boom {  ', '    at f'], { with: ['  x'], without: ['X'] });
  goesOnWith(parseNode, ['RangeError: boom [  ', '    at f'], { with: ['  x'], without: ['X'] });
  goesOnWith(parseNode, ['ZodError: '], { with: [], without: [''] });
  goesOnWith(parseNode, ['ZodError: ', '    at f'], { with: ['    at g'], without: ['Ready'] });
  goesOnWith(parseNode, ['RangeError: x', '    at f'], {
    with: ['    at g'],
    without: ['lower case', '  x'],
  });

  it('a second line stands near: within four', () => {
    const last = (head: string, count: number, line: string) =>
      parseNode([head, ...Array(count).fill(line)]).at(-1)?.last;
    expect(last('RangeError: boom', 9, 'and so on')).toBe(4);
    expect(last('RangeError: ', 9, 'Any')).toBe(4);
  });

  finds(parseNode, 'node', [
    [['RangeError: a {', '  a: {}', '', '  d: 2', '}'], { type: 'RangeError', message: 'a {' }],
    [
      ['RangeError: a {', '    b: {', '    },', '}', '', '  d: 2'],
      { type: 'RangeError', message: 'a {', last: 3 },
    ],
    [
      ['/s/a.js:1', 'const a = = 1', '', 'SyntaxError: x'],
      { type: 'SyntaxError', message: 'x', at: '/s/a.js:1' },
    ],
    [
      ['RangeError: a {', '  b: {', '    c: 1', '  },', '', '  d: 2', '}', '', 'Ready'],
      { type: 'RangeError', message: 'a {', last: 6 },
    ],
    [
      ['RangeError: a', '    at f {', '', '  d: 2', ' }', '', '  e: 3'],
      { type: 'RangeError', message: 'a', last: 4 },
    ],
    [['RangeError: a', '    at { f', '', '  d: 2'], { type: 'RangeError', message: 'a', last: 1 }],
    [['RangeError: a', '    at {  ', '  }x', '', '  d: 2'], { type: 'RangeError', message: 'a' }],
    [
      ['RangeError: a {', 'X}', '  y', '', '  d: 2'],
      { type: 'RangeError', message: 'a {', last: 0 },
    ],
    [['RangeError: a', '', '    at f (/s/a.js:1:2)'], { type: 'RangeError', message: 'a' }],
    [['RangeError: a', '', 'x    at f'], { type: 'RangeError', message: 'a', last: 0 }],
    [['RangeError: a', '', '  at f'], { type: 'RangeError', message: 'a', last: 0 }],
    [
      ['RangeError: ', '    at f', '  the board is archived '],
      { type: 'RangeError', message: '', last: 1 },
    ],
    [
      ['ZodError: ', '[', '  the board is archived '],
      { type: 'ZodError', message: 'the board is archived' },
    ],
    [
      ['Error: a', "    at f { code: 'X' }", "  code: 'ERR_X1',"],
      { type: 'Error', code: 'ERR_X1', message: 'ERR_X1', text: 'Error [ERR_X1]', first: 2 },
    ],
    [
      ['Error: a', '    at f {', "  code: 'ERR_X1',"],
      { type: 'Error', message: 'a', code: 'ERR_X1' },
    ],
    [['Error: a', "    at f { code: 'ERR_X1'", '    at g'], { type: 'Error', message: 'a' }],
    [
      ['Error: listen EADDRINUSE: x', '    at f'],
      { type: 'Error', message: 'listen EADDRINUSE: x', code: 'EADDRINUSE' },
    ],
    [
      ['file:///s/a.js:12', 'x', '', 'SyntaxError: Missing file://'],
      { type: 'SyntaxError', message: 'Missing file://', at: '/s/a.js:12' },
    ],
    [
      ['  /s/file://a.js:12', '', 'SyntaxError: x'],
      { type: 'SyntaxError', message: 'x', at: '/s/file://a.js:12' },
    ],
    [['npx: installed 1', 'SyntaxError: x'], { type: 'SyntaxError', message: 'x' }],
    [
      [
        '/s/a.js:1',
        'throw new BoardError("x")',
        '  const a = 1',
        'let a',
        'var a',
        'return a',
        'BoardError: a',
        '    at f',
      ],
      { type: 'BoardError', message: 'a', text: '/s/a.js:1\nBoardError: a\n    at f' },
    ],
    [
      [
        '/s/a.js:1',
        'if (a) b',
        '  call(a)',
        'it let a',
        '++(a)',
        'process.dlopen(a)',
        'BoardError: a',
      ],
      {
        type: 'BoardError',
        message: 'a',
        text: '/s/a.js:1\nit let a\n++(a)\nprocess.dlopen(a)\nBoardError: a',
      },
    ],
  ]);

  it('the error it was raised from, and no other', () => {
    const from = (line: string) => parseNode(['Error: a', '    at f {', line, '}'])[0]?.from;
    const whole = { kind: 'node', first: 0, last: 3 };
    expect(from('  [cause]: MyError: no board')).toStrictEqual({
      ...whole,
      type: 'MyError',
      message: 'no board',
      text: 'MyError: no board',
    });
    expect(from('  [errors]: Error: connect ECONNREFUSED ::1')).toMatchObject({
      code: 'ECONNREFUSED',
    });
    expect(from('  [cause]: Error [ERR_A]: b')).toMatchObject({ code: 'ERR_A' });
    for (const line of ['  [cause]: undefined', '    at [cause]: Error: b', '  x: 1'])
      expect(from(line)).toBeUndefined();
    const after = ['Error: a', '    at f', '', '  [cause]: Error: b'];
    expect(parseNode(after)[0]?.from).toBeUndefined();
  });
});
