/**
 * What the words of a command line are: programs that only start another one. Knows no file.
 */

/** `C:\…\NPX.CMD` and `npx` are both `npx`. */
export function programName(word: string): string {
  const base = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  return base.toLowerCase().replace(/\.(?:exe|cmd|bat|ps1|c?js|mjs)$/, '');
}

/** A program in front of the real command. */
export interface Launcher {
  /** How many words belong to it, its own options included. */
  readonly length: number;
  /** The real command, if it can be started without the launcher. */
  readonly real: readonly string[] | undefined;
  /** The real command is written as one word. */
  readonly isJoined: boolean;
}

/** Undefined if the command is started directly. */
export function launcherOf(command: readonly string[]): Launcher | undefined {
  switch (programName(command[0] ?? '')) {
    case 'cmd':
      return cmdLauncher(command);
    case 'powershell':
    case 'pwsh':
      return powershellLauncher(command);
    case 'sudo':
      return sudoLauncher(command);
    default:
      return undefined;
  }
}

/** `cmd /c npx …`, which is written because clients could not start `npx.cmd`. */
function cmdLauncher(command: readonly string[]): Launcher | undefined {
  const at = command.findIndex((word, index) => index > 0 && !/^\/[dsqvef:on]+$/i.test(word));
  if (!/^\/c$/i.test(command[at] ?? '')) return undefined;
  const builtin = /^(?:start|call|echo|set|cd|chdir|pushd|type|if|for|title|ver)$/i;
  return shellLauncher(command, at + 1, { syntax: /[&|<>^%()!"\r\n]/, builtin });
}

/** A cmdlet is no program: `Set-Location x; npx …`. */
function powershellLauncher(command: readonly string[]): Launcher | undefined {
  let at = 1;
  while (/^[-/]/.test(command[at] ?? '') && !/^[-/]c(?:ommand)?$/i.test(command[at] ?? '')) {
    const takesValue = /^[-/](?:ex|ep|w|v|version|inp|outp|config)/i.test(command[at] ?? '');
    at += takesValue ? 2 : 1;
  }
  if (!/^[-/]c(?:ommand)?$/i.test(command[at] ?? '')) return undefined;
  const builtin = /^(?:start|invoke|set|get|new|import|push|write|out)-[a-z]+$|\.ps1$/i;
  return shellLauncher(command, at + 1, { syntax: /[^\w@./\\:=+~ -]/, builtin });
}

interface LauncherShell {
  /** Characters that the shell acts on. */
  readonly syntax: RegExp;
  /** Commands that are no programs. */
  readonly builtin: RegExp;
}

function shellLauncher(command: readonly string[], length: number, shell: LauncherShell): Launcher {
  const behind = command.slice(length);
  const isJoined = behind.length === 1 && /\s/.test(behind[0]?.trim() ?? '');
  const real = isJoined ? (behind[0] ?? '').trim().split(/ +/) : behind;
  const [program = ''] = real;
  const isPlain = !real.some((word) => shell.syntax.test(word)) && !shell.builtin.test(program);
  // Its own words are kept as one text with blanks between.
  const isKept = command.slice(0, length).every((word) => /^\S+$/.test(word));
  return { length, real: isPlain && isKept && program !== '' ? real : undefined, isJoined };
}

/** It stays in front of the command: what it may start is written in the sudoers file. */
function sudoLauncher(command: readonly string[]): Launcher {
  let at = 1;
  for (; /^-|^\w+=/.test(command[at] ?? ''); at += 1) {
    const word = command[at] ?? '';
    if (word === '--') return { length: at + 1, real: undefined, isJoined: false };
    const takesValue =
      /^-[^-ughpCTURDcrt]*[ughpCTURDcrt]$/.test(word) ||
      /^--(?:user|group|host|prompt|close-from|command-timeout|other-user|chroot|chdir)$/.test(
        word,
      );
    if (takesValue) at += 1;
  }
  return { length: at, real: undefined, isJoined: false };
}
