/**
 * Reads configuration files with the parsers alone, to know what a client would make of them
 * without asking the code that is tested.
 */
import { parse as parseJsonc } from 'jsonc-parser';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { parse as parseYaml } from 'yaml';
import type { Dialect } from '../../src/config/documents/document.ts';

export type Data = { readonly [name: string]: unknown } | readonly unknown[];

export function readData(text: string, dialect: Dialect): Data {
  switch (dialect) {
    case 'json':
      return parseJsonc(text, [], { allowTrailingComma: true }) ?? {};
    case 'yaml':
      return parseYaml(text) ?? {};
    case 'toml':
      return getStaticTOMLValue(parseTOML(text));
  }
}

/** The servers of a section, whether it is a map or a list. */
export function serversIn(data: Data, path: readonly string[]): ReadonlyMap<string, Data> {
  let section: unknown = data;
  for (const name of path) section = member(section, name);
  const entries = Array.isArray(section)
    ? section.map((entry) => [String(member(entry, 'name')), entry] as const)
    : Object.entries((section ?? {}) as Data);
  return new Map(entries as (readonly [string, Data])[]);
}

/** The command with its arguments; undefined if there is none. */
export function wordsIn(server: Data): readonly string[] | undefined {
  const command = member(server, 'command') ?? member(server, 'cmd');
  if (Array.isArray(command)) return command;
  if (typeof command !== 'string') return undefined;
  return [command, ...((member(server, 'args') ?? []) as string[])];
}

/** Everything of a server but its command. */
export function restOf(server: Data): unknown {
  const { command, cmd, args, ...rest } = server as Record<string, unknown>;
  return rest;
}

function member(value: unknown, name: string): unknown {
  return (value as Record<string, unknown> | undefined)?.[name];
}
