/** Samples of compilers. */
import { describe, expect, it } from 'vitest';
import { parseCompiler } from '../../../src/diagnose/failures/parse-compiler.ts';
import { parsed } from './parsed.ts';

describe('compilers', () => {
  it('esbuild draws around it', () => {
    const text = [
      '✘ [ERROR] Expected ";" but found "x"',
      '',
      '    src/a.ts:3:9:',
      '      3 │ const a x',
      '        ╵         ^',
      '',
      '1 error',
    ].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({
      at: 'src/a.ts:3:9',
      message: 'Expected ";" but found "x"',
    });
  });

  it('tsx', () => {
    const text = [
      'Error [TransformError]: Transform failed with 1 error:',
      '/s/a.ts:12:8: ERROR: Expected ";" but found "server"',
      '    at failureErrorWithLog (/x/esbuild/lib/main.js:1467:15)',
    ].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({ at: '/s/a.ts:12:8', first: 0 });
  });

  it('tsc, and the first of many', () => {
    const text = [
      "src/a.ts(3,9): error TS1005: ';' expected.",
      'src/a.ts(4,1): error TS1128: Declaration expected.',
    ].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({
      at: 'src/a.ts:3:9',
      code: 'TS1005',
      message: "';' expected.",
    });
  });

  it('Babel', () => {
    const text = ['SyntaxError: /s/a.js: Unexpected token (4:12)'].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({ at: '/s/a.js:4:12' });
  });

  it('Bun', () => {
    const text = ['error: Expected ";" but found "x"', '    at /s/a.ts:3:9'].join('\n');
    expect(parsed(parseCompiler, text)).toMatchObject({ at: '/s/a.ts:3:9' });
  });

  it('a warning of esbuild', () => {
    const text = ['▲ [WARNING] Import "x" will always be undefined', '', '    src/a.ts:3:4:'].join(
      '\n',
    );
    expect(parsed(parseCompiler, text)).toBeUndefined();
  });
});
