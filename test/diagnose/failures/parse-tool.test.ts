/** Samples of tools with a chain of causes. */
import { describe, expect, it } from 'vitest';
import { parseTool } from '../../../src/diagnose/failures/parse-tool.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('tools with a chain of causes', () => {
  it('uv, all of the chain', () => {
    const text = [
      'error: Failed to spawn: `srv`',
      '  Caused by: No such file or directory (os error 2)',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({
      kind: 'tool',
      code: 'ENOENT',
      message: 'Failed to spawn: `srv`: No such file or directory (os error 2)',
    });
  });

  it('numbers of Windows by its paths', () => {
    const text = [
      'error: failed to remove file `C:\\s\\uv.exe`',
      '  Caused by: Access is denied. (os error 5)',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({ code: 'EACCES' });
  });

  it('a tree', () => {
    const text = [
      '  × Failed to build `x`',
      '  ├─▶ The build backend returned an error',
      '  ╰─▶ Call to `y` failed',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({
      message: 'Failed to build `x`: The build backend returned an error: Call to `y` failed',
    });
  });

  it('what pip said before', () => {
    const text = [
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(x)'",
      'ERROR: Could not find a version that satisfies the requirement x',
      'ERROR: No matching distribution found for x',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({
      first: 0,
      message: 'No matching distribution found for x',
    });
  });

  it('a warning of uv', () => {
    const text = ['warning: `VIRTUAL_ENV=/x` does not match and will be ignored'].join('\n');
    expect(parsed(parseTool, text)).toBeUndefined();
  });
});

describe('what tools say', () => {
  finds(parseTool, 'tool', [
    ['  error: no such board ', { message: 'no such board' }],
    ['error[E0425]: cannot find value', { message: 'cannot find value' }],
    ['fatal: not a git repository', { message: 'not a git repository' }],
    ['✘ no such board', { message: 'no such board' }],
    ['x Failed to build', { message: 'Failed to build' }],
    ['the error: no such board'],
    ['error[a b]: x'],
    [
      'An executable named `srv` is not provided',
      { message: 'An executable named `srv` is not provided' },
    ],
    ['The executable `srv` was not found.', { message: 'The executable `srv` was not found.' }],
    [
      'Package `srv-mcp` does not provide any executables.',
      { message: 'Package `srv-mcp` does not provide any executables.' },
    ],
    ['Package `` does not provide any executables.'],
    ['It said: The executable `srv` was not found.'],
    ['ERROR: no such board', { kind: 'line', message: 'no such board' }],
    ['error: BoardError: gone', { type: 'BoardError', message: 'BoardError: gone' }],
    [
      [
        'error: a',
        '  Caused by: b',
        '  cause:  c ',
        '  ├─▶ d',
        '`-> e',
        '2: Too many open files',
        'ready',
      ],
      { message: 'a: b: c: d: e: Too many open files', code: 'EMFILE', last: 5 },
    ],
    [['error: a', 'Caused by', '  b', 'c'], { message: 'a', last: 1 }],
    [['error: a', 'Caused by: ', '', '  b'], { message: 'a', last: 1 }],
    [['error: a', 'Caused by:', 'b'], { message: 'a', last: 1 }],
    [['error: a', 'was Caused by:', '  b'], { message: 'a', last: 0 }],
    [['error: a', '  b', 'Caused by:'], { message: 'a', last: 0 }],
    [['2: b', 'error: a', 'ready', '3: c'], { message: 'a', first: 1, last: 1 }],
    [`error: ${'x'.repeat(700)}`, { message: 'x'.repeat(600) }],
    [
      ['ERROR: Could not find a version', 'ERROR: No matching distribution'],
      { message: 'No matching distribution' },
    ],
    [
      ['WARNING: a', '  WARNING: b', '  ERROR: c', 'ERROR: Different python'],
      { kind: 'line', message: 'Different python', first: 3 },
    ],
    [
      ['on WARNING: a', 'WARNING: a', '   WARNING: b', '  ERROR: c', 'ERROR: different Python'],
      { message: 'different Python', first: 1 },
    ],
    [
      ['on  ERROR: c', 'ERROR: resolution impossible'],
      { message: 'resolution impossible', first: 1 },
    ],
    [['ERROR: different python', 'see ERROR: x'], { message: 'different python', last: 0 }],
    [['error: different python'], { message: 'different python' }],
  ]);

  goesOnWith(parseTool, 'error: a', {
    with: [
      '  Caused by: x',
      '│ x',
      '  | x',
      'hint: x',
      '  help: x',
      '--> a.rs:1',
      '  = note',
      'note: x',
      'tip: x',
      '    x',
      '- x',
      '  • x',
      'The following executables are available:',
      'Use `x`',
    ],
    without: [
      'was Caused by: x',
      'a │ x',
      'a hint: x',
      'on    x',
      '     ',
      'a - x',
      'On The following executables',
      'to Use `x`',
      '  x',
      'x: y',
    ],
  });

  it('blank lines between do not end it', () => {
    expect(parseTool(['error: a', '', '  ', 'hint: x', '', 'on'])).toMatchObject([{ last: 3 }]);
  });
});
