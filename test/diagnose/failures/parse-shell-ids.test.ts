/** WSL and PowerShell, whose sentences are translated: what counts are their ids. */
import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/diagnose/failures/parse-shell.ts';
import { finds } from './parsed.ts';

describe('WSL', () => {
  const said = [
    '<3>WSL (9) ERROR: x',
    'wsl: x',
    'execvpe(node) failed: x',
    'Windows Subsystem for Linux has no installed distributions.',
    'see https://aka.ms/wslstore',
  ];
  finds(parseShell, 'wsl', [
    ...said.map((line) => [line, { message: line }] as const),
    [
      ['wsl: x', 'b', 'Error code: Wsl/Service/E_1', 'd', 'e'],
      { message: 'wsl: x', code: 'Wsl/Service/E_1', last: 3 },
    ],
    [['wsl: x', 'WSL_E_DISTRO'], { message: 'wsl: x', code: 'WSL_E_DISTRO' }],
    [['wsl: x', 'ERROR_NOT_FOUND'], { message: 'wsl: x', code: 'ERROR_NOT_FOUND' }],
    [['wsl: x', 'b', 'c', 'd', 'ERROR_NOT_FOUND'], { message: 'wsl: x', last: 3 }],
    [['ERROR_NOT_FOUND', 'wsl: x'], { message: 'wsl: x', first: 1 }],
    [['wsl: ERROR_', 'NOT_FOUND'], { message: 'wsl: ERROR_' }],
    ['the wsl: x'],
    ['a <3>WSL: x'],
    ['ERROR_NOT_FOUND: x'],
  ]);
});

describe('PowerShell', () => {
  const category =
    '    + CategoryInfo          : ObjectNotFound: (uvx:String) [], CommandNotFoundException';
  const id = '    + FullyQualifiedErrorId : Command.NotFound';
  const disabled = { code: 'SecurityError' };
  const unknown = { code: 'CommandNotFoundException' };
  finds(parseShell, 'powershell', [
    [
      [' npx.ps1: running scripts is disabled on this system. ', 'x'],
      {
        ...disabled,
        message: 'npx.ps1: running scripts is disabled on this system.',
        text: ' npx.ps1: running scripts is disabled on this system. ',
        last: 0,
      },
    ],
    [
      'https://go.microsoft.com/fwlink/?LinkID=135170',
      { ...disabled, message: 'https://go.microsoft.com/fwlink/?LinkID=135170' },
    ],
    ['see linkid=135170', { ...disabled, message: 'see linkid=135170' }],
    ['see about_Execution_Policies', { ...disabled, message: 'see about_Execution_Policies' }],
    [
      [id, '', 'see about_Execution_Policies'],
      { ...disabled, message: 'see about_Execution_Policies', first: 2 },
    ],
    [
      ['see about_Execution_Policies', 'b', category, id, 'Ready'],
      {
        type: 'CommandNotFoundException',
        code: 'Command.NotFound',
        message: 'see about_Execution_Policies',
        last: 3,
      },
    ],
    [
      ["The term 'uvx' is not recognized as x ", 'b', 'c'],
      {
        ...unknown,
        message: "The term 'uvx' is not recognized as x",
        last: 0,
        text: "The term 'uvx' is not recognized as x \nb",
      },
    ],
    [
      "uvx : The term 'uvx' is not recognized",
      { ...unknown, message: "uvx : The term 'uvx' is not recognized" },
    ],
    [
      'uvx: The term "uvx" is not recognized',
      { ...unknown, message: 'uvx: The term "uvx" is not recognized' },
    ],
    [
      "a b : The term 'uvx' is not recognized",
      { kind: 'shell', message: "a b : The term 'uvx' is not recognized" },
    ],
    [
      "see The term 'uvx' is not recognized",
      { kind: 'shell', message: "see The term 'uvx' is not recognized" },
    ],
    [
      ['a', '', '  uvx : b ', 'c', category, id],
      { type: 'CommandNotFoundException', code: 'Command.NotFound', message: 'uvx : b', first: 2 },
    ],
    [['uvx : b', category, 'Ready', id], { code: 'Command.NotFound', message: 'uvx : b' }],
    [
      ['b', category],
      { type: 'CommandNotFoundException', code: 'CommandNotFoundException', message: 'b' },
    ],
    [['b', 'CategoryInfo:InvalidOperation: (:) []'], { code: 'InvalidOperation', message: 'b' }],
    [['b', 'FullyQualifiedErrorId:A.B'], { code: 'A.B', message: 'b' }],
    [['b', '   ', 'c', id], { code: 'Command.NotFound', message: 'c', first: 2 }],
    ['CategoryInfo: x'],
    ['CategoryInfo : it is: x'],
  ]);

  it('a record has at most ten lines above its ids', () => {
    const lines = [...Array.from({ length: 14 }, (_, at) => `line ${at}`), id];
    expect(parseShell(lines)).toMatchObject([{ first: 4, message: 'line 4' }]);
    const far = ['see about_Execution_Policies', ...Array(10).fill('x'), id];
    expect(parseShell(far)).toMatchObject([
      { code: 'SecurityError' },
      { code: 'Command.NotFound' },
    ]);
    expect(parseShell(['see about_Execution_Policies', ...Array(8).fill('x'), id])).toHaveLength(1);
  });
});
