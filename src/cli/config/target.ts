/**
 * What a person means by a client or a file, and by the servers behind it.
 */
import { isShieldError } from '../../base/errors.ts';
import {
  candidatesOf,
  clientNamed,
  type FoundFile,
  fileNamed,
  filesOf,
  type SearchedMachine,
} from '../../client-files/find-files.ts';
import { readConfigFile } from '../../client-files/read-file.ts';
import { clients, closedClients } from '../../config/clients.ts';
import { readConfiguration } from '../../config/configuration.ts';
import type { Server } from '../../config/servers.ts';
import { wrongUsage } from '../command-line.ts';
import { nearest } from '../suggest.ts';
import type { ConfigDeps } from './deps.ts';

export interface Targets {
  readonly files: readonly FoundFile[];
  /** By name; undefined = all. */
  readonly servers: readonly string[] | undefined;
}

/**
 * The first name is a client or a file. Of the others those are servers that a file so far has, or
 * that are nothing else. Throws wrong usage for a server that is in none of the files.
 */
export function findTargets(names: readonly string[], deps: ConfigDeps): Targets {
  const [first = '', ...others] = names;
  const files = [...findTarget(first, deps)];
  const servers: string[] = [];
  for (const name of others) {
    const isServer = files.some((file) => serverNames(file, deps).includes(name));
    if (!isServer && isTarget(name, deps)) files.push(...findTarget(name, deps));
    else servers.push(name);
  }
  checkServers(servers, files, deps);
  return { files, servers: servers.length === 0 ? undefined : servers };
}

/** Throws wrong usage if there is nothing. The name of a client comes before a file's. */
function findTarget(word: string, surroundings: SearchedMachine): readonly FoundFile[] {
  const client = clientNamed(otherNames[word.toLowerCase()] ?? word.toLowerCase());
  if (client !== undefined) {
    const found = filesOf(client, surroundings);
    if (found.length > 0) return found;
    const [first = 'file for this platform', ...rest] = candidatesOf(client, surroundings);
    const more = rest.length === 0 ? '' : ` (nor ${rest.slice(0, 2).join(', ')})`;
    const note = client.note === undefined ? '' : `; ${client.note}`;
    throw wrongUsage(
      `${client.name} has no configuration here: there is no ${first}${more}${note}`,
    );
  }
  const named = fileNamed(word, surroundings);
  const { machine } = surroundings;
  if (isProgram(word) && machine.isFile(named.file)) {
    throw wrongUsage(
      `${named.file}: it is a program, not the configuration of a client; a server is examined by ` +
        'mcp-shield doctor -- and its whole command',
    );
  }
  if (machine.isFile(named.file)) return [named];
  if (machine.isDirectory(named.file)) {
    throw wrongUsage(`${named.file}: it is a directory; name the configuration file in it`);
  }
  // What looks like a path was meant as one.
  if (isFileLike(word)) throw wrongUsage(`${named.file}: there is no such file`);
  throw unknownTarget(word);
}

/** What people call clients that have another name here. */
const otherNames: Readonly<Record<string, string>> = {
  code: 'vscode',
  'vs-code': 'vscode',
  'visual-studio-code': 'vscode',
  devin: 'windsurf',
  'devin-desktop': 'windsurf',
  'cline-cli': 'cline',
  gemini: 'gemini-cli',
  qwen: 'qwen-code',
  copilot: 'copilot-cli',
  kimi: 'kimi-cli',
  vibe: 'mistral-vibe',
  droid: 'factory-droid',
  factory: 'factory-droid',
  rovo: 'rovo-dev',
  q: 'amazon-q',
  roo: 'roo-code',
  kilo: 'kilo-code',
};

/** Whether it is a client, or a file that is there. */
export function isTarget(word: string, surroundings: SearchedMachine): boolean {
  const { machine } = surroundings;
  if (clientNamed(otherNames[word.toLowerCase()] ?? word.toLowerCase()) !== undefined) return true;
  return (
    isFileLike(word) && machine.isFile(machine.path.resolve(machine.cwd ?? machine.home, word))
  );
}

function isProgram(word: string): boolean {
  return /\.(?:[cm]?[jt]sx?|py|rb|php|sh|jar|exe|cmd|ps1)$/i.test(word);
}

function isFileLike(word: string): boolean {
  return /[\\/]|\.(?:jsonc?|ya?ml|toml)$/i.test(word);
}

function unknownTarget(word: string) {
  const wanted = word.toLowerCase();
  const closed = closedClients.find(
    ({ id, name }) => id === wanted || name.toLowerCase().startsWith(wanted),
  );
  const ids = clients.map(({ id }) => id);
  const begun = ids.filter((id) => wanted.length > 2 && id.startsWith(wanted));
  // The user's own files before those of a project.
  const own = begun.filter((id) => !/-(?:project|workspace|legacy|settings)$/.test(id));
  const near = nearest(wanted, [...ids, ...Object.keys(otherNames)], '');
  const meant = own.length > 0 ? own : near === undefined ? [] : [otherNames[near] ?? near];
  if (meant.length === 0 && closed !== undefined) {
    return wrongUsage(`${closed.name} cannot be wrapped: ${closed.reason}`);
  }
  const advice =
    meant.length === 0 ? 'see mcp-shield clients --all' : `did you mean ${meant.join(' or ')}?`;
  return wrongUsage(`there is no client or file ${word}: ${advice}`);
}

function checkServers(
  wanted: readonly string[],
  files: readonly FoundFile[],
  deps: ConfigDeps,
): void {
  if (wanted.length === 0) return;
  const known = files.flatMap((file) => serverNames(file, deps));
  // A file that cannot be read is told of when it is.
  if (known.length === 0) return;
  const missing = wanted.find((name) => !known.includes(name));
  if (missing === undefined) return;
  const meant = nearest(missing, known, '');
  const advice =
    meant === undefined ? `there are ${[...new Set(known)].join(', ')}` : `did you mean ${meant}?`;
  const where = files.map(({ file }) => file).join(', ');
  throw wrongUsage(`${where}: there is no server ${missing} in it: ${advice}`);
}

export function serverNames(found: FoundFile, deps: Pick<ConfigDeps, 'fs'>): readonly string[] {
  return serversIn(found, deps).map(({ name }) => name);
}

/** None in a file that cannot be read: it is told of when it is changed or examined. */
export function serversIn(
  { file, dialect, paths }: FoundFile,
  { fs }: Pick<ConfigDeps, 'fs'>,
): readonly Server[] {
  try {
    const { text } = readConfigFile(file, fs);
    const configuration = readConfiguration({ text, dialect, paths });
    return configuration.kind === 'broken' ? [] : configuration.servers;
  } catch (error) {
    if (!isShieldError(error)) throw error;
    return [];
  }
}
