/**
 * The servers of a configuration, as the clients write them: a command with arguments, a command
 * as a list, or a URL. Finds where each is written; changes nothing.
 */
import type {
  ListValue,
  MapMember,
  MapValue,
  ScalarValue,
  TextSpan,
  Value,
} from './documents/document-tree.ts';
import { memberOf } from './documents/document-tree.ts';

/** Names from the top of the file; `*` is every member. */
export type KeyPath = readonly string[];

export interface Server {
  readonly name: string;
  /** Where its section is, for files that have several. */
  readonly section: string;
  /** All that is written about it. */
  readonly entry: Value;
  readonly start: EntryStart;
}

/** How the client reaches the server. */
type EntryStart =
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly form: CommandForm }
  | { readonly kind: 'url' }
  /** `problem` completes "left alone: …". */
  | { readonly kind: 'other'; readonly problem: string };

export type CommandForm =
  /** `"command": ["npx", "-y"]` */
  | { readonly kind: 'list'; readonly list: ListValue }
  /** `"command": "npx", "args": ["-y"]` */
  | {
      readonly kind: 'pair';
      readonly map: MapValue;
      readonly command: MapMember & { readonly value: ScalarValue };
      readonly args: (MapMember & { readonly value: ListValue }) | undefined;
      /** `"args": null`: where the null is written. */
      readonly nothing?: TextSpan;
    };

export const argsName = 'args';
const commandNames = ['command', 'cmd', 'executable'];
const urlNames = ['url', 'serverUrl', 'httpUrl', 'baseUrl', 'uri'];

/** In the order of the file. */
export function findServers(root: Value, paths: readonly KeyPath[]): readonly Server[] {
  const sections = new Map<Value, string>();
  for (const path of paths) {
    if (path.length === 0) continue;
    for (const [name, value] of sectionsAt(root, path, '')) sections.set(value, name);
  }
  const isBare = sections.size === 0 && paths.some((path) => path.length === 0);
  if (isBare && holdsServersOnly(root)) sections.set(root, '');
  return [...sections].flatMap(([section, name]) =>
    serverEntriesOf(section, sections).map(([entryName, entry]) => ({
      name: entryName,
      section: name,
      entry,
      start: startOf(entry),
    })),
  );
}

function sectionsAt(value: Value, path: KeyPath, trail: string): readonly [string, Value][] {
  const [step, ...rest] = path;
  if (step === undefined) return isSection(value) ? [[trail, value]] : [];
  if (value.kind !== 'map') return [];
  const member = memberOf(value, step);
  const members = step === '*' ? value.members : member === undefined ? [] : [member];
  return members.flatMap(({ name, value: inner }) =>
    sectionsAt(inner, rest, trail === '' ? name : `${trail} › ${name}`),
  );
}

/** A server that is called `servers` is none. */
function isSection(value: Value): boolean {
  if (value.kind === 'list') return true;
  return value.kind === 'map' && commandNames.every((name) => !isCommand(memberOf(value, name)));
}

function isCommand(member: MapMember | undefined): boolean {
  return member !== undefined && member.value.kind !== 'map';
}

/** A section may stand inside another: `mcp.servers` in `mcp`, beside settings for all servers. */
function serverEntriesOf(
  section: Value,
  sections: ReadonlyMap<Value, string>,
): readonly [string, Value][] {
  const entries = entriesOf(section);
  if (!entries.some(([, entry]) => sections.has(entry))) return entries;
  return entries.filter(([, entry]) => !sections.has(entry) && entry.kind === 'map');
}

/** Some clients take a file without a section, in which every member is a server. */
function holdsServersOnly(root: Value): boolean {
  if (root.kind !== 'map') return false;
  return root.members.every(
    ({ value }) =>
      value.kind === 'map' &&
      [...commandNames, ...urlNames].some((name) => memberOf(value, name) !== undefined),
  );
}

/** A map from names to servers, or a list of servers that have a name. */
function entriesOf(section: Value): readonly [string, Value][] {
  if (section.kind === 'map') {
    // `[[mcp_servers]]` of TOML is a map of numbers: each entry says its name itself.
    return section.members.map(({ name, value }) => {
      const isNumbered = section.layout === 'assignments' && /^\d+$/.test(name);
      return [(isNumbered ? listedName(value) : undefined) ?? name, value];
    });
  }
  if (section.kind !== 'list') return [];
  return section.items.map(({ value }, index) => [listedName(value) ?? String(index + 1), value]);
}

function listedName(value: Value): string | undefined {
  const name = value.kind === 'map' ? memberOf(value, 'name')?.value : undefined;
  return name?.kind === 'scalar' ? name.text : undefined;
}

function startOf(entry: Value): EntryStart {
  if (entry.kind === 'foreign') return other('it is written with an anchor, an alias or a tag');
  if (entry.kind !== 'map') return other('it is not a section with a command');
  if (memberOf(entry, '<<') !== undefined) return other('a part of it is written elsewhere (<<)');
  const command = commandNames.map((name) => memberOf(entry, name)).find((it) => it !== undefined);
  if (command === undefined) return withoutCommand(entry);
  const { value } = command;
  switch (value.kind) {
    case 'list':
      return listStart(value);
    case 'scalar':
      return pairStart(entry, { ...command, value });
    case 'map':
      return nestedStart(value);
    default:
      return other('its command is written with an anchor, an alias or a tag');
  }
}

/** Older files of Zed: `"command": { "path": "npx", "args": [] }`. */
function nestedStart(map: MapValue): EntryStart {
  const path = memberOf(map, 'path');
  if (path?.value.kind !== 'scalar') return other('it has no command');
  return pairStart(map, { ...path, value: path.value });
}

function withoutCommand(entry: MapValue): EntryStart {
  const hasUrl = urlNames.some((name) => memberOf(entry, name) !== undefined);
  return hasUrl ? { kind: 'url' } : other('it has no command');
}

function listStart(list: ListValue): EntryStart {
  const command = wordsOf(list);
  if (command === undefined) return other('its command is not a list of words');
  if (command.length === 0 || command[0] === '') return other('it has no command');
  return { kind: 'command', command, form: { kind: 'list', list } };
}

function pairStart(
  map: MapValue,
  command: MapMember & { readonly value: ScalarValue },
): EntryStart {
  if (!command.value.isString || command.value.text === '') return other('it has no command');
  const args = memberOf(map, argsName);
  if (args === undefined) {
    const form = { kind: 'pair', map, command, args } as const;
    return { kind: 'command', command: [command.value.text], form };
  }
  const { value } = args;
  if (isNothing(value)) {
    const { start, end } = value;
    const form = { kind: 'pair', map, command, args: undefined, nothing: { start, end } } as const;
    return { kind: 'command', command: [command.value.text], form };
  }
  const behind = value.kind === 'list' ? wordsOf(value) : undefined;
  if (value.kind !== 'list' || behind === undefined)
    return other('its args are not a list of words');
  const form = { kind: 'pair', map, command, args: { ...args, value } } as const;
  return { kind: 'command', command: [command.value.text, ...behind], form };
}

/** Clients read it as no arguments; an empty text, which YAML allows, cannot be replaced. */
function isNothing(value: Value): boolean {
  return value.kind === 'scalar' && !value.isString && value.text === 'null';
}

function wordsOf({ items }: ListValue): readonly string[] | undefined {
  const words = items.flatMap(({ value }) => (value.kind === 'scalar' ? [value.text] : []));
  return words.length === items.length ? words : undefined;
}

function other(problem: string): EntryStart {
  return { kind: 'other', problem };
}
