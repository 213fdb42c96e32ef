/** Samples of Go. */
import { describe, expect, it } from 'vitest';
import { parseGo } from '../../../src/diagnose/failures/parse-go.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

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

describe('what Go says', () => {
  finds(parseGo, 'go', [
    [
      'fatal error: all goroutines are asleep - deadlock!',
      { type: 'panic', message: 'all goroutines are asleep - deadlock!' },
    ],
    ['panic: the ring is broken [recovered]', { type: 'panic', message: 'the ring is broken' }],
    ['panic: the ring [recovered] panic: again', { type: 'panic', message: 'the ring' }],
    ['runtime: out of memory', { type: 'panic', message: 'out of memory' }],
    ['runtime: goroutine stack exceeds 1000000000-byte limit'],
    ['runtime: a goroutine stack exceeds its limit'],
    ['a runtime: panic: x'],
    ['panic: runtime: goroutine', { type: 'panic', message: 'runtime: goroutine' }],
    ['go: cannot find main module', { type: 'log', message: 'cannot find main module' }],
    ['cargo: go: x'],
    [
      'cmd/srv/main.go:12:34: undefined: x',
      { type: 'build', message: 'undefined: x', at: 'cmd/srv/main.go:12:34' },
    ],
    ['a b.go:1:2: undefined: x'],
    ['main.go:x:2: undefined: x'],
    [
      '2026/01/02 10:00:00.123456 srv.go:123: cannot open x',
      { type: 'log', message: 'cannot open x' },
    ],
    ['2026/01/02 cannot open x', { type: 'log', message: 'cannot open x' }],
    [
      '2026/01/02 10:00:00 dial tcp: connection refused',
      { type: 'log', message: 'dial tcp: connection refused', code: 'ECONNREFUSED' },
    ],
    ['at 2026/01/02 10:00:00 cannot open x'],
    ['2026/01/02 10:00:00 warning: cannot open x'],
    ['2026/01/02 10:00:00 cannot open x, retry in 5 s'],
    ['cannot open x'],
  ]);

  it('a build names each place', () => {
    const lines = ['a.go:1:2: first', 'b.go:3:4: second'];
    expect(parseGo(lines).map(({ at }) => at)).toEqual(['a.go:1:2', 'b.go:3:4']);
  });

  goesOnWith(parseGo, 'panic: the ring is broken', {
    with: [
      'goroutine 1 [running]:',
      '\tC:/src: 12',
      '[signal SIGSEGV: segmentation violation]',
      'net/http.(*conn).serve()',
      'panic({0x1, 0x2})',
      'created by main.f in goroutine 1',
      'exit status 2',
      'main.f of x',
      'runtime.gopanic of x',
      '   /src/main.go:12 +0x1d',
    ],
    without: [
      'the goroutine 1',
      'a\tb',
      'the [signal x]',
      'it is f()',
      'f() is it',
      '()',
      'was created by x',
      'the exit status 2',
      'a main.f',
      'a runtime.f',
      'in   a.go:1',
      '   x: y',
    ],
  });

  it('a blank line at its end is not part of it', () => {
    expect(parseGo(['panic: x', '', 'goroutine 1 [running]:', '  ', 'on'])).toMatchObject([
      { last: 2 },
    ]);
  });
});
