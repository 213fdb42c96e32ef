/** Samples of Rust. */
import { describe, expect, it } from 'vitest';
import { parseRust } from '../../../src/diagnose/failures/parse-rust.ts';
import { parsed } from './parsed.ts';

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
