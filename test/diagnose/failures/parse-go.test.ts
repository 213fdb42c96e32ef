/** Samples of Go. */
import { describe, expect, it } from 'vitest';
import { parseGo } from '../../../src/diagnose/failures/parse-go.ts';
import { parsed } from './parsed.ts';

describe('Go', () => {
  it('a panic with its goroutines', () => {
    const text = [
      'panic: runtime error: invalid memory address or nil pointer dereference',
      '[signal SIGSEGV: segmentation violation code=0x1]',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/src/main.go:12 +0x1d',
      'exit status 2',
    ].join('\n');
    expect(parsed(parseGo, text)).toMatchObject({
      type: 'panic',
      message: 'runtime error: invalid memory address or nil pointer dereference',
      last: 6,
    });
  });

  it('log.Fatal', () => {
    const text = ['2026/01/02 10:00:00 listen tcp :80: bind: permission denied'].join('\n');
    expect(parsed(parseGo, text)).toMatchObject({
      type: 'log',
      message: 'listen tcp :80: bind: permission denied',
    });
  });

  it('the tool go', () => {
    const text = ['go: go.mod requires go >= 1.24 (running go 1.21.0)'].join('\n');
    expect(parsed(parseGo, text)).toMatchObject({ kind: 'go' });
  });

  it('ordinary log lines', () => {
    const text = ['2026/01/02 10:00:00 serving on stdio'].join('\n');
    expect(parsed(parseGo, text)).toBeUndefined();
  });
});
