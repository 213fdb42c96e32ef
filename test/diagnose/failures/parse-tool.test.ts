/** Samples of tools with a chain of causes. */
import { describe, expect, it } from 'vitest';
import { parseTool } from '../../../src/diagnose/failures/parse-tool.ts';
import { parsed } from './parsed.ts';

describe('tools with a chain of causes', () => {
  it('uv, all of the chain', () => {
    const text = [
      'error: Failed to spawn: `srv`',
      '  Caused by: No such file or directory (os error 2)',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({
      kind: 'tool',
      code: 'ENOENT',
      message: 'Failed to spawn: `srv`: No such file or directory (os error 2)',
    });
  });

  it('numbers of Windows by its paths', () => {
    const text = [
      'error: failed to remove file `C:\\s\\uv.exe`',
      '  Caused by: Access is denied. (os error 5)',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({ code: 'EACCES' });
  });

  it('a tree', () => {
    const text = [
      '  × Failed to build `x`',
      '  ├─▶ The build backend returned an error',
      '  ╰─▶ Call to `y` failed',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({
      message: 'Failed to build `x`: The build backend returned an error: Call to `y` failed',
    });
  });

  it('what pip said before', () => {
    const text = [
      "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(x)'",
      'ERROR: Could not find a version that satisfies the requirement x',
      'ERROR: No matching distribution found for x',
    ].join('\n');
    expect(parsed(parseTool, text)).toMatchObject({
      first: 0,
      message: 'No matching distribution found for x',
    });
  });

  it('a warning of uv', () => {
    const text = ['warning: `VIRTUAL_ENV=/x` does not match and will be ignored'].join('\n');
    expect(parsed(parseTool, text)).toBeUndefined();
  });
});
