/** Shims as cmd-shim 9 (npm), cmd-shim 2 (npm 6) and @zkochan/cmd-shim 9 (pnpm) write them. */

function batch(lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

const npmHead = [
  '@ECHO off',
  'GOTO start',
  ':find_dp0',
  'SET dp0=%~dp0',
  'EXIT /b',
  ':start',
  'SETLOCAL',
  'CALL :find_dp0',
];

export function npmShim(program: string, flags: string, target: string): string {
  return batch([
    ...npmHead,
    '',
    `IF EXIST "%dp0%\\${program}.exe" (`,
    `  SET "_prog=%dp0%\\${program}.exe"`,
    ') ELSE (',
    `  SET "_prog=${program}"`,
    '  SET PATHEXT=%PATHEXT:;.JS;=;%',
    ')',
    '',
    'endLocal & goto #_undefined_# 2>NUL || title %COMSPEC% & ' +
      `"%_prog%" ${flags} "%dp0%\\${target}" %*`,
  ]);
}

export function npmShimOf(target: string): string {
  return batch([...npmHead, `"%dp0%\\${target}"   %*`]);
}

export function oldNpmShim(target: string): string {
  return batch([
    '@IF EXIST "%~dp0\\node.exe" (',
    `  "%~dp0\\node.exe"  "%~dp0\\${target}" %*`,
    ') ELSE (',
    '  @SETLOCAL',
    '  @SET PATHEXT=%PATHEXT:;.JS;=;%',
    `  node  "%~dp0\\${target}" %*`,
    ')',
  ]);
}

export function pnpmShim(target: string, flags: string): string {
  const between = flags === '' ? '' : `${flags} `;
  return batch([
    '@SETLOCAL',
    '@IF NOT DEFINED NODE_PATH (',
    '  @SET "NODE_PATH=C:\\x\\a;C:\\x\\b"',
    ') ELSE (',
    '  @SET "NODE_PATH=C:\\x\\a;C:\\x\\b;%NODE_PATH%"',
    ')',
    '@IF EXIST "%~dp0\\node.exe" (',
    `  "%~dp0\\node.exe"  ${between}"%~dp0\\${target}" %*`,
    ') ELSE (',
    '  @SET PATHEXT=%PATHEXT:;.JS;=;%',
    `  node  ${between}"%~dp0\\${target}" %*`,
    ')',
  ]);
}
