/**
 * What is left of a stack, so that a few last lines show the error and not its frames.
 */
import { expect, it } from 'vitest';
import { withoutFrames } from '../../src/base/stack-frames.ts';

it('one frame of a stack stays, and no carets', () => {
  const lines = [
    'throw new Error("no such profile");',
    '      ^',
    'Error: no such profile',
    '    at <anonymous> (/srv/throw.ts:7:7)',
    '    at ModuleJob.run (node:internal/modules/esm/module_job:325:25)',
    '    at async Promise.all (index 0)',
    '    at Hooks.resolve (node:internal/modules/esm/hooks:306:30) {',
    "  code: 'ERR'",
  ];
  expect(withoutFrames(lines)).toEqual([
    'throw new Error("no such profile");',
    'Error: no such profile',
    '    at <anonymous> (/srv/throw.ts:7:7)',
    "  code: 'ERR'",
  ]);
});

it('other text that begins so stays', () => {
  const lines = ['    at the end of the file', '    at 10:30 the door opens', 'at x (y:1:2)'];
  expect(withoutFrames(lines)).toEqual(lines);
});

it.each([
  ['    at /srv/x.js:1:2', false],
  ['\tat f (/srv/x.js:1:2)', false],
  ['    at Promise.all (index 12)', false],
  ['    at Array.map (native)', false],
  ['    at f (<anonymous>)', false],
  ['    at <anonymous>', false],
  ['    at f (y:1:2) {', false],
  ['x     at f (y:1:2)', true],
  ['    at f (y:1:2) failed', true],
  ['    at f (index a)', true],
  ['  ^~~^  ', false],
  ['^', false],
  ['x ^', true],
  ['^ x', true],
  ['^x^', true],
])('behind a frame %j stays: %s', (line, stays) => {
  const first = '    at f (y:1:2)';
  expect(withoutFrames([first, line])).toEqual(stays ? [first, line] : [first]);
});

it('a traceback of Python stays', () => {
  const lines = ['  File "server.py", line 2, in <module>', '    import x', 'NameError: x'];
  expect(withoutFrames(lines)).toEqual(lines);
});
