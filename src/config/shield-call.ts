/**
 * The call of mcp-shield inside a command line: how it is written and how it is found again, also
 * where a person has written it or changed it since. Reads commands, no text.
 */
import { launcherOf, programName } from './launched-command.ts';

/**
 * The option by which a wrapped entry remembers the launcher it was freed from. Its value is the
 * launcher's command, and a star where the real command was one word.
 */
const launcherOption = '--instead-of';
const joinedMark = '*';

/**
 * Where in the arguments behind `mcp-shield` the server's command begins; undefined if there is
 * none. The command line's own parser is asked, as only it knows which options have a value.
 */
export type CommandFinder = (args: readonly string[]) => number | undefined;

export interface ShieldCall {
  /** The first word: the node or npx that starts mcp-shield, or itself. */
  readonly startAt: number;
  /** The first word of the server's command; undefined if there is none. */
  readonly commandAt: number | undefined;
  /** What stood in front of the command before. */
  readonly launcher:
    | { readonly command: readonly string[]; readonly isJoined: boolean }
    | undefined;
}

const shieldName = /^mcp-shield(?:-(?:linux|darwin|macos|win32|windows|win)[\w-]*)?(?:@.*)?$/;
/** Programs that start scripts and packages, and the words they have for it. */
const starter = /^(?:node|nodejs|bun|bunx|npx|pnpx|npm|pnpm|yarn|corepack|env|exec|dlx|x|--)$/;

/** Options of these programs whose value is a word of its own. */
const takesValue =
  /^(?:-[rpC]|--(?:require|import|loader|conditions|env-file|package|registry|prefix|cwd))$/;

/** Whether this is the word by which `findShieldCall` recognises mcp-shield. */
export function isShieldWord(word: string): boolean {
  return shieldName.test(programName(word));
}

/** Undefined if the server is started without mcp-shield. */
export function findShieldCall(
  command: readonly string[],
  findCommand: CommandFinder,
): ShieldCall | undefined {
  const start = launcherOf(command)?.length ?? 0;
  let at = start;
  while (at < command.length && !isShieldWord(command[at] ?? '')) {
    const word = command[at] ?? '';
    if (!/^-/.test(word) && !starter.test(programName(word))) return undefined;
    at += takesValue.test(word) ? 2 : 1;
  }
  if (at >= command.length) return undefined;
  const found = findCommand(command.slice(at + 1));
  const commandAt = found === undefined ? undefined : at + 1 + found;
  return {
    startAt: start,
    commandAt,
    launcher: launcherIn(command.slice(at + 1, commandAt)),
  };
}

function launcherIn(options: readonly string[]): ShieldCall['launcher'] {
  const at = options.lastIndexOf(launcherOption);
  const value = options[at + 1];
  if (at < 0 || value === undefined) return undefined;
  const command = value.split(' ').filter((word) => word !== '');
  const isJoined = command.at(-1) === joinedMark;
  return { command: isJoined ? command.slice(0, -1) : command, isJoined };
}

/** `shield` is how the client starts mcp-shield, with the options that are handed on. */
export function shieldArgs(shield: readonly string[], launcher?: ShieldCall['launcher']) {
  if (launcher === undefined) return [...shield, '--'];
  const value = [...launcher.command, ...(launcher.isJoined ? [joinedMark] : [])].join(' ');
  return [...shield, launcherOption, value, '--'];
}
