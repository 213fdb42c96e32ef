/** A line that names the class of an exception, behind whatever loggers put before it. */
import { describe, expect, it } from 'vitest';
import { exceptionLine, typedLine } from '../../../src/diagnose/failures/typed-line.ts';

const board = { type: 'BoardError', fullType: 'BoardError', message: 'boom' };

describe('a line with a class', () => {
  it.each([
    ['  ✗ BoardError: boom'],
    ['❌BoardError: boom'],
    ['[12:00] [srv] [x]BoardError: boom'],
    ['error: BoardError: boom'],
    ['[ERROR] BoardError: boom'],
    ['FATAL] BoardError: boom'],
    ['fatal:BoardError: boom'],
    ['Uncaught BoardError: boom'],
    ['Uncaught (in promise) BoardError: boom'],
    ['Unhandled exception BoardError: boom'],
    ['Unhandled promise rejection: BoardError: boom'],
    ['Unhandled rejection. BoardError: boom'],
    ['Uncaught:BoardError: boom'],
    ['throw BoardError: boom'],
    ['Failed to start server: BoardError: boom'],
    ['BoardError:boom  '],
  ])('%s', (line) => {
    expect(typedLine(line)).toStrictEqual(board);
  });

  it.each([
    ['the board is archived'],
    ['Errors: 12'],
    ['boardError: boom'],
    ['BoardErrors: boom'],
    ['BoardError boom'],
    ['it said BoardError: boom'],
    ['a: b: BoardError: boom'],
    ['said "x": BoardError: boom'],
    ['a: '],
    ['Exception handling is on'],
  ])('none: %s', (line) => {
    expect(typedLine(line)).toBeUndefined();
  });

  it.each([
    ['Error [ERR_X]: boom', { type: 'Error', fullType: 'Error', code: 'ERR_X', message: 'boom' }],
    ['a.b_c.BoardError', { type: 'BoardError', fullType: 'a.b_c.BoardError', message: '' }],
    [
      'A::B::BoardError: x: y',
      { type: 'BoardError', fullType: 'A::B::BoardError', message: 'x: y' },
    ],
    ['OpTimeout2: x', { type: 'OpTimeout2', fullType: 'OpTimeout2', message: 'x' }],
    ['BoardError (gone)', { type: 'BoardError', fullType: 'BoardError', message: '(gone)' }],
    ['MyError: BoardError: x', { type: 'MyError', fullType: 'MyError', message: 'BoardError: x' }],
    ['Oh: MyError: x', { type: 'MyError', fullType: 'MyError', message: 'x' }],
  ])('%s', (line, typed) => {
    expect(typedLine(line)).toStrictEqual(typed);
  });
});

describe('a line behind a traceback', () => {
  it.each([
    ['  srv.errors.Gone: boom ', { type: 'Gone', fullType: 'srv.errors.Gone', message: 'boom' }],
    ['gone', { type: 'gone', fullType: 'gone', message: '' }],
    ['_x:y', { type: '_x', fullType: '_x', message: 'y' }],
  ])('any name is one: %s', (line, typed) => {
    expect(exceptionLine(line)).toStrictEqual(typed);
  });

  it.each([['the board'], ['a b: c'], ['(x): y'], ['a!'], ['-a.b: c'], ['']])(
    'none: %s',
    (line) => {
      expect(exceptionLine(line)).toBeUndefined();
    },
  );
});
