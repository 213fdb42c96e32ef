/** Samples of shells. */
import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/diagnose/failures/parse-shell.ts';
import { finds, parsed } from './parsed.ts';

describe('shells', () => {
  it('sh', () => {
    const text = ['sh: 1: npx: not found'].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'shell' });
  });

  it('env, in any language', () => {
    const text = ['/usr/bin/env: »node«: Datei oder Verzeichnis nicht gefunden'].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'shell' });
  });

  it('cmd.exe, and the line it goes on in', () => {
    const text = [
      "'uv' は、内部コマンドまたは外部コマンド、",
      '操作可能なプログラムまたはバッチ ファイルとして認識されていません。',
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'shell', last: 1 });
  });

  it('the id of PowerShell', () => {
    const text = [
      'uvx : Die Benennung wurde nicht erkannt.',
      '    + CategoryInfo          : ObjectNotFound: (uvx:String) [], CommandNotFoundException',
      '    + FullyQualifiedErrorId : CommandNotFoundException',
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({
      kind: 'powershell',
      code: 'CommandNotFoundException',
      first: 0,
    });
  });

  it('the code of WSL', () => {
    const text = [
      'There is no distribution with the supplied name.',
      'Error code: Wsl/Service/WSL_E_DISTRO_NOT_FOUND',
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'wsl' });
  });

  it('a batch file that cmd.exe cannot read', () => {
    const text = [
      "'rtual' 不是内部或外部命令",
      "'E' 不是内部或外部命令",
      "'after' 不是内部或外部命令",
    ].join('\n');
    expect(parsed(parseShell, text)).toMatchObject({ kind: 'compiler', text: '' });
  });

  it('a sentence with quotes', () => {
    const text = ["'config' 已加载，启动成功"].join('\n');
    expect(parsed(parseShell, text)).toBeUndefined();
  });

  it('a Python frame', () => {
    const text = ['/s/a.py:12: UserWarning: old'].join('\n');
    expect(parsed(parseShell, text)).toBeUndefined();
  });
});

describe('who speaks', () => {
  const shells = [
    'sh: x',
    '-bash: x: command not found',
    '/bin/bash: line 1: x',
    'sh.exe: x',
    'zsh:12: command not found: x',
    'zsh:12:x',
    'dash: 1: x',
    'bash : x',
    'fish: Unknown command: x',
    'env: node: x',
    '/usr/bin/env: "node": x',
    'env : x',
    'pyenv: x: command not found',
    'pyenv exec a: x',
    'asdf: x',
    '/s/run.sh: line 12: npx: not found',
    '/s/run: Zeile12: x',
    'run: 12 : x',
    'my run: línea 12: x',
    ': not found\\r',
    '/s/a.sh: bad interpreter: x',
    'No version set for x',
    'No preset version is set for x',
    'unknown command: srv. Perhaps you have to reshim?',
    'The system cannot find the path specified: x',
    'Access is denied.',
    "'\\\\srv\\share'",
  ];
  const others = [
    'the sh: x',
    'push: x',
    'sh:',
    'a fish: x',
    'the env: x',
    'env x: y',
    'my pyenv: x',
    `pyenv ${'x'.repeat(30)}: x`,
    'pyenv/x.py:12: warning: old',
    ' run: 12: x',
    'a: b: 12: x',
    'run: x: y',
    'run: one two 12: x',
    'run: 12:',
    'run: 12:  x',
    'so : not found\\r',
    ': not found ',
    ': bad interpreter: x',
    '/s/a b: bad interpreter: x',
    'a No version set for x',
    'No versions set for x',
    'an unknown command: srv. Perhaps',
    'unknown command: a b. Perhaps',
    'It said: Access is denied.',
  ];
  finds(parseShell, 'shell', [
    ...shells.map((line) => [line, { message: line }] as const),
    ...others.map((line) => [line] as const),
    ['  sh: x '],
    ['sh: x ', { message: 'sh: x' }],
    [
      '/s/run.sh: 12: cannot open x: Too many open files',
      { message: '/s/run.sh: 12: cannot open x: Too many open files', code: 'EMFILE' },
    ],
    [
      ['sh: a', 'ERROR_FILE_NOT_FOUND', 'c'],
      { message: 'sh: a', last: 0, text: 'sh: a\nERROR_FILE_NOT_FOUND' },
    ],
  ]);
});

describe('cmd.exe in any language', () => {
  const words = [
    "'npx' n'est pas reconnu en tant que commande",
    'Der Befehl "npx" ist entweder falsch geschrieben',
    '"npx"は、内部コマンド',
    `'"npx"' is not recognised here`,
    "'npx' \ufffd\ufffd x",
    "  'npx' \ufffd x",
  ];
  finds(parseShell, 'shell', [
    ...words.map((line) => [line, { message: line.trim() }] as const),
    [
      "'npx' is not recognized as an internal or external command.",
      { message: "'npx' is not recognized as an internal or external command." },
    ],
    ['npx" is not recognised as a name', { message: 'npx" is not recognised as a name' }],
    ['npx is not recognised as a name: x'],
    ["see 'npx' \ufffd x"],
    [`${'x'.repeat(90)}'npx' reconnu`],
    ["'npx' 内部", { message: "'npx' 内部" }],
    ["'npx'"],
    ['reconnu: x'],
  ]);

  const head = "'uv' is not recognized as an internal or external command,";
  it.each([
    ['goes on', head, 'operable program or batch file.', 1],
    ['ends with a blank line', head, '', 0],
    ['ends with blanks', head, '   ', 0],
    ['ends with a full stop', `${head}.  `, 'Ready', 0],
    ['has a full stop inside', `${head} x. y`, 'Ready', 1],
    ['ends before other quotes', head, 'it is "here"', 0],
    ['ends before another speaker', head, 'Error: x', 0],
  ])('its sentence %s', (_, first, second, last) => {
    expect(parseShell([first, second, 'x'])[0]?.last).toBe(last);
  });

  const line = (name: string) => `'${name}' 不是内部或外部命令`;
  it('three unknown commands are a file that it cannot read; one of them three times is none', () => {
    const lines = ['sh: a', line('x'), line('yy'), line('z'), 'on'];
    const [file, shell, ...more] = parseShell(lines);
    expect([shell?.kind, file?.kind, more]).toEqual(['shell', 'compiler', []]);
    expect(file).toMatchObject({ text: '', first: 1, last: 4 });
    expect(file?.message).toMatch(/line ends/);
    const again = [line('x'), line('x'), line('y'), 'sh: b'];
    expect(parseShell(again).map(({ kind }) => kind)).toEqual(['shell', 'shell', 'shell', 'shell']);
  });
});
