/** What the words of a line tell: that it failed, goes on, is mild; and words that tell neither. */
import { describe, expect, it } from 'vitest';
import {
  isBad,
  isHandled,
  isInstruction,
  isMeaningful,
  isMild,
  isProgress,
} from '../../../src/diagnose/failures/line-kinds.ts';
import { tells } from './parsed.ts';

describe('what a person is told to do', () => {
  tells(isInstruction, {
    yes: [
      'Please do',
      'this needs x',
      'you need x',
      'it is needed',
      'is required',
      'for more: x',
      'see http://x',
      'https://x',
      'export X=1',
    ],
    no: ['the board is gone', 'needy', 'restart it', 'http: x'],
  });
});

describe('what went wrong', () => {
  tells(isBad, {
    yes: [
      'it failed',
      'two errors',
      'aborting',
      'it panicked',
      'crashed',
      'timed out',
      'timeout',
      'time out',
      'unauthorised',
      'unauthorized',
      'corrupted',
      'unrecognised x',
      'unrecognized x',
      'conflicting',
      '❌ x',
      '✗',
      '×',
      'already initialised',
      'already initialized',
      'not here',
      'no board',
      'already running',
    ],
    no: [
      'not found a board',
      'not yet',
      'the board is here',
      'prefail',
      'note',
      'timed',
      'already here',
      '✓ x',
    ],
  });
});

describe('a line below the level of an error', () => {
  tells(isMild, {
    yes: [
      'warn: x',
      'WARNING x',
      '[INFO] x',
      '(debug) x',
      '<notice> x',
      '2026-01-02 10:00:00,123 - INFO - x',
      '2026-01-02T10:00:00.000Z INFO x',
      '[10:00:00] INFO x',
      '[2026-01-02 10:00:00] [info] x',
      '10:00:00 | srv | info | x',
      'srv: info: x',
      'srv - INFO - x',
      'srv:info:x',
      '- [10:00]-verb x',
      '/s/a.py:1: UserWarning: x',
      '(node:1) DeprecationWarning: x',
      'a warning: x',
      '{"level":"info"}',
      '{"level": "warn"}',
      'x level=warn y',
      "level: 'debug'",
      'level:info',
    ],
    no: [
      'information',
      'the info',
      'a b: info',
      'an ERROR line',
      'UserWarnings',
      'sublevel=info',
      'level of info',
      'level info',
      'x|y info',
      'ABC info',
      'a b - info',
    ],
  });
});

describe('what the server goes on without', () => {
  tells(isHandled, {
    yes: [
      'x is optional',
      'a warning: x',
      'skipped',
      'ignored',
      'falling back',
      'fallback',
      'fall back',
      'disabled',
      'rate limit',
      'rate-limit',
      'limits apply',
      'limit may be low',
      'read-only mode',
      'readonly mode',
      'default x',
      'defaults to x',
      'defaulting',
      'use it instead',
      'retrying',
      'limited to x',
      'no longer supported',
    ],
    no: [
      'the board is archived',
      'optionally',
      'defaulted',
      'rate  limit',
      'limits',
      'read the only mode',
      'unlimited apply',
    ],
  });
});

describe('proof that life went on', () => {
  tells(isProgress, {
    yes: [
      'it listens: listening',
      'initialised',
      'initialized',
      'it falls back',
      'fallback x',
      'fall back',
      'falling back',
      'retry',
      'retrying',
      'success',
      'successful',
      'successfully',
      'complete',
      'completed',
      'proceed',
      'proceeding',
      'it works',
      'to work',
      'ok',
      '✅ x',
      '✓',
      'INFO the board failed',
    ],
    no: [
      'the board',
      'it started, but failed',
      'the process was started and exited',
      'is it running?',
      'is it running? [y/n]',
      'is it running? (Yes/No)  ',
      'please be ready',
      'make sure it is running',
      're-run when ready',
      'rerun when ready',
      'did you have it installed',
      '❌ ready',
    ],
  });
  it('a question in the middle is none', () => {
    expect(isProgress('is it? running')).toBe(true);
    expect(isProgress('is it running? [as far as we see]')).toBe(true);
    expect(isProgress('is it running? {y}')).toBe(true);
  });
});

describe('what a person would read', () => {
  tells(isMeaningful, { yes: ['the board'], no: ['', '    at f (x)', 'exited'] });
});
