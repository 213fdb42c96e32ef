/**
 * Text for a terminal: what stands on which line.
 */
import { expect, it } from 'vitest';
import { wrapped } from '../../src/cli/wrapped.ts';

it.each([
  ['a few words', 80, ['a few words']],
  ['a few words', 7, ['a few', 'words']],
  ['averylongword stays', 5, ['averylongword', 'stays']],
  ['', 10, ['']],
  // A command to paste stays on one line where it fits into one.
  ['See it: `npm view x version`.', 24, ['See it:', '`npm view x version`.']],
  ['Or `npm view x version`.', 10, ['Or `npm', 'view x', 'version`.']],
])('%j at %i', (text, columns, lines) => {
  expect(wrapped(text, columns)).toEqual(lines);
});
