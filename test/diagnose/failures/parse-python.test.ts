/** Samples of Python. */
import { describe, expect, it } from 'vitest';
import { parsePython } from '../../../src/diagnose/failures/parse-python.ts';
import { parsed } from './parsed.ts';

describe('Python', () => {
  it('the last of a chain, raised from another', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/s/a.py", line 1, in <module>',
      '    import bs4',
      "ModuleNotFoundError: No module named 'bs4'",
      '',
      'The above exception was the direct cause of the following exception:',
      '',
      'Traceback (most recent call last):',
      '  File "/s/b.py", line 2, in <module>',
      '    boot()',
      'RuntimeError: boot',
    ].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({
      type: 'RuntimeError',
      message: 'boot',
      from: { type: 'ModuleNotFoundError' },
    });
  });

  it('a handled one in a chain is no cause', () => {
    const text = [
      'Traceback (most recent call last):',
      '  File "/s/a.py", line 1, in f',
      "    d['X']",
      "KeyError: 'X'",
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "/s/b.py", line 2, in <module>',
      '    g()',
      'IndexError: list index out of range',
    ].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({ type: 'IndexError' });
  });

  it('a group is unwrapped', () => {
    const text = [
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "/s/a.py", line 1, in <module>',
      '  |     run()',
      '  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)',
      '  +-+---------------- 1 ----------------',
      '    | Traceback (most recent call last):',
      '    |   File "/s/b.py", line 2, in run',
      "    |     raise ValueError('no such board')",
      '    | ValueError: no such board',
      '    +------------------------------------',
    ].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({
      type: 'ValueError',
      message: 'no such board',
    });
  });

  it('in a box of rich', () => {
    const text = [
      '╭───── Traceback (most recent call last) ─────╮',
      '│ /s/a.py:12 in main                          │',
      '│ ❱ 12 │   raise RuntimeError("no board")     │',
      '╰─────────────────────────────────────────────╯',
      'RuntimeError: no board',
    ].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({ type: 'RuntimeError', message: 'no board' });
  });

  it('the number of a system error by name', () => {
    const text = ['OSError: [Errno 98] Address already in use'].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({ code: 'EADDRINUSE' });
  });

  it('Windows numbers are others', () => {
    const text = ['OSError: [WinError 10048] Solo se permite un uso'].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({ code: 'EADDRINUSE' });
  });

  it('syntax, with its place', () => {
    const text = [
      '  File "/s/a.py", line 3',
      '    x = = 1',
      '        ^',
      'SyntaxError: invalid syntax',
    ].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({ type: 'SyntaxError', at: '/s/a.py:3' });
  });

  it('the message of pydantic goes on', () => {
    const text = [
      'pydantic_core._pydantic_core.ValidationError: 1 validation error for Settings',
      'api_key',
      '  Field required [type=missing]',
    ].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({ type: 'ValidationError', last: 2 });
  });

  it('the interpreter itself', () => {
    const text = ['/usr/bin/python3: No module named srv'].join('\n');
    expect(parsed(parsePython, text)).toMatchObject({
      kind: 'python',
      message: 'No module named srv',
    });
  });

  it('what Python ignores itself', () => {
    const text = [
      'Exception ignored in: <function f at 0x1>',
      'Traceback (most recent call last):',
      '  File "/s/a.py", line 1, in f',
      'OSError: [Errno 28] No space left on device',
    ].join('\n');
    expect(parsed(parsePython, text)).toBeUndefined();
  });

  it('an error of JavaScript', () => {
    const text = ['TypeError: x is not a function', '    at f (/s/a.js:1:2)'].join('\n');
    expect(parsed(parsePython, text)).toBeUndefined();
  });
});
