/**
 * Which configuration files there are on this machine: those of a client, those of the project one
 * is in, and what a person names as one. Of a file that several clients have, the beginning is
 * read.
 */
import { configLimits } from '../base/limits.ts';
import { type Client, clients, knownPaths } from '../config/clients.ts';
import { type Dialect, dialectOf } from '../config/documents/document.ts';
import { endsLike, placesOf } from '../config/places.ts';
import type { KeyPath } from '../config/servers.ts';
import type { Machine } from '../resolve/machine.ts';

export interface FoundFile {
  readonly file: string;
  readonly dialect: Dialect;
  readonly paths: readonly KeyPath[];
  /** Undefined for a file that belongs to no known client. */
  readonly client: Client | undefined;
  /** The directory of the project that the file belongs to; undefined for a file of the user. */
  readonly project: string | undefined;
}

export interface SearchedMachine {
  readonly machine: Machine;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Those that exist, in the order of the table. */
export function filesOf(client: Client, surroundings: SearchedMachine): readonly FoundFile[] {
  const { machine } = surroundings;
  return locate(client, surroundings)
    .filter(({ file }) => machine.isFile(file) && isRecognised(client, file, machine))
    .map(({ file, project }) => found(client, file, project));
}

/** All files that could be there. */
export function candidatesOf(client: Client, surroundings: SearchedMachine): readonly string[] {
  return locate(client, surroundings).map(({ file }) => file);
}

/** Files of all clients; one that several clients have counts for the first of them. */
export function filesOfScope(
  scope: Client['scope'],
  surroundings: SearchedMachine,
): readonly FoundFile[] {
  const { machine } = surroundings;
  const byPath = new Map<string, FoundFile>();
  const scoped = clients.filter((client) => client.scope === scope);
  for (const one of scoped.flatMap((client) => filesOf(client, surroundings))) {
    const path = machine.realPath(one.file);
    if (!byPath.has(path)) byPath.set(path, one);
  }
  return [...byPath.values()];
}

export function clientNamed(id: string): Client | undefined {
  return clients.find((client) => client.id === id);
}

/** A file by its path. If it is one of a known client, its servers are where that client's are. */
export function fileNamed(word: string, surroundings: SearchedMachine): FoundFile {
  const { machine } = surroundings;
  const file = machine.path.resolve(machine.cwd ?? machine.home, word);
  const real = machine.realPath(file);
  const known = clients.flatMap((client) => filesOf(client, surroundings));
  const same = known.find((one) => machine.realPath(one.file) === real);
  if (same !== undefined) return { ...same, file };
  const alike = clients.filter(
    (client) => endsLike(file.replaceAll('\\', '/'), client) && isRecognised(client, file, machine),
  );
  const client = alike.find(({ scope }) => scope === 'project') ?? alike[0];
  if (client !== undefined) {
    const isProject = client.scope === 'project';
    return found(client, file, isProject ? projectOf(client, file, machine) : undefined);
  }
  return {
    file,
    dialect: dialectOf(file),
    paths: knownPaths,
    client: undefined,
    project: undefined,
  };
}

function found(client: Client, file: string, project: string | undefined): FoundFile {
  return { file, dialect: dialectOf(file), paths: client.paths, client, project };
}

interface Located {
  readonly file: string;
  readonly project: string | undefined;
}

function locate(client: Client, surroundings: SearchedMachine): readonly Located[] {
  const { machine, environment } = surroundings;
  const { platform, home, path } = machine;
  const places = placesOf(client, { platform, environment, home });
  if (client.scope === 'user') {
    return places.flatMap(({ file }) =>
      globbed(path.resolve(home, path.normalize(file)), machine).map((one) => ({
        file: one,
        project: undefined,
      })),
    );
  }
  return projectDirectories(machine).flatMap((project) =>
    places.flatMap(({ file }) =>
      globbed(path.resolve(project, path.normalize(file)), machine).map((one) => ({
        file: one,
        project,
      })),
    ),
  );
}

/** From here up to the root of the repository; outside of one only this directory. */
function projectDirectories({ cwd, home, path, isDirectory, isFile }: Machine): readonly string[] {
  const here = cwd ?? home;
  const directories = [here];
  for (let at = here; directories.length <= configLimits.parentsMax; at = path.dirname(at)) {
    if (at !== here) directories.push(at);
    const repository = path.join(at, '.git');
    // In a worktree and in a submodule it is a file.
    if (isDirectory(repository) || isFile(repository)) return directories;
    if (path.dirname(at) === at) break;
  }
  return [here];
}

/** Files for a path in which one part has a `*`: any configuration file, or any such directory. */
function globbed(file: string, machine: Machine): readonly string[] {
  const { path } = machine;
  if (!file.includes('*')) return [file];
  const parts = file.split(path.sep);
  const at = parts.findIndex((part) => part.includes('*'));
  const pattern = parts[at] ?? '';
  const isLast = at === parts.length - 1;
  const like = new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`, 'i');
  const names = machine
    .list(parts.slice(0, at).join(path.sep))
    .filter((name) => like.test(name) && (!isLast || /\.(?:json|ya?ml)$/i.test(name)));
  return [...names]
    .sort()
    .map((name) => [...parts.slice(0, at), name, ...parts.slice(at + 1)].join(path.sep));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');
}

function isRecognised({ recognisedBy }: Client, file: string, machine: Machine): boolean {
  if (recognisedBy === undefined) return true;
  return recognisedBy.test(machine.readStart(file, configLimits.recogniseBytes) ?? '');
}

/** What stands in front of the part of the path that the client looks for. */
function projectOf({ places }: Client, file: string, { path }: Machine): string {
  const depths = places
    .filter((place) => endsLike(file.replaceAll('\\', '/'), { places: [place] }))
    .map((place) => place.file.split('/').length);
  let directory = file;
  for (let depth = Math.max(1, ...depths); depth > 0; depth -= 1)
    directory = path.dirname(directory);
  return directory;
}
