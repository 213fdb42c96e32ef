/**
 * What the options of mcp-shield gave to a server goes into the entry itself when mcp-shield is
 * taken out: its directory and its variables, where the client has a place for them. Each change is
 * proved by reading the result.
 */
import { type Configuration, readConfiguration } from './configuration.ts';
import { type MapValue, memberOf, type Value } from './documents/document-tree.ts';
import { addMember, applyEdits, type Edit } from './documents/edit.ts';
import { entryMember, variableSections } from './entry-members.ts';

/** Of the options of mcp-shield those without which the server gets something else. */
export interface GivenOptions {
  readonly cwd?: string;
  readonly variables: readonly (readonly [name: string, value: string])[];
  /** As they are told to a person: for these an entry has no place. */
  readonly others: readonly string[];
}

/** What the client calls them; undefined if it has no such member. */
export interface EntryNames {
  readonly cwd: string | undefined;
  readonly variables: string | undefined;
}

export interface KeptOptions {
  readonly configuration: Configuration;
  /** What is lost all the same; of a variable only its name. */
  readonly lost: readonly string[];
}

/** `index` is which of the servers. */
export function keepOptions(
  configuration: Configuration,
  index: number,
  { given, names }: { readonly given: GivenOptions; readonly names: EntryNames },
): KeptOptions {
  let current = configuration;
  const lost = [...given.others];
  const attempt = (
    told: string,
    edit: (text: string, entry: MapValue) => Edit | undefined,
  ): void => {
    const entry = current.servers[index]?.entry;
    const made = entry?.kind === 'map' ? edit(current.text, entry) : undefined;
    const next = made && readConfiguration({ ...current, text: applyEdits(current.text, [made]) });
    if (next?.kind === 'configuration' && isSame(next, current)) current = next;
    else lost.push(told);
  };
  const { cwd, variables } = given;
  if (cwd !== undefined)
    attempt(`--cwd ${cwd}`, (text, entry) => withCwd(text, entry, { cwd, names }));
  for (const [name, value] of variables) {
    attempt(`--env ${name}`, (text, entry) => withVariable(text, entry, { name, value, names }));
  }
  return { configuration: current, lost };
}

function isSame(one: Configuration, other: Configuration): boolean {
  const said = ({ servers }: Configuration): string =>
    JSON.stringify(
      servers.map(({ name, start }) => [name, start.kind === 'command' && start.command]),
    );
  return said(one) === said(other);
}

function withCwd(
  text: string,
  entry: MapValue,
  { cwd, names }: { readonly cwd: string; readonly names: EntryNames },
): Edit | undefined {
  const behind = commandOf(entry);
  const isFree = names.cwd !== undefined && memberOf(entry, names.cwd) === undefined;
  if (behind === undefined || !isFree) return undefined;
  return addMember(text, { map: entry, behind, name: names.cwd, written: JSON.stringify(cwd) });
}

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly names: EntryNames;
}

/** A variable that the entry sets to something else is not touched. */
function withVariable(
  text: string,
  entry: MapValue,
  { name, value, names }: Variable,
): Edit | undefined {
  const section = variableSections
    .map((it) => entryMember(entry, it))
    .find((it) => it !== undefined);
  const written = JSON.stringify(value);
  if (section !== undefined) return inSection(text, section, { name, written });
  const behind = commandOf(entry);
  if (behind === undefined || names.variables === undefined) return undefined;
  const sign = entry.layout === 'assignments' ? ' =' : ':';
  const map = `{ ${JSON.stringify(name)}${sign} ${written} }`;
  return addMember(text, { map: entry, behind, name: names.variables, written: map });
}

function inSection(
  text: string,
  section: Value,
  { name, written }: { readonly name: string; readonly written: string },
): Edit | undefined {
  if (section.kind !== 'map' || memberOf(section, name) !== undefined) return undefined;
  const behind = section.members.at(-1);
  if (behind === undefined) return undefined;
  return addMember(text, { map: section, behind, name, written });
}

function commandOf(entry: MapValue) {
  return memberOf(entry, 'command') ?? memberOf(entry, 'cmd');
}
