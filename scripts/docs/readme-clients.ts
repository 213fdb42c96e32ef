/**
 * The README's section on clients, from the table that the commands read. Pure: does not open the
 * README.
 */
import { clients, closedClients } from '../../src/config/clients.ts';
import { withSection } from './readme-section.ts';

/** The README with this section up to date. Throws if its marks are missing. */
export function withClientSection(readme: string): string {
  return withSection(readme, 'clients', clientSection());
}

function clientSection(): string {
  const names = [...new Set(clients.map(({ name }) => name))];
  const rows = names.map((name) => {
    const ids = clients.filter((client) => client.name === name).map(({ id }) => `\`${id}\``);
    return `| ${name} | ${ids.join(' ')} |\n`;
  });
  const closed = closedClients.map(({ name, reason }) => `| ${name} | ${reason} |\n`);
  return [
    `<details><summary>The ${names.length} clients whose files are known, and how they are called</summary>\n\n`,
    '| Client | `mcp-shield wrap …` |\n|---|---|\n',
    ...rows,
    '\n| Not to be wrapped by a file | because |\n|---|---|\n',
    ...closed,
    '\n</details>\n',
  ].join('');
}
