/**
 * Each client of the table with a realistic file: wrapped, its servers start through mcp-shield and
 * nothing else has changed; unwrapped, it is the very file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Client, clients } from '../../src/config/clients.ts';
import { dialectOf } from '../../src/config/documents/document.ts';
import { placesOf } from '../../src/config/places.ts';
import { User } from './commands.ts';
import { type Data, readData, restOf, serversIn, wordsIn } from './reading.ts';

const directory = fileURLToPath(new URL('fixtures/clients', import.meta.url));
const fixtures = readdirSync(directory);
const users: User[] = [];
afterAll(() => {
  for (const user of users) user.leave();
});

/** A project's file looks as the user's, and many clients have what another one invented. */
const looksLike: Readonly<Record<string, string>> = {
  'vscode-workspace': 'vscode',
  'visual-studio-project': 'vscode',
  'copilot-jetbrains': 'vscode',
  'copilot-eclipse': 'vscode',
  'copilot-xcode': 'vscode',
  'cline-legacy': 'cline',
  'kilo-code-legacy-project': 'kilo-code-legacy',
  'jetbrains-air-project': 'claude-code-project',
};

function fixtureOf({ id, paths }: Client): string {
  const names = [id, looksLike[id], id.replace(/-project$/, '')];
  const file = names.flatMap((name) => fixtures.filter((it) => it.startsWith(`${name}.`)))[0];
  if (file !== undefined) return file;
  expect(paths[0], `a fixture for ${id}`).toEqual(['mcpServers']);
  return 'cursor.json';
}

/** The file in a new home, where this client looks for it. */
function install(client: Client, content: Buffer, extension: string) {
  const user = new User();
  users.push(user);
  const places = placesOf(client, { platform: process.platform, environment: {}, home: user.home });
  const [place = ''] = places
    .map(({ file }) => file)
    .filter((one) => extname(one) === extension || one.endsWith('/*'));
  expect(place).not.toBe('');
  const named = place.replace(/\*$/, `servers${extension}`);
  const file = client.scope === 'project' ? `project/${named}` : relative(user.home, named);
  return { user, file, path: user.write(file, content) };
}

const shared = ['--as', 'mcp-shield'];

/** Some are for other platforms only. */
const here = clients.filter((client) => {
  const home = { platform: process.platform, environment: {}, home: '/home/ann' };
  return placesOf(client, home).length > 0;
});

describe.each(here.map((client) => [client.id, client] as const))('%s', (id, client) => {
  const fixture = fixtureOf(client);
  const original = readFileSync(`${directory}/${fixture}`);

  it('starts its servers through mcp-shield and keeps the rest', () => {
    const { user, file } = install(client, original, extname(fixture));
    const { code } = user.run('wrap', id, ...shared, '--', '--restarts', '10');
    expect(code).toBe(0);
    const dialect = dialectOf(file);
    const [before, after] = [original.toString(), user.read(file)].map((it) =>
      readData(it, dialect),
    );
    let count = 0;
    for (const section of sectionsOf(client, before ?? {})) {
      const changed = serversIn(after ?? {}, section);
      for (const [name, old] of serversIn(before ?? {}, section)) {
        const words = nestedWords(old);
        count += words === undefined ? 0 : 1;
        expect(nestedWords(changed.get(name) ?? {})).toEqual(words && wordsAfterWrap(name, old));
        expect(withoutCommand(changed.get(name) ?? {})).toEqual(withoutCommand(old));
      }
    }
    expect(count).toBeGreaterThan(0);
  });

  it.each([
    ['as it is', (text: string) => text],
    ['with CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a byte order mark', (text: string) => `\ufeff${text}`],
    ['without a last line break', (text: string) => text.trimEnd()],
  ])('%s, it is the very file after unwrapping', (_, change) => {
    const bytes = Buffer.from(change(original.toString()));
    const { user, file, path } = install(client, bytes, extname(fixture));
    expect(user.run('wrap', id).code).toBe(0);
    expect(readFileSync(path)).not.toEqual(bytes);
    const once = user.read(file);
    expect(user.run('wrap', id).code).toBe(0);
    expect(user.read(file)).toBe(once);
    expect(user.run('unwrap', id).code).toBe(0);
    expect(readFileSync(path)).toEqual(bytes);
  });
});

function wordsAfterWrap(name: string, old: Data): readonly string[] {
  const words = nestedWords(old) ?? [];
  const { args, dev } = old as { args?: unknown[]; dev?: { debug?: object } };
  if (dev?.debug !== undefined) return words;
  const shield = ['mcp-shield', '--name', name, '--restarts', '10'];
  if (words[0] === 'cmd') return [...shield, '--instead-of', 'cmd /c', '--', ...words.slice(2)];
  const memory = args?.length === 0 ? ['--instead-of', '[]'] : [];
  return [...shield, ...memory, '--', ...words];
}

/** Zed once had the command in a section of its own. */
function nestedWords(server: Data): readonly string[] | undefined {
  const { command } = server as { command?: { path?: string; args?: string[] } };
  if (command?.path === undefined) return wordsIn(server);
  return [command.path, ...(command.args ?? [])];
}

function withoutCommand(server: Data): unknown {
  const { command } = server as { command?: { path?: string; args?: string[] } };
  if (command?.path === undefined) return restOf(server);
  const { path, args, ...rest } = command;
  return [restOf(server), rest];
}

/** The paths of the table with `*` filled in; those that lead nowhere have no servers. */
function sectionsOf({ paths }: Client, data: Data): readonly (readonly string[])[] {
  const projects = Object.keys((data as { projects?: object }).projects ?? {});
  const filled = paths.flatMap((path) =>
    path.includes('*')
      ? projects.map((project) => path.map((step) => (step === '*' ? project : step)))
      : [path],
  );
  const nested = filled.filter((path) => path.length > 0 && serversIn(data, path).size > 0);
  // `mcp` of opencode's V2 has only the section `servers`.
  return nested.filter(
    (path) => !nested.some((other) => other.length > path.length && other[0] === path[0]),
  );
}

describe('the table', () => {
  it('uses all fixtures', () => {
    expect(new Set(here.map(fixtureOf))).toEqual(new Set(fixtures));
  });
});
