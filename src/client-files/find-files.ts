/**
 * Which configuration files there are on this machine: those of a client, and what a person names
 * as one. Opens none.
 */
import { type Client, clients, knownPaths } from '../config/clients.ts';
import { type Dialect, dialectOf } from '../config/documents/document.ts';
import { placesOf } from '../config/places.ts';
import type { KeyPath } from '../config/servers.ts';
import type { Machine } from '../resolve/machine.ts';

export interface FoundFile {
  readonly file: string;
  readonly dialect: Dialect;
  readonly paths: readonly KeyPath[];
  /** Undefined for a file that belongs to no known client. */
  readonly client: Client | undefined;
}

export interface SearchedMachine {
  readonly machine: Machine;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Those that exist, in the order of the table. */
export function filesOf(client: Client, surroundings: SearchedMachine): readonly FoundFile[] {
  const { machine } = surroundings;
  return candidatesOf(client, surroundings)
    .filter((file) => machine.isFile(file))
    .map((file) => ({ file, dialect: dialectOf(file), paths: client.paths, client }));
}

/** All files that could be there. */
export function candidatesOf(client: Client, surroundings: SearchedMachine): readonly string[] {
  const { machine, environment } = surroundings;
  const { platform, home, path } = machine;
  return placesOf(client, { platform, environment, home }).flatMap((place) => {
    const file = path.resolve(machine.cwd ?? home, path.normalize(place));
    if (path.basename(file) !== '*') return [file];
    const directory = path.dirname(file);
    const names = machine.list(directory).filter((name) => /\.(?:json|ya?ml)$/i.test(name));
    return [...names].sort().map((name) => path.join(directory, name));
  });
}

export function clientNamed(id: string): Client | undefined {
  return clients.find((client) => client.id === id);
}

/** A file by its path. If it is one of a known client, its servers are where that client's are. */
export function fileNamed(word: string, surroundings: SearchedMachine): FoundFile {
  const { machine } = surroundings;
  const file = machine.path.resolve(machine.cwd ?? machine.home, word);
  const known = clients.flatMap((client) => filesOf(client, surroundings));
  const same = known.find((one) => machine.realPath(one.file) === machine.realPath(file));
  if (same !== undefined) return { ...same, file };
  return { file, dialect: dialectOf(file), paths: knownPaths, client: undefined };
}
