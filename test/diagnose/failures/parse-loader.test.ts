/** Samples of the loader. */
import { describe, expect, it } from 'vitest';
import { parseLoader } from '../../../src/diagnose/failures/parse-loader.ts';
import { finds, goesOnWith, parsed } from './parsed.ts';

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

describe('what the loader says', () => {
  const said = [
    "node: /lib/libc.so.6: version `GLIBC_2.28' not found (required by node)",
    'libstdc++.so.6: version GLIBCXX_3.4.26 not found',
    "CXXABI_1.3' was not found",
    'x.so (benötigt von /srv)',
    'dyld: Library not loaded: x',
    'dyld[1234]: missing symbol',
    'Library not loaded: x',
    '    Library not loaded: x',
    'Error loading shared library libc.so: No such file',
    'Error relocating /srv: x: symbol not found',
    'zsh: bad CPU type in executable: srv',
    'Bad CPU type in executable',
    '[PYI-1234:ERROR] x',
    'rosetta error: x',
    'qemu-x86_64: Could not open x',
    'The code execution cannot proceed because x.dll was not found.',
    'exec: cannot execute: required file not found',
  ];
  finds(parseLoader, 'loader', [
    ...said.map((line) => [line, { message: line.trim() }] as const),
    ['/srv: Exec format error', { message: '/srv: Exec format error', code: 'ENOEXEC' }],
    ['GLIBC_x not found'],
    ['GLIBC_2.28 is not one of those that were not found'],
    ['of dyld: x'],
    ['no Library not loaded: x'],
    ['an Error loading shared library x'],
    ['[PYI-x:ERROR] x'],
    ['a rosetta error: x'],
    ['a qemu-x86_64: x'],
    ['Is it? The code execution cannot proceed because x'],
    ['  ImportError: libGL.so.1: error while loading shared libraries: x'],
    [
      '[E] OSError: /srv: Exec format error',
      { message: '[E] OSError: /srv: Exec format error', code: 'ENOEXEC' },
    ],
    [
      ['see dyld: error while loading shared libraries: x', '  Reason: y'],
      { message: 'see dyld: error while loading shared libraries: x', last: 0 },
    ],
  ]);

  goesOnWith(parseLoader, 'dyld[12]: Library not loaded: x', {
    with: ['  one', 'Reason: x', '  Referenced from: x', '    two'],
    without: ['', 'on  one', 'the Reason: x', '   '],
  });
});
