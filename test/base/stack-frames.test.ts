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

it('a traceback of Python stays', () => {
  const lines = ['  File "server.py", line 2, in <module>', '    import x', 'NameError: x'];
  expect(withoutFrames(lines)).toEqual(lines);
});
