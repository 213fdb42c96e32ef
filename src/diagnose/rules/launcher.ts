/**
 * The command, or the command behind it, cannot be found or started: PATH, shells, script shims,
 * interpreters. Errno and exit codes first; shells speak many languages.
 */
import type { Advice, Rule } from '../rule.ts';

const findIt: readonly Advice[] = [
  {
    win32: 'Run `where {tool}` in a terminal and put the path it prints into "command".',
    posix: 'Run `command -v {tool}` in a terminal and put the path it prints into "command".',
  },
  '{install}, if it is not installed yet.',
  {
    posix:
      'Applications started from the desktop do not have the PATH of your shell: start mcp-shield with `--shell-path always`.',
    win32: 'Restart the client after installing: running programs keep their old PATH.',
  },
];

const notFound = {
  reason: 'command-not-found',
  permanent: true,
  title: 'Command not found',
  cause: [
    '`{program}` was not found on the PATH that the client hands over.',
    'A command that the server needs was not found.',
  ],
  advice: findIt,
} as const;

const shim = {
  reason: 'spawn-einval-cmd',
  permanent: true,
  title: 'A script cannot be started like a program on Windows',
  cause: [
    '`{program}` is a script (.cmd, .bat), which Windows starts only through cmd.exe.',
    'The command is a script (.cmd, .bat), which Windows starts only through cmd.exe.',
  ],
  advice: [
    'Put `cmd` into "command" and `/c`, `{tool}` before the other arguments.',
    'Let cmd.exe start the script: `cmd` as the command, `/c` and the name of the script before its arguments.',
    'Leave the file extension out and let mcp-shield find the script: `{tool}`.',
  ],
} as const;

const badShebang = {
  reason: 'bad-shebang',
  permanent: true,
  title: 'The script has no usable first line',
} as const;

export const launcherRules = (): readonly Rule[] => [
  {
    ...notFound,
    id: 'errno-enoent',
    certainty: 98,
    sees: { errno: ['ENOENT'], resolved: false },
    cause: ['The file `{programPath}` does not exist.', ...notFound.cause],
    sample: { spawnErrno: 'ENOENT', command: ['uvx', 'mcp-server-fetch'] },
  },
  {
    ...badShebang,
    id: 'errno-enoent-although-found',
    certainty: 98,
    sees: { errno: ['ENOENT'], resolved: true },
    cause: [
      '`{tool}` exists, but the interpreter in its first line or the working directory `{cwd}` does not.',
      '`{tool}` exists, but the interpreter in its first line or the working directory does not.',
    ],
    advice: [
      { posix: 'Run `head -n 1 {resolved}` and check that the program named there exists.' },
      'Check that the working directory exists.',
    ],
    sample: { spawnErrno: 'ENOENT', command: ['srv'], resolvedCommand: '/opt/srv', cwd: '/gone' },
  },
  {
    ...shim,
    id: 'errno-einval',
    certainty: 98,
    sees: { errno: ['EINVAL'] },
    sample: { spawnErrno: 'EINVAL', command: ['npx.cmd', '-y', 'x'], platform: 'win32' },
  },
  {
    ...shim,
    id: 'text-einval',
    certainty: 94,
    sees: {
      text: [
        /\bspawn (?:(?<program>[^\n:]{1,120}?) )?EINVAL\b/gm,
        /\bEINVAL\b[^\n]{0,80}?(?<program>[\w.-]{1,40}\.(?:cmd|bat))\b/gm,
        /(?<program>[\w.-]{1,40}\.(?:cmd|bat))\b[^\n]{0,80}?\bEINVAL\b/gm,
      ],
    },
    sample: { stderr: 'Error: spawn npx.cmd EINVAL' },
  },
  {
    ...shim,
    id: 'winerror-193-script',
    certainty: 93,
    sees: {
      anywhere: true,
      text: [/\[WinError 193\][^\n]{0,120}/gm, /%1[^\n]{0,60}Win32/gm],
      also: /\b(?<program>(?:npx|npm|pnpm|yarn|pnpx)(?:\.cmd)?)\b/,
    },
    sample: {
      stderr: "OSError: [WinError 193] %1 ist keine zulässige Win32-Anwendung: 'npx'",
    },
  },
  {
    id: 'errno-eacces',
    reason: 'not-executable',
    certainty: 98,
    permanent: true,
    title: 'No permission to run the command',
    sees: { errno: ['EACCES', 'EPERM'] },
    cause: ['The system does not allow `{program}` to be run.'],
    advice: [
      { posix: 'Make it executable: `chmod +x {resolved}`.' },
      { posix: 'Make it executable: `chmod +x {programPath}`.' },
    ],
    sample: { spawnErrno: 'EACCES', command: ['./server.py'] },
  },
  {
    id: 'errno-eisdir',
    reason: 'not-executable',
    certainty: 98,
    permanent: true,
    title: 'The command is a directory',
    sees: { errno: ['EISDIR'] },
    cause: ['`{program}` is a directory, not a program.'],
    advice: ['Name the program in it by its whole path, or the program that runs what is in it.'],
    sample: { spawnErrno: 'EISDIR', command: ['/opt/server'] },
  },
  {
    id: 'shell-permission-denied',
    reason: 'not-executable',
    certainty: 84,
    permanent: true,
    title: 'No permission to run the command',
    sees: {
      text: [
        /^[^\s:]{0,80}\b(?:ba|da|k|z|fi|a)?sh: (?:[^:\n]{0,12}\d+: |line \d+: )?(?<program>[^:\n]{1,200}): (?:Permission denied|Keine Berechtigung|Permission non accordée|Permiso denegado|权限不够|許可がありません)/gim,
        /^zsh:(?:\d+:)? permission denied: (?<program>\S{1,200})/gm,
      ],
    },
    cause: ['The shell has no permission to run `{program}`.'],
    advice: [{ posix: 'Make it executable: `chmod +x {program}`.' }],
    sample: { stderr: 'sh: 1: ./server.py: Permission denied', exitCode: 1 },
  },
  {
    id: 'exit-126',
    reason: 'not-executable',
    certainty: 40,
    permanent: true,
    title: 'The command was found but cannot be run',
    sees: { endings: [126] },
    cause: ['Exit code 126 means that a command was found but could not be run.'],
    advice: [
      { posix: 'Check its permissions and format: `ls -l {program}` and `file {program}`.' },
      'Check the permissions and the format of the file that the command starts.',
    ],
    sample: { exitCode: 126 },
  },
  {
    id: 'errno-too-long',
    reason: 'command-line-too-long',
    certainty: 97,
    permanent: true,
    title: 'The command line is too long',
    sees: { errno: ['E2BIG', 'ENAMETOOLONG'] },
    cause: ['The arguments and the environment together are longer than the system allows.'],
    advice: ['Move long values from "args" or "env" into a file.'],
    sample: { spawnErrno: 'E2BIG' },
  },
  {
    ...notFound,
    id: 'text-spawn-enoent',
    certainty: 92,
    sees: { text: [/\bspawn (?<program>[^\n]{1,200}?) ENOENT/gm] },
    sample: { stderr: 'Error: spawn uvx ENOENT' },
  },
  {
    ...notFound,
    id: 'cmd-not-recognised',
    certainty: 90,
    sees: {
      text: [
        /^[^\n'"]{0,40}['"](?<program>[^'"\n]{1,120})['"]\s?(?:is not recognized|is not recognised|n'est pas reconnu|no se reconoce|non è riconosciuto|não é reconhecido|wordt niet herkend|nie jest rozpoznawan|är inte ett internt|er ikke gjenkjent|genkendes ikke|не является|не є|ist entweder falsch|iç ya da dış|不是内部|不是內部|은\(는\)|는 내부|は、?内部)/gm,
      ],
    },
    sample: {
      stderr: "'npx' n'est pas reconnu en tant que commande interne",
      platform: 'win32',
      exitCode: 1,
    },
  },
  {
    ...notFound,
    id: 'cmd-unreadable',
    certainty: 80,
    sees: {
      text: [
        /^\s{0,4}['"](?<program>[\w.@-]{1,40})['"]\s?[^\x00-\x7f\n]{0,80}\ufffd/gm,
        /^\s{0,4}['"](?<program>(?:npx|npm|node|uv|uvx|python3?|py|docker|bunx?|pnpm|yarn|deno|go|java|dotnet|cargo|pip3?|pipx|git|tsx)(?:\.exe|\.cmd)?)['"]\s?[^\x00-\x7f]/gm,
      ],
    },
    sample: {
      stderr: "'npx' \ufffd\ufffd\ufffd\ufffd\ufffd\ufffd",
      platform: 'win32',
      exitCode: 1,
    },
  },
  {
    id: 'windows-space',
    reason: 'windows-space-in-path',
    certainty: 95,
    permanent: true,
    title: 'A space in a path cuts the command in two',
    sees: {
      text: [
        /['"](?<path>[A-Za-z]:[\\/]{1,2}Program)['"]/gm,
        /^[^\n'"]{0,40}['"](?<path>[A-Za-z]:[\\/][^'"\n ]{1,200})(?<!\.\w{1,8})['"] (?:is not recognized|n'est pas reconnu|no se reconoce|ist entweder|[^\x00-\x7f])/gm,
      ],
    },
    cause: ['A path with a space was cut at the space, so that `{path}` was run.'],
    advice: [
      'Put the bare name of the program into "command", for example `npx`, and its directory on the PATH.',
      'Or use the short path without spaces, for example `C:\\Progra~1\\nodejs\\npx.cmd`.',
    ],
    sample: {
      stderr: "'C:\\Program' is not recognized as an internal or external command,",
      platform: 'win32',
      exitCode: 1,
    },
  },
  {
    id: 'windows-quoting',
    reason: 'windows-quoting',
    certainty: 95,
    permanent: true,
    title: 'Quotes in the command line were misread',
    sees: {
      text: [
        /(?<path>[^\\'"\n]{1,60}\.(?:cmd|exe|bat|ps1))\\?"{1,2}['"]? (?:is not recognized|n'est pas reconnu|no se reconoce|ist entweder|[^\x00-\x7f])/gm,
        /^'\\?"(?<path>[^'"\n]{1,120})\\?"?' (?:is not recognized|[^\x00-\x7f])/gm,
        /The filename, directory name, or volume label syntax is incorrect/gm,
        /Syntax für den Dateinamen, Verzeichnisnamen oder die Datenträgerbezeichnung/gm,
      ],
    },
    cause: [
      'cmd.exe took a quotation mark as part of the name `{path}`.',
      'cmd.exe could not read the quotation marks in the command line.',
    ],
    advice: [
      'Give every argument as its own entry of "args", without quotation marks and trailing spaces.',
    ],
    sample: {
      stderr: '\'"C:\\srv\\run.cmd"\' is not recognized as an internal command',
      exitCode: 1,
    },
  },
  {
    ...notFound,
    id: 'shell-not-found',
    certainty: 88,
    sees: {
      text: [
        /^[^\s:]{0,120}(?:\b(?:ba|da|k|a|z|c|tc|fi)?sh|pyenv|rbenv|nodenv|goenv): (?:[^:\n]{0,12}\d+: )?(?:exec: )?(?<program>[^:\n]{1,200}): (?:command )?not found\b/gim,
        /^\S[^:\n]{0,200}: (?:\p{L}{1,12} ?)?\d+[^:\n]{0,3}: (?:exec: )?(?<program>[^:\n]{1,200}): (?:command )?not found\b/gmu,
        /^zsh:(?:\d+:)? ?command not found: (?<program>\S{1,200})/gm,
        /^fish: Unknown command:? ['"]?(?<program>[^\s'"]{1,200})/gm,
        /^[^\s:]{0,120}\b(?:ba|da|k|a|z)?sh: (?:[^:\n]{0,12}\d+ ?: )?(?<program>[^:\n]{1,200}) ?: ?(?:Kommando|Befehl) nicht gefunden/gm,
        /^[^\s:]{0,120}\b(?:ba|da|k|a|z)?sh ?: (?:[^:\n]{0,12}\d+ ?: )?(?<program>[^:\n]{1,200}) ?: ?(?:commande (?:introuvable|inconnue|non trouvée)|orden no encontrada|no se encontró la orden|comando non trovato|comando não encontrado|未找到命令|找不到命令|命令未找到|没有找到命令|コマンドが見つかりません|команда не найдена|명령(?:어)?를? ?찾을 수 ?없|komut bulunamadı|nie znaleziono polecenia|opdracht niet gevonden|příkaz nenalezen|kommandot finns inte)/gm,
      ],
      unlessLine:
        /(?:^|: )(?:import|from|const|let|var|use|export|function|async|def|class|\/\/): (?:command )?not found|\\r/,
    },
    sample: { stderr: '/bin/sh: 1: npx: not found', exitCode: 1 },
  },
  {
    ...notFound,
    id: 'shell-said-127',
    certainty: 82,
    sees: {
      text: [
        /^[^\s:]{0,120}\b(?:ba|da|k|a|z|fi)?sh ?: (?:[^:\n]{0,12}\d+ ?: ?)?(?<program>[^:\n]{1,200}?) ?: \S/gm,
      ],
      unlessLine: /\\r|interpreter|required file/,
      endings: [127],
    },
    sample: { stderr: 'bash: npx: arahan tidak ditemui', exitCode: 127 },
  },
  {
    ...notFound,
    id: 'env-not-found',
    certainty: 90,
    sees: {
      text: [
        /^(?:\/usr\/bin\/)?env ?: ['"]?(?<program>[\w.+-]{1,60})['"]? ?: (?:No such file|Datei oder Verz|Aucun fichier|No existe|File o directory|没有那个文件|そのような|Нет такого)/gm,
        /failed to run command ['"](?<program>[^'"\n]{1,200})['"]: No such file/gm,
      ],
    },
    cause: ['`{program}`, which the first line of a script asks for, is not on the PATH.'],
    advice: [
      {
        posix:
          'Put the directory that `command -v {program}` prints first into PATH under "env" of the server.',
      },
      ...findIt,
    ],
    sample: { stderr: 'env: node: No such file or directory', exitCode: 1 },
  },
  {
    ...notFound,
    id: 'version-manager',
    certainty: 88,
    sees: {
      text: [
        /\bNo (?:preset )?version (?:is )?set for (?:command|shim:?) (?<program>[\w.-]{1,60})/gm,
        /unknown command: (?<program>[\w.-]{1,60})\. Perhaps you have to reshim/gm,
        /(?<program>Node|npx|npm|Yarn|pnpm) is not available\.\n{1,3}\s{0,8}To run any/gim,
      ],
    },
    cause: ['The version manager has no version of `{program}` for this directory.'],
    advice: [
      'Set a default version in the version manager (asdf, mise, Volta), or give the absolute path of `{program}`.',
    ],
    sample: { stderr: 'No version is set for command npx', exitCode: 126 },
  },
  {
    ...notFound,
    id: 'launcher-library-not-found',
    certainty: 87,
    sees: {
      text: [
        /\bexec: "(?<program>[^"\n]{1,200})": executable file not found/gm,
        /\bcommand ['"](?<program>[^'"\n]{1,120})['"] not found/gim,
        /\bfile not found: (?<program>[\w.-]{1,60})$/gm,
        /\[WinError 2\](?![^\n]{0,120}: ['"][^'"\n]{0,120}[\\/.][^'"\n]{0,120}['"])/gm,
        /\b(?<program>Git) executable not found/gm,
        /Caused by: program not found|cause: program not found/gm,
        /Could not execute because the specified command or file was not found/gm,
        /\bCannot run program "(?<program>[^"\n]{1,120})"[^\n]{0,120}error=2\b/gm,
        /(?<program>[\w.-]{1,40}) not found by /gm,
      ],
    },
    sample: { stderr: 'exec: "npx": executable file not found in $PATH' },
  },
  {
    ...notFound,
    id: 'python-no-such-command',
    certainty: 74,
    sees: {
      text: [/No such file or directory: ['"](?<program>[\w@+-]{1,60})['"]/gm],
      never: /Read-only|makedirs|mkdir|open\(|os\.(?:listdir|chdir|scandir)/,
    },
    sample: { stderr: "[Errno 2] No such file or directory: 'npxx'" },
  },
  {
    ...notFound,
    id: 'python-subprocess',
    certainty: 90,
    sees: {
      text: [/FileNotFoundError: \[Errno 2\][^\n]{0,60}: ['"](?<program>[^'"\n]{1,200})['"]/gm],
      also: /_execute_child|create_subprocess|open_process/,
    },
    sample: {
      stderr:
        '  File "subprocess.py", line 1, in _execute_child\nFileNotFoundError: [Errno 2] No such file or directory: \'./srv.sh\'',
    },
  },
  {
    ...notFound,
    id: 'exit-127',
    certainty: 42,
    sees: { endings: [127, 9009] },
    cause: ['{ending} is what a shell answers when it does not find a command.'],
    sample: { exitCode: 127 },
  },
  {
    ...badShebang,
    id: 'shell-reads-javascript',
    certainty: 93,
    sees: {
      text: [
        /^(?<path>[^\s:][^:\n]{0,200}): (?:\p{L}{1,12} ?)?\d+[^:\n]{0,3}: (?:import|from|const|let|var|use|export|async|def|class|require|\/\/|\/\*\*?|'use strict'|"use strict"|"""): /gmu,
        /^(?<path>[^\s:][^:\n]{0,200}\.(?:m?js|ts|py)): (?:line )?\d+: (?:[Ss]yntax error|[^\n]{0,40}unexpected token)/gm,
        /^(?:\S{0,80}\/)?import(?:-im6?)?(?:\.q16)?: (?:unable to open X server|not authorized)/gm,
      ],
    },
    cause: [
      'The shell runs `{path}` itself, because its first line does not name an interpreter.',
      'The shell runs the program text itself, because its first line names no interpreter.',
    ],
    advice: [
      'Name the interpreter in "command", for example `node {path}`.',
      'Report it to the author of the package: the file needs a first line such as `#!/usr/bin/env node`.',
    ],
    sample: { stderr: '/x/.bin/srv: line 1: import: command not found', exitCode: 127 },
  },
  {
    ...badShebang,
    id: 'shebang-crlf',
    certainty: 96,
    sees: {
      text: [
        /env: ['"]?(?<program>[\w.+-]{1,60})(?:\\r|\^M)/gm,
        /(?:\\r|\^M): bad interpreter/gm,
        /^\S{1,200}: bad interpreter: [^\n]{0,120}(?:\\r|\^M)/gm,
      ],
    },
    cause: [
      'The first line of the script ends with a carriage return, so `{program}\\r` is looked for.',
      'The first line of the script ends with a carriage return, so its interpreter is not found.',
    ],
    advice: [
      { posix: 'Convert its line ends: `sed -i.bak "s/\\r$//" <script>`.' },
      'In a git clone: `git config core.autocrlf input`, then check the file out again.',
    ],
    sample: { stderr: "/usr/bin/env: 'python3\\r': No such file or directory", exitCode: 127 },
  },
  {
    ...badShebang,
    id: 'bad-interpreter',
    certainty: 94,
    sees: {
      text: [
        /^(?:[^\n:]{0,80}: )?(?:[^:\n]{0,12}\d+: )?(?<path>[^:\n]{1,200}): (?<program>\/[^:\n]{1,200}): bad interpreter/gm,
        /(?<path>[^:\n]{1,200}): bad interpreter: (?<program>[^:\n]{1,200})/gm,
        /(?<path>[^:\n]{1,200}): cannot execute: required file not found/gm,
        /(?<path>[^:\n]{1,200}): (?:Defekter Interpreter|mauvais interpréteur|解释器错误)/gm,
      ],
      unlessLine: /\\r|\^M/,
    },
    cause: [
      'The first line of `{path}` names `{program}`, which does not exist.',
      'The first line of `{path}` names an interpreter that does not exist.',
    ],
    advice: [
      'Install the package again: its script points to an interpreter that was moved or removed.',
      { posix: 'Look at the first line: `head -n 1 {path}`.' },
    ],
    sample: {
      stderr: 'bash: ./srv: /old/venv/bin/python: bad interpreter: No such file',
      exitCode: 126,
    },
  },
  {
    id: 'wsl-windows-node',
    reason: 'wsl-windows-node',
    certainty: 96,
    permanent: true,
    title: 'Linux runs the npm of Windows',
    sees: {
      text: [
        /^\/mnt\/[a-z]\/[^\n:]{0,120}(?:nodejs|nvm|npm)[^\n:]{0,80}: /gim,
        /^[^\n]{0,12}: not found\S{0,30} Files\/nodejs\//gm,
        /UNC paths are not supported/gm,
      ],
      also: /not found|[Ss]yntax error|\\r|UNC paths/,
    },
    cause: [
      'In WSL the npm of Windows comes first on the PATH, and its scripts do not run on Linux.',
    ],
    advice: [
      'Install Node.js inside WSL and give the absolute path that `command -v npx` prints there.',
      'When the client runs on Windows: `wsl bash -ic "npx …"`, so that the shell sets its PATH.',
    ],
    sample: {
      stderr: '/mnt/c/Program Files/nodejs/npx: 15: exec: node: not found',
      exitCode: 127,
    },
  },
  {
    id: 'path-not-expanded',
    reason: 'path-not-expanded',
    certainty: 93,
    permanent: true,
    title: 'A path was handed over without being expanded',
    sees: {
      text: [
        /(?:ENOENT|No such file|[Cc]annot find|can't open|not found|does not exist|os error [23])[^\n]{0,200}?['"` /\\](?<path>(?:~|\$HOME|\$\{HOME\}|%[A-Za-z]{3,20}%|\$env:\w{1,30})[\\/][^\s'"`]{0,120})/gm,
        /\bspawn (?<path>(?:~|\$HOME|\$\{HOME\}|%[A-Za-z]{3,20}%)[\\/][^\n]{1,120}?) ENOENT/gm,
        /['"` ](?<path>(?:[A-Za-z]:)?[\w\\/ .-]{0,80}[\\/]~[\\/][^\s'"`]{0,120})[^\n]{0,80}(?:ENOENT|No such file|not found|does not exist)/gm,
      ],
    },
    cause: ['`{path}` was taken literally: no shell expands it here.'],
    advice: [
      'Write the absolute path into "command" and "args".',
      { posix: 'It is what `echo ~` prints, followed by the rest.' },
    ],
    sample: { stderr: "python3: can't open file '/Users/a/~/srv/main.py': [Errno 2]", exitCode: 2 },
  },
  {
    id: 'typed-path-not-expanded',
    reason: 'path-not-expanded',
    certainty: 99,
    permanent: true,
    title: 'A path was handed over without being expanded',
    sees: { errno: ['ENOENT'], command: /^(?:~|\$\w|\$\{|%\w{1,40}%)/ },
    cause: ['`{program}` was taken literally: no shell expands it here.'],
    advice: ['Write the absolute path into "command".'],
    sample: { spawnErrno: 'ENOENT', command: ['~/bin/server'] },
  },
  {
    id: 'typed-argument-not-expanded',
    reason: 'path-not-expanded',
    certainty: 91,
    permanent: true,
    title: 'A path was handed over without being expanded',
    sees: {
      command: /\s(?:--?[\w-]{1,60}=)?(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)[\\/]/,
      // An absolute path in the message has been expanded.
      message: /^(?![^\n]{0,400}['"`](?:\/|[A-Za-z]:[\\/])[^'"`~$%\n]{2,200}['"`])/,
      text: [/ENOENT|No such file|os error [23]\b|[Cc]annot find|can't open|does not exist/gm],
    },
    cause: ['A path in the arguments starts with `~` or a variable, which no shell expands here.'],
    advice: ['Write the absolute path into "args".'],
    sample: {
      command: ['uv', '--directory', '~/srv', 'run', 'srv'],
      stderr: 'error: No such file or directory (os error 2)',
      exitCode: 2,
    },
  },
];
