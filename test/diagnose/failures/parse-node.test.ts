/** Samples of Node.js. */
import { describe, expect, it } from 'vitest';
import { parseNode } from '../../../src/diagnose/failures/parse-node.ts';
import { parsed } from './parsed.ts';

describe('Node.js', () => {
  it('an uncaught error, its code and the version', () => {
    const text = [
      'node:internal/modules/cjs/loader:1228',
      '  throw err;',
      '  ^',
      '',
      "Error: Cannot find module 'x'",
      'Require stack:',
      '- /s/a.js',
      '    at f (node:internal/x:1:2) {',
      "  code: 'MODULE_NOT_FOUND',",
      "  requireStack: [ '/s/a.js' ]",
      '}',
      '',
      'Node.js v20.15.0',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({
      type: 'Error',
      code: 'MODULE_NOT_FOUND',
      nodeMajor: 20,
      first: 0,
      last: 12,
    });
  });

  it('the error it was raised from', () => {
    const text = [
      'TypeError: fetch failed',
      '    at f (node:internal/x:1:2) {',
      '  [cause]: Error: connect ECONNREFUSED 127.0.0.1:1',
      '      at g (node:net:1:2) {',
      "    code: 'ECONNREFUSED'",
      '  }',
      '}',
      '',
      'Node.js v22.2.0',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({
      type: 'TypeError',
      from: { code: 'ECONNREFUSED' },
    });
  });

  it('behind the words of a logger', () => {
    const text = [
      '[25676] Fatal error: TypeError: fetch failed',
      '    at f (node:internal/x:1:2)',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({ type: 'TypeError', message: 'fetch failed' });
  });

  it('syntax, with its place', () => {
    const text = [
      'file:///s/a.js:205',
      'Promise < void  > {',
      '                ^',
      '',
      "SyntaxError: Unexpected token '>'",
      '    at f (node:internal/x:1:2)',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({ type: 'SyntaxError', at: '/s/a.js:205' });
  });

  it('the heap', () => {
    const text = [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ].join('\n');
    expect(parsed(parseNode, text)).toMatchObject({ type: 'FatalError' });
  });

  it('an error of Python', () => {
    const text = ["ModuleNotFoundError: No module named 'bs4'"].join('\n');
    expect(parsed(parseNode, text)).toBeUndefined();
  });

  it('a warning', () => {
    const text = [
      '(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated.',
    ].join('\n');
    expect(parsed(parseNode, text)).toBeUndefined();
  });
});
