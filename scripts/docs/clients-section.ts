/**
 * The tables of clients in docs/clients.md, from the rows that the commands read. Pure: does not
 * open the page.
 */
import { type Client, clients, closedClients, type Place } from '../../src/config/clients.ts';
import { withSection } from './page-section.ts';

/** The page with these tables up to date. Throws if its marks are missing. */
export function withClientSection(page: string): string {
  return withSection(page, 'clients', clientSection());
}

const platforms = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;

/** Of more files on one system the first is named: they differ in the editor alone. */
const filesNamedMax = 2;

function clientSection(): string {
  const rows = clients.map((client) => {
    return `| ${client.name} | \`${client.id}\` | ${filesOf(client)} |\n`;
  });
  const closed = closedClients.map(({ name, reason }) => `| ${name} | ${reason} |\n`);
  return [
    '| client | `mcp-shield wrap …` | its file |\n|---|---|---|\n',
    ...rows,
    '\n| not to be wrapped by a file | because |\n|---|---|\n',
    ...closed,
  ].join('');
}

function filesOf({ places }: Client): string {
  const everywhere = places.filter(({ on }) => on === undefined);
  const bySystem = (Object.keys(platforms) as (keyof typeof platforms)[]).flatMap((key) => {
    const own = places.filter(({ on }) => on === key);
    return own.length === 0 ? [] : [`${platforms[key]}: ${listOf(own)}`];
  });
  return [...(everywhere.length === 0 ? [] : [listOf(everywhere)]), ...bySystem].join('<br>');
}

function listOf(places: readonly Place[]): string {
  const files = [...new Set(places.map(({ file }) => `\`${file}\``))];
  if (files.length <= filesNamedMax) return files.join(', ');
  return `${files[0]} and ${files.length - 1} more`;
}
