/**
 * Did you mean …?
 */
import { expect, it } from 'vitest';
import { nearest } from '../../src/cli/suggest.ts';

const words = ['--restarts', '--restart-window', '--env', '--env-file', '--cwd', '--noise'];

it.each([
  ['--restart', '--restarts'],
  ['--restarst', '--restarts'],
  ['--restart-windw', '--restart-window'],
  ['--evn', '--env'],
  ['--envfile', '--env-file'],
  ['--nosie', '--noise'],
])('%s: %s', (word, meant) => {
  expect(nearest(word, words, '--')).toBe(meant);
});

it.each(['-x', '--verbose', '--', '', 'x'.repeat(100_000)])('nothing is near %.20s', (word) => {
  expect(nearest(word, words, '--')).toBeUndefined();
});
