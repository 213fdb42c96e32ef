/** When texts are coloured. */
import { expect, it } from 'vitest';
import { hasCursor, wantsColour } from '../../src/base/wants-colour.ts';

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  // A CI system is not a terminal, and says so by FORCE_COLOR if it shows colours all the same.
  [false, { CI: 'true' }, false],
  [true, { CI: 'true' }, true],
  [false, { CI: 'true', FORCE_COLOR: '1' }, true],
  [true, { TERM: 'dumb' }, false],
  [true, { TERM: 'xterm-256color' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: 'false' }, false],
  [false, { FORCE_COLOR: '3', NO_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '1', TERM: 'dumb' }, true],
])('a terminal %s with %j: %s', (isTerminal, environment, isColoured) => {
  expect(wantsColour(isTerminal, environment)).toBe(isColoured);
});

it.each([
  [true, {}, true],
  [true, { TERM: 'dumb' }, false],
  [true, { NO_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '1' }, false],
])('a cursor on a terminal %s with %j: %s', (isTerminal, environment, has) => {
  expect(hasCursor(isTerminal, environment)).toBe(has);
});
