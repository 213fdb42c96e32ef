/**
 * Windows only. Its messages come in the language of the system and often mis-decoded, so ids,
 * links and codes are looked for before words.
 */
import type { Rule } from '../rule.ts';

export const windowsRules = (): readonly Rule[] => [
  {
    id: 'store-alias',
    reason: 'windows-store-python-alias',
    certainty: 96,
    permanent: true,
    title: 'Python is only a link to the Microsoft Store',
    sees: {
      text: [/Python[^\n]{0,120}Microsoft Store/gm, /ms-windows-store:|linkID=2082640/gim],
    },
    cause: ['Windows has no Python under this name, only an alias that opens the Microsoft Store.'],
    advice: [
      'Put `py` or `python` into "command" instead of `python3`; `where python` shows what there is.',
      'Install Python from https://www.python.org, or with `winget install Python.Python.3.12`.',
      'Turn the aliases off: Settings, Apps, Advanced app settings, App execution aliases.',
    ],
    sample: {
      stderr: 'Python wurde nicht gefunden; ohne Argumente aus dem Microsoft Store installieren',
      exitCode: 9009,
    },
  },
  {
    id: 'store-alias-exit',
    reason: 'windows-store-python-alias',
    certainty: 60,
    permanent: true,
    title: 'Python is only a link to the Microsoft Store',
    sees: { endings: [9009], command: /(?:^|[\\/\s])python3?(?:\.exe)?(?:\s|$)/i },
    cause: ['Exit code 9009 of `{tool}` means that there is no Python behind its name.'],
    advice: [
      'See what there is: `where python`; then put `py` or the full path into "command".',
      'Install Python from https://www.python.org.',
    ],
    sample: { exitCode: 9009, command: ['python3', 'server.py'], platform: 'win32' },
  },
  {
    id: 'execution-policy',
    reason: 'powershell-execution-policy',
    certainty: 96,
    permanent: true,
    title: 'PowerShell may not run scripts',
    sees: {
      text: [
        /禁止运行脚本|已停用指令碼執行|停用指令碼|スクリプトの実行が無効|스크립트를 실행할 수 없/gm,
        /Ausführung von Skripts auf diesem System deaktiviert|exécution de scripts est désactivée|ejecución de scripts está deshabilitada|execução de scripts (?:foi|está) des|esecuzione di script è disabilitata|выполнение сценариев отключено/gim,
      ],
    },
    cause: ['The execution policy of PowerShell forbids the script that starts the server.'],
    advice: [
      'Use the .cmd instead of the .ps1: put `cmd` into "command" and `/c`, `npx` before the other arguments.',
      'Or allow local scripts: `Set-ExecutionPolicy -Scope CurrentUser RemoteSigned`.',
    ],
    sample: { stderr: '因为在此系统上禁止运行脚本', exitCode: 1 },
  },
  {
    id: 'script-encoding',
    reason: 'powershell-script-encoding',
    certainty: 84,
    permanent: true,
    title: 'PowerShell reads the script in the wrong encoding',
    sees: {
      text: [
        /TerminatorExpectedAtEndOfString/gm,
        /(?:ParserError|ParseException|MissingEndCurlyBrace|UnexpectedToken)/gm,
      ],
      also: /â|Ã|鈥|窶|TerminatorExpected/,
    },
    cause: ['PowerShell 5 reads a script without byte order mark in the old code page.'],
    advice: [
      'Save the script as UTF-8 with BOM, or run it with PowerShell 7: `pwsh -File <script>`.',
    ],
    sample: { stderr: 'FullyQualifiedErrorId : TerminatorExpectedAtEndOfString', exitCode: 1 },
  },
  {
    id: 'app-container',
    reason: 'windows-appcontainer',
    certainty: 88,
    permanent: true,
    title: 'The client runs in a sandbox of the Microsoft Store',
    sees: {
      text: [
        /App ?Container|capability SID|WindowsApps\\[^\n]{0,120}(?:Access is denied|0x80070005)/gim,
      ],
      also: /denied|refus|0x80070005|not permitted|forbidden|cannot/i,
    },
    cause: [
      'The client from the Microsoft Store runs in a sandbox that the server does not expect.',
    ],
    advice: ['Install the client from the website of its maker instead of the Microsoft Store.'],
    sample: { stderr: 'pipe refused: peer token is an AppContainer', exitCode: 1 },
  },
  {
    id: 'blocked',
    reason: 'windows-policy-blocked',
    certainty: 93,
    permanent: true,
    title: 'Windows blocks the program',
    sees: {
      text: [
        /blocked by group policy|Application Control policy has blocked/gm,
        /\[WinError (?:1260|4551|225)\]/gm,
      ],
    },
    cause: ['A policy or the virus scanner of Windows does not let the program run.'],
    advice: [
      'Ask the administrator to allow it, or look into the protection history of Windows Security.',
    ],
    sample: { stderr: 'This program is blocked by group policy.', exitCode: 1 },
  },
];
