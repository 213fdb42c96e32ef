/** Samples of Rust. */
import { describe, expect, it } from 'vitest';
import { parseRust } from '../../../src/diagnose/failures/parse-rust.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

describe('Rust', () => {
  it('the message behind its place', () => {
    const text = [
      "thread 'main' (42) panicked at src/main.rs:29:6:",
      'called `Result::unwrap()` on an `Err` value: Os { code: 2, kind: NotFound, message: "x" }',
      'note: run with `RUST_BACKTRACE=1`',
    ].join('\n');
    expect(parsed(parseRust, text)).toMatchObject({
      at: 'src/main.rs:29:6',
      code: 'ENOENT',
      last: 2,
    });
  });

  it('the old form', () => {
    const text = ["thread 'main' panicked at 'the ring is broken', src/main.rs:2:5"].join('\n');
    expect(parsed(parseRust, text)).toMatchObject({
      message: 'the ring is broken',
      at: 'src/main.rs:2:5',
    });
  });

  it('what main returned, with its causes', () => {
    const text = [
      'Error: loading',
      '',
      'Caused by:',
      '    0: reading x',
      '    1: the index is damaged',
    ].join('\n');
    expect(parsed(parseRust, text)).toMatchObject({
      kind: 'rust',
      message: 'loading: reading x: the index is damaged',
    });
  });

  it('an error of anybody', () => {
    const text = ['Error: loading'].join('\n');
    expect(parsed(parseRust, text)).toBeUndefined();
  });
});

describe('what Rust says', () => {
  finds(parseRust, 'rust', [
    [
      "  thread 'main' panicked at src/main.rs:29:6:",
      { type: 'panic', message: '', at: 'src/main.rs:29:6' },
    ],
    [
      ["thread 'tokio-1' panicked at src/main.rs:29:6:", '  the ring is broken '],
      { type: 'panic', message: 'the ring is broken', at: 'src/main.rs:29:6' },
    ],
    [
      ["thread 'main' panicked at 'it''s broken', src/main.rs:129:56", 'ready'],
      { type: 'panic', message: "it''s broken", at: 'src/main.rs:129:56', last: 0 },
    ],
    [
      ["thread 'main' panicked at the 'x', a.rs:1:2", 'y'],
      { type: 'panic', message: 'y', at: "the 'x', a.rs:1:2" },
    ],
    [
      ["thread 'main' panicked at 'x', a.rs:1:2 now", 'y'],
      { type: 'panic', message: 'y', at: "'x', a.rs:1:2 now" },
    ],
    [["said: thread 'main' panicked at 'x', a.rs:1:2"]],
    ['Error: BoardError { id: 7 }', { type: 'Error', message: 'BoardError { id: 7 }' }],
    [
      'Error: Io(Os { code: 2, kind: NotFound })',
      { type: 'Error', message: 'Io(Os { code: 2, kind: NotFound })', code: 'ENOENT' },
    ],
    ['Error: Board::Gone', { type: 'Error', message: 'Board::Gone' }],
    ['Error: board(7)'],
    ['Error: The board (7)'],
    ['it is Error: Io(7)'],
    [
      ['Error: loading', '  Caused by:', '  12: Too many open files', '    0', '    and', 'ready'],
      { message: 'loading: Too many open files: 0: and', code: 'EMFILE', last: 4 },
    ],
    [['Error: loading', '', '', 'Caused by:', '  x']],
    [['the Error: loading', 'Caused by:', '  x']],
    [['Error: loading', 'was Caused by:', '  x']],
    [['loading', 'Caused by:', '  x']],
    [['Error: Could not find or load main class A', 'Caused by: java.lang.X']],
    [['Error: loading', 'Caused by:', 'x  y'], { message: 'loading', last: 1 }],
    [['    0: x', 'Error: loading', 'Caused by:', '  y'], { message: 'loading: y', first: 1 }],
  ]);

  goesOnWith(parseRust, ["thread 'main' panicked at a.rs:1:2:", 'x'], {
    with: [
      'note: run with x',
      'stack backtrace:',
      '  12: main',
      '   at ./a.rs',
      "thread 'main' panicked while aborting",
      'fatal runtime error: x',
    ],
    without: ['a note: x', '12: x', '  x: y', 'look at x', 'ready', "thread 'main' goes on"],
  });

  it('all of the backtrace is part of it', () => {
    const lines = ["thread 'main' panicked at a.rs:1:2:", 'x', 'note: y', '   0: z', '  at a.rs'];
    expect(parseRust(lines)).toMatchObject([{ last: 4, kind: 'rust' }]);
    expect(parseRust(["thread 'a' panicked at 'x', a.rs:1:2", 'note: y'])).toMatchObject([
      { last: 1 },
    ]);
  });
});
