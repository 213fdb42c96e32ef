/** Where an exception of Python begins and ends, with its traceback and without. */
import { describe, expect, it } from 'vitest';
import { parsePython } from '../../../src/diagnose/failures/parse-python.ts';
import { finds } from './parsed.ts';

const head = 'Traceback (most recent call last):';
const at = '  File "/s/a.py", line 123, in f';
const boom = { type: 'ValueError', message: 'boom', text: `${at}\nValueError: boom` };

describe('a traceback', () => {
  finds(parsePython, 'python', [
    [[head, at, '    x()', 'ValueError: boom'], boom],
    [[`2026-01-02 ERROR ${head}`, at, 'ValueError: boom'], boom],
    [[at, '    x()', 'ValueError: boom'], boom],
    [
      [head, at, '', '...', '[Previous line repeated 3 more times]', '~~^~~', 'ValueError: boom'],
      boom,
    ],
    [[head, at, head, 'ValueError: boom'], boom],
    [[head, at, 'srv.Gone'], { type: 'Gone', message: '', text: `${at}\nsrv.Gone` }],
    [
      [head, at, '  srv.BoardError: gone'],
      { type: 'BoardError', message: 'gone', text: `${at}\n  srv.BoardError: gone` },
    ],
    [[head, at, '          BoardError: gone', 'ValueError: boom'], boom],
    [[head, at, '  call(BoardError: gone)', 'ValueError: boom'], boom],
    [
      [head, at, 'see ... there', 'ValueError: boom'],
      { ...boom, text: 'ValueError: boom', first: 3 },
    ],
    [
      [head, at, 'a [Previous line repeated', 'ValueError: boom'],
      { ...boom, text: 'ValueError: boom', first: 3 },
    ],
    [[head, 'in   File "/s/a.py", line 1', 'Gone!', 'srv.Gone']],
    [['at File "/s/a.py", line 1', 'Gone']],
    [[head, at]],
    [
      ['  File "/s/a.py", line 123', '    x = = 1', '        ^', 'TabError: boom'],
      { type: 'TabError', message: 'boom', at: '/s/a.py:123' },
    ],
    [
      [at, '    x = = 1', 'MySyntaxError: boom'],
      { type: 'MySyntaxError', message: 'boom', text: `${at}\nMySyntaxError: boom` },
    ],
    [
      [at, '    x = = 1', 'SyntaxErrors: boom'],
      { type: 'SyntaxErrors', message: 'boom', text: `${at}\nSyntaxErrors: boom` },
    ],
    [
      [at, '    x = os.getcwd()', '    y()', 'FileNotFoundError: [Errno 2] No such file'],
      {
        type: 'FileNotFoundError',
        message: '[Errno 2] No such file',
        code: 'ENOENT',
        text: `${at}\n    x = os.getcwd()\nFileNotFoundError: [Errno 2] No such file`,
      },
    ],
  ]);

  it('shows the innermost frames', () => {
    const frames = Array.from({ length: 30 }, (_, row) => `  File "/s/a.py", line ${row}, in f`);
    const text = parsePython([head, ...frames, 'ValueError: boom'])[0]?.text.split('\n');
    expect(text).toEqual([...frames.slice(-12), 'ValueError: boom']);
  });

  it.each([
    ['Exception ignored in: <x>'],
    ['Task exception was never retrieved'],
    ['Future exception was never retrieved'],
  ])('Python goes on after: %s', (line) => {
    expect(parsePython([line, 'future: <x>', '', head, at, 'ValueError: boom'])).toEqual([]);
    for (const before of [[`it said ${line}`], [line, '', '', '']])
      expect(parsePython([...before, head, at, 'ValueError: boom'])).toHaveLength(1);
    expect(parsePython([head, at, 'ValueError: boom', '', line])).toHaveLength(1);
  });

  const cause = 'The above exception was the direct cause of the following exception:';
  it('knows what it was raised from', () => {
    const from = (...between: string[]) =>
      parsePython([head, at, 'KeyError: 1', ...between, head, at, 'OSError: 2']).at(-1)?.from;
    expect(from('', cause, '')).toMatchObject({ type: 'KeyError' });
    expect(from('', `  | ${cause}`, '')).toMatchObject({ type: 'KeyError' });
    expect(from(cause)).toMatchObject({ type: 'KeyError' });
    expect(from('', `So: ${cause}`, '')).toBeUndefined();
    expect(from('', cause, '', '', '')).toBeUndefined();
    expect(from('')).toBeUndefined();
  });

  const box = ['╭─── Traceback (most recent call last) ───╮', '│ /s/a.py:12 in main │', '  ╰────╯'];
  finds(parsePython, 'python', [
    [[...box, 'ValueError: boom'], { ...boom, text: 'ValueError: boom' }],
    [
      [' ┌── Traceback (most recent call last) ──┐', ...box.slice(1), 'Gone'],
      { type: 'Gone', message: '', text: 'Gone' },
    ],
    [
      [
        '╭─── Traceback (most recent call last) ───╮',
        'Gone: x',
        'a ╰──',
        '└──',
        'ValueError: boom',
      ],
      { ...boom, text: 'ValueError: boom' },
    ],
    [['╭─── Traceback (most recent call last) ───╮', 'Gone: x']],
  ]);
});

describe('a group of exceptions', () => {
  const group = 'ExceptionGroup: unhandled errors (1 sub-exception)';
  const whole = {
    type: 'ExceptionGroup',
    message: 'unhandled errors (1 sub-exception)',
    text: `${at}\n${group}`,
    last: 2,
  };
  it.each([['+-+---------------- 1 ----------------'], ['  +---- 1'], ['+ -1'], ['| x']])(
    'says less than what it holds: %s',
    (line) => {
      expect(parsePython([head, at, group, line])).toEqual([]);
      expect(parsePython([head, at, 'ExceptionGrouping: x', line])).toHaveLength(1);
    },
  );
  finds(parsePython, 'python', [
    [[head, at, group, 'ready'], whole],
    [[head, at, group, 'x | y'], whole],
    [[head, at, group, '+---- 2'], whole],
    [
      [
        '  + Exception Group Traceback (most recent call last):',
        '  |   File "/s/b.py", line 2, in run',
        '  | ValueError: boom:',
        '  |   at home',
        '  | Next',
        '  +------',
      ],
      {
        type: 'ValueError',
        message: 'boom:',
        text: '  |   File "/s/b.py", line 2, in run\n  | ValueError: boom:\n  |   at home',
        last: 3,
      },
    ],
  ]);
});
