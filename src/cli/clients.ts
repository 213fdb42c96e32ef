/**
 * The command `clients`: the files of known clients on this machine, the servers in them, and what
 * can be done next. Reads files; changes none and starts nothing.
 */
import { exitCodes, isShieldError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { candidatesOf, type FoundFile, filesOf } from '../client-files/find-files.ts';
import { readConfigFile } from '../client-files/read-file.ts';
import { type Client, closedClients, clients as table } from '../config/clients.ts';
import { readConfiguration } from '../config/configuration.ts';
import type { Server } from '../config/servers.ts';
import { readOwnArgs } from './command-args.ts';
import { brokenFile } from './config/change-files.ts';
import type { ConfigDeps } from './config/deps.ts';
import { jsonLines } from './printed-json.ts';
import { paint, type Style, styleOf } from './style.ts';
import { isWrapped } from './wrap.ts';

interface ClientReport {
  readonly client: string;
  readonly name: string;
  readonly scope: Client['scope'];
  readonly note?: string;
  /** How it is known where its files are, each source once. */
  readonly sources: readonly { readonly source: string; readonly seen: string }[];
  /** Where its files would be here. */
  readonly places: readonly string[];
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
  const { options } = readOwnArgs('clients', args, 0);
  const reports = table.map((client) => reportOn(client, deps));
  const { stdout } = deps.world;
  const style = styleOf(stdout, deps.environment);
  stdout.write(
    options.has('json')
      ? jsonLines({ clients: reports, closed: closedClients.map(closedReport) })
      : render(reports, options.has('all'), style),
  );
  return exitCodes.done;
}

function reportOn(client: Client, deps: ConfigDeps): ClientReport {
  const { id, name, scope, note } = client;
  const bySource = new Map(client.places.map(({ source, seen }) => [source, { source, seen }]));
  return {
    client: id,
    name,
    scope,
    ...(note !== undefined && { note }),
    sources: [...bySource.values()],
    places: candidatesOf(client, deps),
    files: filesOf(client, deps).map((found) => readReport(found, deps)),
  };
}

/** Without files that could be changed. */
function closedReport({ id, name, reason, source, seen }: (typeof closedClients)[number]) {
  return { client: id, name, reason, source, seen };
}

/** Whatever is in one file does not keep the others from being listed. */
function readReport({ file, dialect, paths }: FoundFile, { fs }: ConfigDeps): ListedFile {
  try {
    const { text } = readConfigFile(file, fs);
    const configuration = readConfiguration({ text, dialect, paths });
    if (configuration.kind === 'broken') throw brokenFile(file, text, configuration);
    return { file, servers: configuration.servers.map(describe) };
  } catch (error) {
    const problem = isShieldError(error) ? error.message : `${file}: it cannot be read`;
    return { file, servers: [], problem };
  }
}

function describe({ name, section, start }: Server): ListedServer {
  const wrapped = start.kind === 'command' && isWrapped(start.command);
  return { name, section, kind: start.kind, wrapped };
}

function render(reports: readonly ClientReport[], isAll: boolean, style: Style): string {
  const found = withoutRepetition(reports).filter(({ files }) => files.length > 0);
  const missing = reports.filter(({ files }) => files.length === 0);
  const listed = isAll ? reports : found;
  const width = Math.max(0, ...listed.map(({ client }) => client.length));
  const rows = found.flatMap((report) => renderFound(report, width, style));
  const rest = isAll
    ? [
        ...missing.map((report) => renderMissing(report, width, style)),
        ...closedClients.map(({ id, name, reason }) => `${id.padEnd(width)}  ${name}: ${reason}\n`),
      ]
    : [];
  const blocks = [rows, rest].filter((block) => block.length > 0).map((block) => block.join(''));
  return [...blocks, nextSteps(found, missing.length, isAll)].join('\n');
}

/** In the home directory the file of a project is that of the user. */
function withoutRepetition(reports: readonly ClientReport[]): readonly ClientReport[] {
  const own = new Set(
    reports.flatMap(({ scope, files }) => (scope === 'user' ? files.map(({ file }) => file) : [])),
  );
  return reports.map((report) => {
    if (report.scope === 'user') return report;
    return { ...report, files: report.files.filter(({ file }) => !own.has(file)) };
  });
}

function renderFound({ client, files }: ClientReport, width: number, style: Style): string[] {
  return files.flatMap((report) => [
    `${paint(client.padEnd(width), 'bold', style)}  ${visible(report.file)}\n`,
    ...serverLines(report, style).map((line) => `${' '.repeat(width)}    ${line}\n`),
  ]);
}

function renderMissing({ client, places, note }: ClientReport, width: number, style: Style) {
  const where = places.length === 0 ? 'not on this platform' : `no ${places.join(', ')}`;
  const known = note === undefined ? where : `${where} (${note})`;
  return `${client.padEnd(width)}  ${paint(known, 'faint', style)}\n`;
}

function serverLines({ servers, problem }: ListedFile, style: Style): readonly string[] {
  if (problem !== undefined) return [paint(visible(problem), 'red', style)];
  if (servers.length === 0) return ['no servers'];
  return servers.map(({ name, kind, wrapped }) => {
    const mark = wrapped ? paint('[wrapped] ', 'green', style) : '';
    return `${mark}${visible(name)}${said[kind]}`;
  });
}

const said: Readonly<Record<ListedServer['kind'], string>> = {
  command: '',
  url: ' (by URL)',
  other: ' (no command)',
};

/** What a person can do now, with the names that were found here. */
function nextSteps(found: readonly ClientReport[], missing: number, isAll: boolean): string {
  // Of a project's files nobody is led to start anything: others may have written them.
  const own = found.filter(({ scope }) => scope === 'user');
  const toWrap = own.find((report) => serversIn(report).some(isUnwrapped));
  const wrapped = own.find((report) => serversIn(report).some((server) => server.wrapped));
  const first = toWrap ?? wrapped;
  return [
    ...(found.length === 0 ? ['No configuration file of a known client was found here.\n'] : []),
    ...(toWrap === undefined
      ? []
      : [`Put mcp-shield in front of its servers:  mcp-shield wrap ${toWrap.client}\n`]),
    ...(first === undefined
      ? []
      : [`See whether they work:                   mcp-shield doctor ${first.client}\n`]),
    ...(isAll
      ? []
      : [
          `${missing} ${found.length > 0 ? 'more ' : ''}are known, without a file here:  mcp-shield clients --all\n`,
          ...(found.length > 0 ? [] : ['Any other file:  mcp-shield wrap <file>\n']),
        ]),
  ].join('');
}

function serversIn({ files }: ClientReport): readonly ListedServer[] {
  return files.flatMap(({ servers }) => servers);
}

function isUnwrapped({ kind, wrapped }: ListedServer): boolean {
  return kind === 'command' && !wrapped;
}
