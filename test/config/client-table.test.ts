/**
 * The table of clients as a whole: what each row must say, and that no two rows say the same.
 */
import { describe, expect, it } from 'vitest';
import { type Client, clients, closedClients, knownPaths } from '../../src/config/clients.ts';

const rows = clients.map((client) => [client.id, client] as const);
const files = ({ places }: Client) => places.map(({ file }) => file);

function isSaid({ source, seen }: { readonly source: string; readonly seen: string }): void {
  expect(source).toMatch(/^https:\/\/[\w.-]+\.[a-z]+(?:[/#]\S+)?(?: \(\S.*\))?$/);
  expect(seen).toMatch(/^(?:\d{4}-\d\d-\d\d|reported \d{4}-\d\d)$/);
}

describe.each(rows)('%s', (id, client) => {
  it('has a name, and is typed as one word', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(client.name).toMatch(/^\w/);
    if (client.note !== undefined) expect(client.note).toMatch(/\w \w/);
  });

  it('has files, each with its source', () => {
    expect(client.places).not.toEqual([]);
    for (const place of client.places) {
      isSaid(place);
      expect(['darwin', 'linux', 'win32', undefined]).toContain(place.on);
    }
    const said = client.places.map(({ file, on }) => `${file} ${on}`);
    expect(new Set(said).size).toBe(said.length);
  });

  it('of a project has files in it, of a user in the home', () => {
    const isOfProject = /-(?:project|workspace)$|^devcontainer$/.test(id);
    expect(client.scope).toBe(isOfProject ? 'project' : 'user');
    const variable = /^\{[A-Z_]+\}$/;
    const below = isOfProject ? /^(?![~{/])/ : /^(?:~|\{[A-Z_]+\})\//;
    for (const file of files(client).filter((one) => !variable.test(one))) {
      expect(file).toMatch(below);
      expect(file).not.toContain('//');
      expect(file).toMatch(/(?:\.(?:jsonc?|yaml|toml)|\/\*)$/);
    }
  });

  it('has its servers in a section', () => {
    expect(client.paths).not.toEqual([]);
    expect(new Set(client.paths.map((path) => path.join())).size).toBe(client.paths.length);
    for (const path of client.paths) {
      expect(path.every((step) => step !== '')).toBe(true);
      const isWholeFile = path.length === 0;
      expect(isWholeFile).toBe(isWholeFile && id.startsWith('copilot-cli'));
      // Below the settings of VS Code there is what it has elsewhere, too.
      const known = path.slice(path.indexOf('settings') + 1);
      expect(
        [path.join(), known.join()].some((it) => knownPaths.some((one) => one.join() === it)),
      ).toBe(true);
    }
  });
});

describe('the table', () => {
  it('names each client once', () => {
    expect(new Set(clients.map(({ id }) => id)).size).toBe(clients.length);
  });

  it('gives a file to one client only, but for those that are told by their beginning', () => {
    const owners = new Map<string, Client[]>();
    for (const client of clients) {
      for (const file of files(client)) owners.set(file, [...(owners.get(file) ?? []), client]);
    }
    const shared = [...owners.values()].filter((all) => new Set(all).size > 1);
    for (const { recognisedBy } of shared.flat()) expect(recognisedBy).toBeDefined();
    expect(shared.length).toBe(1);
  });

  it.each<[string, readonly string[]]>([
    ['{"mcpServers": {}}', ['claude-code-project']],
    ['{\n  "inputs": [],\n  "servers" : {}\n}', ['visual-studio-project']],
    ['{"servers": {}}', ['visual-studio-project']],
    ['{"servers": {}, "mcpServers": {}}', ['claude-code-project']],
    ['{"mcpServers": {}, "servers": {}}', ['claude-code-project']],
    ['{"servers": {},\n "mcpServers"\n: {}}', ['claude-code-project']],
    ['{"a": "mcpServers"}', ['claude-code-project']],
    ['{"a": ["servers"]}', ['claude-code-project']],
    ['', ['claude-code-project']],
    ['{"x": {"command": "y"}}', ['claude-code-project']],
  ])('%j is a file of %j', (text, expected) => {
    const owners = clients.filter(({ recognisedBy }) => recognisedBy?.test(text));
    expect(owners.map(({ id }) => id)).toEqual(expected);
  });

  it('of those that nobody can wrap says why, in half a sentence', () => {
    const ids = closedClients.map(({ id }) => id);
    expect(ids).toContain('chatgpt');
    expect(new Set([...ids, ...clients.map(({ id }) => id)]).size).toBe(
      ids.length + clients.length,
    );
    for (const { id, name, reason, ...how } of closedClients) {
      expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(name).toMatch(/^\w/);
      expect(reason).toMatch(/^(?:[a-z]\w*|Claude|Warp) .+\w$/);
      isSaid(how);
    }
  });

  it('knows the sections of all clients in a file that is given by its path', () => {
    expect(new Set(knownPaths.map((path) => path.join())).size).toBe(knownPaths.length);
    expect(knownPaths.flat()).not.toContain('');
    // A section inside another stands before it; the whole file is the last resort.
    expect(knownPaths.at(-1)).toEqual([]);
  });
});
