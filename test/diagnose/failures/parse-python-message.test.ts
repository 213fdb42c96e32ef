/** How far the message of an exception goes in Python, and what is said without a traceback. */
import { describe, expect, it } from 'vitest';
import { parsePython } from '../../../src/diagnose/failures/parse-python.ts';
import { finds, goesOnWith } from './parsed.ts';

const head = 'Traceback (most recent call last):';

describe('a message of several lines', () => {
  goesOnWith(parsePython, 'ValueError: boom', {
    with: ['  x', 'and so forth', 'or x', 'but x', 'because x'],
    without: [
      '',
      '  ',
      'Ready',
      'lower case',
      'it and x',
      '-----',
      ' + ------',
      '|-----',
      'npm ERR! x',
      'x  y',
      'api_key',
    ],
  });
  goesOnWith(parsePython, ['ValueError: one of'], {
    with: ['Board', 'to npm x', 'a -----'],
    without: [
      'MyError: x',
      'MyException',
      'ERROR: x',
      'INFO x',
      '[x',
      '12 x',
      ' +-----',
      'npm x',
      'The above exception was the direct cause of the following exception:',
    ],
  });
  goesOnWith(parsePython, ['ValueError: the following: '], {
    with: ['Board', 'OK, x', 'see MyError', 'ABCDEFGHIJ x', 'HTTP_PROXY', 'on 12', 'a [x'],
    without: [''],
  });
  goesOnWith(parsePython, ['ValueError: of old'], { with: [], without: ['Ready', '-'] });
  goesOnWith(parsePython, ['ValueError: boom', '  x'], {
    with: ['lower', 'it is not running'],
    without: ['Upper', '-x', 'server is ready'],
  });
  goesOnWith(parsePython, ['ValueError: a  b'], { with: [], without: ['lower'] });

  it.each([
    ['a field and what is wrong with it', ['api_key', '  Field required'], 2],
    ['a path of fields', ['a.b', '  Field required', 'c', '  Field required'], 4],
    ['a sentence is no field', ['api key', '  Field required'], 0],
    ['no field without a word below', ['api_key', ' Field required'], 0],
    ['no field above a sentence', ['api_key', 'it  is'], 0],
    ['at most twenty lines', Array(30).fill('  and so on'), 20],
  ] as const)('%s', (_, below, last) => {
    expect(parsePython(['ValueError: boom', ...below])[0]?.last).toBe(last);
  });

  finds(parsePython, 'python', [
    [['ValueError:', '  the board is gone '], { type: 'ValueError', message: 'the board is gone' }],
    [['KeyError', 'Ready'], { type: 'KeyError', message: '', last: 0 }],
    [['ValueError: of', head, 'no!'], { type: 'ValueError', message: 'of', last: 0 }],
    [
      ['ValueError: boom', '  [Errno 28] x', 'Ready', '[Errno 13]'],
      { type: 'ValueError', message: 'boom', code: 'ENOSPC', last: 1 },
    ],
  ]);
});

describe('an exception without a traceback', () => {
  finds(parsePython, 'python', [
    ['KeyError: x', { type: 'KeyError', message: 'x' }],
    ['srv.BoardError: x', { type: 'BoardError', message: 'x' }],
    [
      'TypeError: f() missing 1 required argument',
      { type: 'TypeError', message: 'f() missing 1 required argument' },
    ],
    ['my.java.BoardError: x', { type: 'BoardError', message: 'x' }],
    [['KeyError: x', 'Look  at x'], { type: 'KeyError', message: 'x', last: 0 }],
    [['KeyError: x', 'A ---> x'], { type: 'KeyError', message: 'x', last: 0 }],
    [['    at f', 'KeyError: x'], { type: 'KeyError', message: 'x', first: 1 }],
    ['BoardError: x'],
    ['TypeError: x'],
    ['MyKeyError: x'],
    ['KeyError2: x'],
    ['KeyError [ERR_X]: x'],
    [['KeyError: x', '    at f']],
    [['KeyError: x', ' ---> y']],
    ['java.lang.KeyError: x'],
    ['System.KeyError: x'],
    ['io.grpc.StatusError: x'],
  ]);
});

describe('what the interpreter says', () => {
  const said = (message: string) => ({ type: 'Interpreter', message });
  finds(parsePython, 'python', [
    ["/usr/bin/python3.11: can't open file '/s/a.py'", said("can't open file '/s/a.py'")],
    ['C:\\Python\\python.exe: No module named srv', said('No module named srv')],
    ["'/usr/bin/python': cannot execute", said('cannot execute')],
    ['python: No such file', said('No such file')],
    ['Error while finding module spec for srv', said('Error while finding module spec for srv')],
    ['python3: ready'],
    ['the python: No module named srv'],
    ['mypython: No module named srv'],
    ['python!: No module named srv'],
    ['No module named srv'],
    ['an Error while finding module spec for srv'],
  ]);
});
