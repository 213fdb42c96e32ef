/**
 * What an entry says of its server beside the command: members by name, and its variables. Reads
 * values, no text.
 */
import { memberOf, type Value } from './documents/document-tree.ts';

/** What the clients call the variables of a server. */
export const variableSections = ['env', 'environment', 'envs'];

/** As they are written; those that are no plain value are left out. */
export function variablesOf(entry: Value): Readonly<Record<string, string>> {
  const section = variableSections
    .map((name) => entryMember(entry, name))
    .find((it) => it !== undefined);
  const members = section?.kind === 'map' ? section.members : [];
  return Object.fromEntries(
    members.flatMap(({ name, value }) => (value.kind === 'scalar' ? [[name, value.text]] : [])),
  );
}

export function textOf(entry: Value, name: string): string | undefined {
  const value = entryMember(entry, name);
  return value?.kind === 'scalar' ? value.text : undefined;
}

export function entryMember(entry: Value, name: string): Value | undefined {
  return entry.kind === 'map' ? memberOf(entry, name)?.value : undefined;
}
