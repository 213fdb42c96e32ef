import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryLimits } from '../../src/base/limits.ts';
import type { Log } from '../../src/log/log.ts';
import { readKnownClients } from '../../src/runner/memory/known-clients.ts';
import { removeAllMemories } from '../../src/runner/memory/memory-file.ts';
import { createMemoryStore, type MemoryStore } from '../../src/runner/memory/memory-store.ts';
import type { Remembered } from '../../src/session/memory.ts';
import type { ShieldEvent } from '../../src/shield/events.ts';

let place: string;
let directory: string;
let told: ShieldEvent[];
let logged: string[];

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'shield-memory-'));
  directory = join(place, 'servers');
  told = [];
  logged = [];
  writeFileSync(join(place, 'server.js'), '');
  // Older than the start.
  utimesSync(join(place, 'server.js'), 1, 1);
});

afterEach(() => rmSync(place, { recursive: true }));

const log: Log = {
  write: (_level, _event, message, fields) =>
    void logged.push(
      fields?.['added'] === undefined ? message : `${message} ${JSON.stringify(fields)}`,
    ),
  isOn: () => true,
  flush: async () => {},
};

interface Run {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly into?: string;
}

function run({
  command = 'node',
  args = ['server.js'],
  env = {},
  cwd = place,
  into = directory,
}: Run = {}): MemoryStore {
  const program = { file: process.execPath, args, env: {}, cwd, notes: [] };
  const store = createMemoryStore({
    ...{ command: [command, ...args], env, cwd, directory: () => into, name: () => 'server', log },
    holdsSecret: (text) => text.includes('hunter2'),
    resolve: () => program,
    post: (event) => void told.push(event),
  });
  store.noteStart();
  return store;
}

const answer = ['{"jsonrpc":"2.0","id":', ',"result":{}}\n'] as const;
const remembered: Remembered = { initialize: answer, lists: {} };

function recalled(store: MemoryStore, client = 'initialize {}'): unknown {
  store.recall(client, 1);
  const event = told.pop();
  return event?.type === 'recalled' ? event.remembered : 'nothing came';
}

/** The one file with answers. */
function file(): string {
  const [name = ''] = readdirSync(directory).filter((one) => one !== 'clients.json');
  return join(directory, name);
}

describe('what is remembered', () => {
  it('is there for the same server and client, and for no other', () => {
    run().remember('initialize {}', remembered);
    expect(recalled(run())).toEqual(remembered);
    expect(recalled(run(), 'initialize {"a":1}')).toBeUndefined();
    expect(recalled(run({ args: ['server.js', '-v'] }))).toBeUndefined();
    expect(recalled(run({ env: { TENANT: 'a' } }))).toBeUndefined();
    expect(recalled(run({ env: { TMUX_PANE: '%1', VSCODE_PID: '7' } }))).toEqual(remembered);
    writeFileSync(join(place, 'server.js'), 'another program');
    expect(recalled(run())).toBeUndefined();
  });

  it('is of one version of a package behind npx', () => {
    const npx = join(place, 'npm');
    const env = { npm_config_cache: npx };
    // The directory that npm 10.8 makes for `npx -y semver@7`.
    const manifest = join(npx, '_npx', 'f4a4099ca04f2131', 'node_modules', 'semver');
    mkdirSync(manifest, { recursive: true });
    writeFileSync(join(manifest, 'package.json'), '{"version":"7.6.0"}');
    utimesSync(join(manifest, 'package.json'), 1, 1);
    const through = { command: 'npx', args: ['-y', 'semver@7'], env };
    run(through).remember('initialize {}', remembered);
    expect(recalled(run(through))).toEqual(remembered);
    writeFileSync(join(manifest, 'package.json'), '{"version":"7.7.10"}');
    expect(recalled(run(through))).toBeUndefined();
  });

  it('is not kept of a program that was changed after its start', () => {
    const store = run();
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(place, 'server.js'), later, later);
    store.remember('initialize {}', remembered);
    expect(recalled(run())).toBeUndefined();
  });

  it('is forgotten, one or all', () => {
    const store = run();
    store.remember('initialize {}', remembered);
    store.remember('initialize {"a":1}', remembered);
    store.forget('initialize {}');
    expect(recalled(store)).toBeUndefined();
    expect(recalled(store, 'initialize {"a":1}')).toEqual(remembered);
    expect(removeAllMemories(directory)).toBe(1);
    expect(recalled(store, 'initialize {"a":1}')).toBeUndefined();
  });

  it('has no answer with a secret in it, however long the text around it', () => {
    const long = `,"result":{"x":"${'x'.repeat(200_000)} hunter2 ${'x'.repeat(9_000)}"}}\n`;
    const lists = {
      'tools/list': [{ cursor: null, answer }],
      'prompts/list': [{ cursor: null, answer: [answer[0], long] as const }],
    };
    run().remember('initialize {}', { initialize: answer, lists });
    const kept = recalled(run()) as Remembered;
    expect(Object.keys(kept.lists)).toEqual(['tools/list']);
    expect(readFileSync(file(), 'utf8')).not.toContain('hunter2');
  });

  it('is bounded: the oldest go', () => {
    mkdirSync(directory);
    for (let count = 0; count < memoryLimits.filesMax; count += 1) {
      const name = `${String(count).padStart(32, '0')}-${'0'.repeat(32)}.json`;
      writeFileSync(join(directory, name), '{}');
      utimesSync(join(directory, name), 1 + count, 1 + count);
    }
    run().remember('initialize {}', remembered);
    expect(readdirSync(directory)).toHaveLength(memoryLimits.filesMax + 1);
    expect(readdirSync(directory)).not.toContain(`${'0'.repeat(32)}-${'0'.repeat(32)}.json`);
    expect(recalled(run())).toEqual(remembered);
  });

  it('tells whom a server can be greeted as, the last one first', () => {
    run().remember('initialize {"clientInfo":{"name":"one"}}', remembered);
    run().remember('_meta {"two":2}', remembered);
    run().remember('initialize {"clientInfo":{"name":"hunter2"}}', remembered);
    expect(readKnownClients(directory)).toEqual([
      { kind: '_meta', said: { two: 2 } },
      { kind: 'initialize', said: { clientInfo: { name: 'one' } } },
    ]);
  });
});

describe('a file that is no memory', () => {
  const contents = {
    damaged: '{"format":1,"since":"20',
    'of another version': JSON.stringify({ format: 99, since: '', name: '', remembered }),
    empty: '',
    'no object': '[]',
  };
  it.each(Object.entries(contents))('%s: is as good as none', (_name, text) => {
    run().remember('initialize {}', remembered);
    writeFileSync(file(), text);
    expect(recalled(run())).toBeUndefined();
    run().remember('initialize {}', remembered);
    expect(recalled(run())).toEqual(remembered);
  });

  it.skipIf(process.platform === 'win32')('a symbolic link is not followed', () => {
    run().remember('initialize {}', remembered);
    const elsewhere = join(place, 'elsewhere.json');
    writeFileSync(elsewhere, readFileSync(file()));
    const path = file();
    rmSync(path);
    symlinkSync(elsewhere, path);
    expect(recalled(run())).toBeUndefined();
  });
});

describe('a directory that cannot be written', () => {
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('costs the memory', () => {
    mkdirSync(directory);
    chmodSync(directory, 0o500);
    run().remember('initialize {}', remembered);
    expect(recalled(run())).toBeUndefined();
    expect(logged).toHaveLength(1);
  });

  it('that is a file costs the memory and nothing else', () => {
    writeFileSync(directory, '');
    run().remember('initialize {}', remembered);
    expect(recalled(run())).toBeUndefined();
    expect(logged).toEqual(['what was heard of the server is not kept']);
  });
});

describe('two at once', () => {
  it('leave one whole file', () => {
    const [one, other] = [run(), run()];
    for (let times = 0; times < 20; times += 1) {
      one.remember('initialize {}', remembered);
      other.remember('initialize {}', remembered);
    }
    expect(recalled(one)).toEqual(remembered);
    expect(readdirSync(directory)).toHaveLength(2);
  });
});

describe('tools that are not those of the last run', () => {
  const page = (cursor: string | null, tools: readonly unknown[], nextCursor?: string) => {
    const result = JSON.stringify({ tools, nextCursor });
    return {
      cursor,
      answer: ['{"jsonrpc":"2.0","id":', `,"result":${result}}\n`] as [string, string],
    };
  };
  const heard = (...pages: ReturnType<typeof page>[]): Remembered => ({
    lists: { 'tools/list': pages },
  });
  const [read, write, send] = ['read', 'write', 'send'].map((name) => ({ name, inputSchema: {} }));
  const first = heard(page(null, [read], '2'), page('2', [write]));

  it.each([
    ['one of each', heard(page(null, [{ ...read, description: 'new' }, send])), [1, 1, 1]],
    ['other pages and another order', heard(page(null, [write, read])), undefined],
    [
      'members in another order',
      heard(page(null, [{ inputSchema: {}, name: 'read' }, write])),
      undefined,
    ],
    ['a list without its end', heard(page(null, [], '2')), undefined],
    ['none at all', heard(page(null, [])), [0, 2, 0]],
  ])('%s', (_what, second, counts) => {
    const store = run();
    store.noteStart();
    store.remember('client', first);
    expect(logged).toEqual([]);
    store.remember('client', second);
    const [added, removed, altered] = counts ?? [];
    const line = `the tools of this server are not those it had when it was last heard ${JSON.stringify({ added, removed, altered })}`;
    expect(logged).toEqual(counts === undefined ? [] : [line]);
  });
});
