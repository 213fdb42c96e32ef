/**
 * The command `clients`: the known clients, their files on this machine, and the servers in them.
 */
import { exitCodes, isShieldError } from '../base/errors.ts';
import { visible, visibleLines } from '../base/visible.ts';
import { type FoundFile, filesOf } from '../client-files/find-files.ts';
import { readConfigFile } from '../client-files/read-file.ts';
import { type Client, clients as table } from '../config/clients.ts';
import { readConfiguration } from '../config/configuration.ts';
import type { Server } from '../config/servers.ts';
import { wrongUsage } from './command-line.ts';
import { brokenFile } from './config/change-files.ts';
import { readCommandArgs } from './config/command-args.ts';
import type { ConfigDeps } from './config/deps.ts';
import { isWrapped } from './wrap.ts';

const usage = 'mcp-shield clients [--json]';

interface ClientReport {
  readonly client: string;
  readonly name: string;
  readonly scope: Client['scope'];
  /** Where its files are documented. */
  readonly source: string;
  readonly note?: string;
  /** Those that exist. */
  readonly files: readonly ListedFile[];
}

interface ListedFile {
  readonly file: string;
  readonly servers: readonly ListedServer[];
  /** Why it cannot be read. */
  readonly problem?: string;
}

interface ListedServer {
  readonly name: string;
  readonly section: string;
  readonly kind: Server['start']['kind'];
  readonly wrapped: boolean;
}

/** `args` without `clients`. Returns the exit code. */
export function clients(args: readonly string[], deps: ConfigDeps): number {
  const { names, options, handedOn } = readCommandArgs(args, { json: {} }, usage);
  const [extra] = [...names, ...(handedOn ?? [])];
  if (extra !== undefined) throw wrongUsage(`${extra} is too much: write ${usage}`);
  const reports = table.map((client) => reportOn(client, deps));
  const text = options.has('json')
    ? `${visibleLines(JSON.stringify(reports, undefined, 2))}\n`
    : render(reports);
  deps.world.stdout.write(text);
  return exitCodes.done;
}

function reportOn(client: Client, deps: ConfigDeps): ClientReport {
  const { id, name, scope, source, note } = client;
  const files = filesOf(client, deps).map((found) => readReport(found, deps));
  return { client: id, name, scope, source, ...(note !== undefined && { note }), files };
}

function readReport({ file, dialect, paths }: FoundFile, { fs }: ConfigDeps): ListedFile {
  try {
    const { text } = readConfigFile(file, fs);
    const configuration = readConfiguration({ text, dialect, paths });
    if (configuration.kind === 'broken') throw brokenFile(file, text, configuration);
    return { file, servers: configuration.servers.map(describe) };
  } catch (error) {
    if (!isShieldError(error)) throw error;
    return { file, servers: [], problem: error.message };
  }
}

function describe({ name, section, start }: Server): ListedServer {
  const wrapped = start.kind === 'command' && isWrapped(start.command);
  return { name, section, kind: start.kind, wrapped };
}

function render(reports: readonly ClientReport[]): string {
  const found = reports.filter(({ files }) => files.length > 0);
  const width = Math.max(0, ...found.map(({ client }) => client.length));
  const rows = found.flatMap(({ client, files }) =>
    files.flatMap((report) => [
      `${client.padEnd(width)}  ${visible(report.file)}\n`,
      ...serverLines(report).map((line) => `${' '.repeat(width)}    ${visible(line)}\n`),
    ]),
  );
  const missing = reports.filter(({ files }) => files.length === 0).map(({ client }) => client);
  const rest = missing.length === 0 ? '' : `No file here: ${missing.join(', ')}\n`;
  return `${rows.join('')}${rows.length > 0 ? '\n' : ''}${rest}`;
}

function serverLines({ servers, problem }: ListedFile): readonly string[] {
  if (problem !== undefined) return [problem];
  if (servers.length === 0) return ['no servers'];
  return servers.map(
    ({ name, kind, wrapped }) => `${wrapped ? '[wrapped] ' : ''}${name}${said[kind]}`,
  );
}

const said: Readonly<Record<ListedServer['kind'], string>> = {
  command: '',
  url: ' (by URL)',
  other: ' (no command)',
};
