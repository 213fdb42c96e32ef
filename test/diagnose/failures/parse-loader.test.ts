/** Samples of the loader. */
import { describe, expect, it } from 'vitest';
import { parseLoader } from '../../../src/diagnose/failures/parse-loader.ts';
import { parsed } from './parsed.ts';

describe('the loader', () => {
  it('a library', () => {
    const text = [
      './srv: error while loading shared libraries: libEGL.so.1: cannot open shared object file',
    ].join('\n');
    expect(parsed(parseLoader, text)).toMatchObject({ kind: 'loader' });
  });

  it('another processor', () => {
    const text = ['exec /usr/local/bin/node: exec format error'].join('\n');
    expect(parsed(parseLoader, text)).toMatchObject({ kind: 'loader', code: 'ENOEXEC' });
  });

  it('macOS goes on', () => {
    const text = [
      'dyld[1]: Library not loaded: @rpath/x.dylib',
      '  Referenced from: /s',
      "  Reason: tried: '/x'",
    ].join('\n');
    expect(parsed(parseLoader, text)).toMatchObject({ last: 2 });
  });

  it('an exception about a library is the exception of its runtime', () => {
    const text = ["OSError: [Errno 8] Exec format error: './elf'"].join('\n');
    expect(parsed(parseLoader, text)).toBeUndefined();
  });
});
