/**
 * The options of mcp-shield inside a wrapped entry: put together with new ones, and named where
 * they are lost. Reads words of any version: what it does not know stays as it is.
 */
import type { EntryNames, GivenOptions } from '../../config/keep-options.ts';
import { isOptionName, optionOf } from '../options.ts';

interface OptionGroup {
  /** Without dashes. */
  readonly name: string;
  readonly words: readonly string[];
}

/** Each option with its value. */
function groupsOf(words: readonly string[]): readonly OptionGroup[] {
  const groups: OptionGroup[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const name = /^--?([^=]*)/.exec(word)?.[1] ?? word;
    const next = words[at + 1];
    const isFlag = isOptionName(name) && optionOf(name).kind === 'flag';
    const hasOwnWord = !isFlag && !word.includes('=') && next !== undefined;
    groups.push({ name, words: hasOwnWord ? [word, next] : [word] });
    if (hasOwnWord) at += 1;
  }
  return groups;
}

/**
 * The old options, with the new ones in the places of those of the same name. What may be repeated
 * is added, except `--env` of a variable that is set already.
 */
export function mergeOptions(
  old: readonly string[],
  handedOn: readonly string[],
): readonly string[] {
  const added = [...groupsOf(handedOn)];
  const kept = groupsOf(old).flatMap((group) => {
    const at = added.findIndex((one) => replaces(one, group));
    const [replacement] = at < 0 ? [group] : added.splice(at, 1);
    return replacement?.words ?? [];
  });
  return [...kept, ...added.flatMap(({ words }) => words)];
}

function replaces(added: OptionGroup, old: OptionGroup): boolean {
  if (added.name !== old.name) return false;
  if (!isOptionName(old.name)) return true;
  const { kind } = optionOf(old.name);
  if (kind === 'list') return valueOfGroup(added) === valueOfGroup(old);
  return kind !== 'pairs' || variableIn(added) === variableIn(old);
}

/** What the options give to the server besides mcp-shield. */
export function givenOptions(words: readonly string[]): GivenOptions {
  const groups = groupsOf(words);
  const cwd = groups.findLast(({ name }) => name === 'cwd');
  return {
    ...(cwd !== undefined && { cwd: valueOfGroup(cwd) }),
    variables: groups
      .filter(({ name }) => name === 'env')
      .map((group) => [variableIn(group), valueOfGroup(group).replace(/^[^=]*=/, '')] as const),
    others: groups
      .filter(({ name }) => /^env-(?:file|from)$/.test(name))
      .map((group) => `--${group.name} ${valueOfGroup(group)}`),
  };
}

/** Where an entry of this client has a place for them, as far as its documents say so. */
export function entryNamesOf(client: string | undefined): EntryNames {
  const id = client ?? '';
  const hasCwd = /^(?:vscode|gemini-cli|qwen-code|codex|roo-code|mcporter)/.test(id);
  const isOpencode = /^(?:opencode|kilo-code(?!-legacy))/.test(id);
  const variables = isOpencode ? 'environment' : id === 'goose' ? 'envs' : 'env';
  return {
    cwd: /^warp/.test(id) ? 'working_directory' : hasCwd ? 'cwd' : undefined,
    variables: client === undefined ? undefined : variables,
  };
}

function valueOfGroup({ words: [option = '', value] }: OptionGroup): string {
  return value ?? option.slice(option.indexOf('=') + 1);
}

function variableIn(group: OptionGroup): string {
  return valueOfGroup(group).replace(/=.*$/s, '');
}
