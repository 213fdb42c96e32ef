/** Samples of npm, pnpm and Yarn. */
import { describe, expect, it } from 'vitest';
import { parseNpm } from '../../../src/diagnose/failures/parse-npm.ts';
import { parsed } from './parsed.ts';

describe('npm, pnpm and Yarn', () => {
  it('a block with its code', () => {
    const text = [
      'npm error code E404',
      'npm error 404 Not Found - GET https://r.test/x - Not found',
      "npm error 404  'x@*' is not in this registry.",
      'npm notice',
      'npm error A complete log of this run can be found in: /l',
    ].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({
      kind: 'npm',
      code: 'E404',
      message: 'Not Found - GET https://r.test/x - Not found',
      first: 0,
    });
  });

  it('a script that failed is only a wrapper', () => {
    const text = [
      'npm ERR! code ELIFECYCLE',
      'npm ERR! errno 1',
      'npm ERR! srv@1.0.0 start: `node x.js`',
      'npm ERR! Exit status 1',
    ].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({ wrapper: true });
  });

  it('pnpm names its code', () => {
    const text = [
      ' ERR_PNPM_NO_SCRIPT  Missing script: serve',
      '',
      'Command "serve" not found.',
    ].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({ code: 'ERR_PNPM_NO_SCRIPT' });
  });

  it('Yarn says that a command failed', () => {
    const text = ['error Command failed with exit code 1.'].join('\n');
    expect(parsed(parseNpm, text)).toMatchObject({ wrapper: true });
  });

  it('warnings and notices are none', () => {
    const text = [
      'npm warn deprecated inflight@1.0.6: leaks memory',
      'npm notice New major version of npm available!',
    ].join('\n');
    expect(parsed(parseNpm, text)).toBeUndefined();
  });
});
