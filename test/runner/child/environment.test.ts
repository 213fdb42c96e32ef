import { describe, expect, it } from 'vitest';
import { buildEnvironment } from '../../../src/runner/child/environment.ts';

describe('the environment of the server', () => {
  it('is ours, then the file, then the options, then the repairs', () => {
    const environment = buildEnvironment({
      parent: { A: 'parent', B: 'parent', C: 'parent', D: 'parent', GONE: undefined },
      envFile: { B: 'file', C: 'file', D: 'file' },
      env: { C: 'option', D: 'option', EMPTY: '' },
      envFixes: { D: 'fix' },
    });
    expect(environment).toEqual({ A: 'parent', B: 'file', C: 'option', D: 'fix', EMPTY: '' });
  });
});
