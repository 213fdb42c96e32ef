/**
 * Replaces words of a server's command line where they are written. The command and its arguments
 * are one sequence of words here, whether the file has them as one list or as two members. A word
 * that moves from one to the other keeps the text it is written with.
 */

import type { TextSpan } from './documents/document-tree.ts';
import {
  type AddedList,
  addList,
  type Edit,
  removeAddedList,
  spliceList,
} from './documents/edit.ts';
import { argsName, type CommandForm } from './servers.ts';

export interface Replacement {
  /** Words from here … */
  readonly from: number;
  /** … to before here are replaced. */
  readonly to: number;
  readonly insert: readonly string[];
  /** A word that becomes the command is written anew: as it stands it means something else. */
  readonly requote?: true;
  /** What the arguments were before any were put in; undefined = not there, or not known. */
  readonly emptied?: EmptyArgs;
}

/** How arguments that are none can be written. */
export type EmptyArgs = 'list' | 'null';

export function commandAfter(command: readonly string[], { from, to, insert }: Replacement) {
  return [...command.slice(0, from), ...insert, ...command.slice(to)];
}

type Pair = Extract<CommandForm, { kind: 'pair' }>;

export function replaceWords(
  text: string,
  form: CommandForm,
  replacement: Replacement,
): readonly Edit[] {
  const { from, to } = replacement;
  const kept = writtenWord(text, form, to);
  const literals = replacement.insert.map((word) => literal(word, kept));
  if (form.kind === 'list') {
    return [spliceList(text, form.list, { at: from, remove: to - from, insert: literals })];
  }
  const { emptied } = replacement;
  if (from > 0) {
    return editArgs(text, form, { at: from - 1, remove: to - from, insert: literals, emptied });
  }
  const [command, ...rest] = literals;
  if (command === undefined) return promote(text, form, replacement);
  const moved = to === 0 ? [written(text, form.command.value)] : [];
  return [
    { ...spanOf(form.command.value), text: command },
    ...editArgs(text, form, {
      at: 0,
      remove: Math.max(0, to - 1),
      insert: [...rest, ...moved],
      emptied,
    }),
  ];
}

/** How the word that stays behind the replaced ones is written: the new ones are to look alike. */
function writtenWord(text: string, form: CommandForm, index: number): string {
  if (form.kind === 'pair' && index === 0) return written(text, form.command.value);
  const list = form.kind === 'list' ? form.list : form.args?.value;
  const item = list?.items[form.kind === 'list' ? index : index - 1];
  return item === undefined ? '' : written(text, item.value);
}

/** All three dialects read a string of JSON. TOML wants DEL to be escaped, too. */
function literal(word: string, like: string): string {
  if (like.startsWith("'") && !/['\u0000-\u001f\u007f]/.test(word)) return `'${word}'`;
  const isBare = like !== '' && !/^["']/.test(like);
  if (isBare && plainWord.test(word) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(word)) {
    return word;
  }
  return JSON.stringify(word).replaceAll('\u007f', '\\u007f');
}

/** What YAML takes for a text without quotes, wherever it stands. */
const plainWord = /^(?:[A-Za-z/\\]|-[A-Za-z-])(?:[\w@./:\\=+-]*[\w/\\])?$/;

/** An argument becomes the command again; those before it go. */
function promote(text: string, form: Pair, replacement: Replacement): readonly Edit[] {
  const { to, requote, emptied } = replacement;
  const value = form.args?.value.items[to - 1]?.value;
  if (value?.kind !== 'scalar') return [];
  const moved = requote === true ? literal(value.text, '') : written(text, value);
  const command = { ...spanOf(form.command.value), text: moved };
  return [command, ...editArgs(text, form, { at: 0, remove: to, insert: [], emptied })];
}

interface ArgsSplice {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly string[];
  readonly emptied: EmptyArgs | undefined;
}

function editArgs(text: string, form: Pair, splice: ArgsSplice): readonly Edit[] {
  const { args, nothing } = form;
  if (args === undefined) {
    if (splice.insert.length === 0) return [];
    if (nothing !== undefined) return [{ ...nothing, text: `[${splice.insert.join(', ')}]` }];
    return [addList(text, added(form, splice.insert))];
  }
  const isEmptied = splice.insert.length === 0 && splice.remove >= args.value.items.length;
  if (isEmptied && splice.emptied === 'null') return [{ ...spanOf(args.value), text: 'null' }];
  const keyEnd = args.key.end;
  if (isEmptied && splice.emptied === 'list')
    return [spliceList(text, args.value, { ...splice, keyEnd })];
  const literals = args.value.items.map(({ value }) => written(text, value));
  const removed =
    isEmptied && args.value.items.length > 0
      ? removeAddedList(text, args, added(form, literals))
      : undefined;
  return [removed ?? spliceList(text, args.value, { ...splice, keyEnd })];
}

function added({ map, command }: Pair, literals: readonly string[]): AddedList {
  return { map, behind: command, name: argsName, literals };
}

function written(text: string, { start, end }: TextSpan): string {
  return text.slice(start, end);
}

function spanOf({ start, end }: TextSpan): TextSpan {
  return { start, end };
}
