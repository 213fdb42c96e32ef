/**
 * Files as clients and people write them: each is wrapped, starts through mcp-shield, is unwrapped
 * to the byte, and nothing in it is found fault with. None of these servers is started here.
 */
import { dirname, isAbsolute, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkFile } from '../../src/cli/doctor/configured.ts';
import { isWrapped } from '../../src/cli/wrap.ts';
import { realFileSystem } from '../../src/client-files/file-system.ts';
import { fileNamed } from '../../src/client-files/find-files.ts';
import { clients } from '../../src/config/clients.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import { placesOf } from '../../src/config/places.ts';
import { User } from './commands.ts';
import type { CorpusFile } from './corpus/corpus-file.ts';
import { jsonFiles } from './corpus/json-files.ts';
import { otherFiles } from './corpus/other-files.ts';

const corpus = [...jsonFiles, ...otherFiles];
const users: User[] = [];
afterAll(() => {
  for (const user of users) user.leave();
});

/** The file where its client looks for it. Returns its whole path. */
function install([id, , text, known]: CorpusFile): { user: User; path: string } {
  const user = new User();
  users.push(user);
  user.environment['CORPUS_SET'] = '/set';
  const client = clients.find((one) => one.id === id);
  if (client === undefined) throw new Error(`no client ${id}`);
  const home = { platform: process.platform, environment: {}, home: user.home };
  const extension = id === 'continue' || id === 'continue-project' ? /\.yaml$|\*$/ : /(?:)/;
  const [place = ''] = placesOf(client, home)
    .map(({ file }) => file)
    .filter((file) => extension.test(file));
  const file = known?.file ?? (isAbsolute(place) ? relative(user.home, place) : place);
  const path = user.write(client.scope === 'project' ? `project/${file}` : file, text);
  return { user, path };
}

it('has a hundred files in all dialects, for most clients', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(100);
  expect(new Set(corpus.map(([client]) => client)).size).toBeGreaterThan(50);
  const names = corpus.map(([client, name]) => `${client}: ${name}`);
  expect(new Set(names).size).toBe(corpus.length);
});

describe.each(corpus.map((file) => [file[0], file[1], file] as const))('%s, %s', (id, _, file) => {
  const [, , text, known = {}] = file;

  it('is wrapped, and unwrapped to the byte', () => {
    const { user, path } = install(file);
    const { code } = user.run('wrap', path, '--as', 'mcp-shield');
    expect(code).toBe(0);
    const found = fileNamed(path, user.deps());
    expect(found.client?.id).toBe(id);
    const wrapped = readConfiguration({ ...found, text: user.read(relative(user.home, path)) });
    if (wrapped.kind === 'broken') throw new Error(wrapped.reason);
    const alone = wrapped.servers.filter(
      ({ start }) => start.kind !== 'url' && (start.kind === 'other' || !isWrapped(start.command)),
    );
    expect(alone.map(({ name }) => name)).toEqual(known.left ?? []);
    expect(user.run('wrap', path, '--as', 'mcp-shield').stdout).not.toMatch(
      /^ {2}(?:wrapped|renewed) {2}/m,
    );
    expect(user.run('unwrap', path).code).toBe(0);
    expect(user.read(relative(user.home, path))).toBe(text);
  });

  it('is not found fault with, wrapped or not', () => {
    const { user, path } = install(file);
    const plain = check(user, path);
    user.run('wrap', path);
    const { started, ...rest } = check(user, path);
    // Wrapped, it is free of what clients need to start it.
    const launchers = /^(?:cmd(?:\.exe)? \/c|powershell -NoProfile -Command) /;
    expect({ ...rest, started: started.map((one) => one.replace(launchers, '')) }).toEqual({
      ...plain,
      started: plain.started.map((one) => one.replace(launchers, '')),
    });
    expect(plain.problems).toEqual([]);
    expect(plain.notStarted).toEqual(known.notStarted ?? []);
  });
});

/** What doctor says of it before it starts anything. */
function check(user: User, path: string) {
  // The script of this mcp-shield is not installed where the tests say.
  const isFile = (one: string) =>
    one.startsWith('/opt/') ||
    realFileSystem.statSync(one, { throwIfNoEntry: false })?.isFile() === true;
  const deps = user.deps();
  const machine = { ...deps.machine, isFile };
  const { checks, servers } = checkFile(fileNamed(path, deps), undefined, { ...deps, machine });
  const all = [...checks, ...servers.flatMap((server) => server.checks)];
  return {
    problems: all.filter(({ status }) => status === 'problem').map(({ text }) => text),
    notStarted: servers
      .filter((server) => server.entry === undefined && !isElsewhere(server.checks))
      .map(({ name }) => name),
    started: servers.flatMap(({ entry }) =>
      entry === undefined
        ? []
        : [[entry.file, ...entry.args, entry.cwd ?? dirname(join(path))].join(' ')],
    ),
  };
}

function isElsewhere(checks: readonly { readonly text: string }[]): boolean {
  return checks.length === 0 || checks.some(({ text }) => /reached by a URL/.test(text));
}
