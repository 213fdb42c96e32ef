/**
 * The call of mcp-shield inside a command line: how it is written and how it is found again, also
 * where a person has written it or changed it since. Reads commands, no text.
 */
import { launcherOf, programName } from './launched-command.ts';
import type { EmptyArgs } from './replace-words.ts';

/**
 * The option by which a wrapped entry remembers what unwrap could not know: the launcher that the
 * command was freed from, with a star where the real command was one word, or how its arguments
 * were written when there were none. No other program has this option, so it is also what a call
 * is found by that does not name mcp-shield.
 */
export const memoryOption = '--instead-of';
const joinedMark = '*';
const emptyMarks = { list: '[]', null: 'null' } as const satisfies Record<EmptyArgs, string>;
/** Nothing to be put back. */
const noMark = 'nothing';

/**
 * Where in the command behind `mcp-shield` the server's command begins; undefined if there is none.
 * The command line's own parser is asked, as only it knows which options have a value.
 */
export type CommandFinder = (args: readonly string[]) => number | undefined;

/** What unwrap puts back. */
export interface Undoing {
  readonly launcher?: { readonly command: readonly string[]; readonly isJoined: boolean };
  readonly emptied?: EmptyArgs;
}

export interface ShieldCall {
  /** The first word: the node or npx that starts mcp-shield, or itself. */
  readonly startAt: number;
  /** The first word behind those that start mcp-shield: its first option, or `--`. */
  readonly optionsAt: number;
  /** The first word of the server's command; undefined if there is none. */
  readonly commandAt: number | undefined;
  readonly memory: Undoing;
}

const shieldName = /^mcp-shield(?:-(?:linux|darwin|macos|win32|windows|win)[\w-]*)?(?:@.*)?$/;
/** Programs that start scripts and packages, and the words they have for it. */
const starter =
  /^(?:node|nodejs|bun|bunx|deno|tsx|npx|npx-cli|pnpx|npm|npm-cli|pnpm|yarn|yarn-[\d.]+|corepack|env|exec|dlx|x|run|tool|--)$/;

/** Options of these programs whose value is a word of its own. */
const takesValue =
  /^(?:-[rpCu]|--(?:require|import|loader|conditions|env-file|package|registry|prefix|cwd|unset))$/;

/** Whether this is the word by which `findShieldCall` recognises mcp-shield. */
export function isShieldWord(word: string): boolean {
  return shieldName.test(programName(word));
}

/** Undefined if the server is started without mcp-shield. */
export function findShieldCall(
  command: readonly string[],
  findCommand: CommandFinder,
): ShieldCall | undefined {
  const startAt = launcherOf(command)?.length ?? 0;
  const optionsAt = behindName(command, startAt) ?? behindRenamed(command, startAt);
  if (optionsAt === undefined) return undefined;
  const found = findCommand(command.slice(optionsAt));
  const commandAt = found === undefined ? undefined : optionsAt + found;
  return { startAt, optionsAt, commandAt, memory: memoryIn(command.slice(optionsAt, commandAt)) };
}

/** Behind the word that says mcp-shield. */
function behindName(command: readonly string[], start: number): number | undefined {
  let at = start;
  let word = command[at] ?? '';
  while (!isShieldWord(word)) {
    const isSetting = /^\w+=/.test(word) && programName(command[start] ?? '') === 'env';
    if (!/^-/.test(word) && !isSetting && !starter.test(programName(word))) return undefined;
    at += takesValue.test(word) ? 2 : 1;
    // Behind the last word there is an empty one, which starts nothing.
    word = command[at] ?? '';
  }
  return at + 1;
}

/** A program, or node with a script, whose options remember what only mcp-shield remembers. */
function behindRenamed(command: readonly string[], start: number): number | undefined {
  const terminator = command.indexOf('--');
  const own = terminator < 0 ? command : command.slice(0, terminator);
  if (!own.includes(memoryOption)) return undefined;
  const first = own.findIndex((word, index) => index > start && word.startsWith('-'));
  return first > start && first <= start + 2 ? first : undefined;
}

function memoryIn(options: readonly string[]): Undoing {
  const at = options.lastIndexOf(memoryOption);
  const value = options[at + 1];
  if (at < 0 || value === undefined || value === noMark) return {};
  if (value === emptyMarks.list) return { emptied: 'list' };
  if (value === emptyMarks.null) return { emptied: 'null' };
  const command = value.split(' ').filter((word) => word !== '');
  const isJoined = command.at(-1) === joinedMark;
  return { launcher: { command: isJoined ? command.slice(0, -1) : command, isJoined } };
}

export interface ShieldStart {
  /** How the client starts mcp-shield. */
  readonly program: readonly string[];
  readonly options: readonly string[];
  readonly memory: Undoing;
}

/** What stands in front of the server's command, `--` included. */
export function shieldArgs({ program, options, memory }: ShieldStart): readonly string[] {
  const plain = [...program, ...options, '--'];
  const isFound = behindName(plain, launcherOf(program)?.length ?? 0) !== undefined;
  const mark = markOf(memory) ?? (isFound ? undefined : noMark);
  if (mark === undefined) return plain;
  return [...program, ...options, memoryOption, mark, '--'];
}

function markOf({ launcher, emptied }: Undoing): string | undefined {
  if (emptied !== undefined) return emptyMarks[emptied];
  return launcher && [...launcher.command, ...(launcher.isJoined ? [joinedMark] : [])].join(' ');
}
