/**
 * What is printed for programs is as schemas/ say, member by member: real commands over real
 * servers, each answer held to the schema in its strict form.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type ShieldProcess, server, withShield } from '../process/shield-process.ts';
import { until } from '../process/strays.ts';
import { problemsOf, readSchema, schemaNames } from './schema-check.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mcp-shield-schemas-'));
  homes.push(home);
});

/** A user of this machine with nothing but what the test puts there. */
const env = (): Record<string, string> => ({
  HOME: home,
  USERPROFILE: home,
  XDG_CONFIG_HOME: join(home, '.config'),
  XDG_STATE_HOME: join(home, '.state'),
  XDG_CACHE_HOME: join(home, '.cache'),
});

function ask(...words: string[]): string {
  const ended = spawnSync(process.execPath, [join(root, 'bin/mcp-shield.js'), ...words], {
    env: { ...process.env, ...env() },
    cwd: home,
    encoding: 'utf8',
  });
  return ended.stdout;
}

function expectFit(name: string, text: string): void {
  expect(text).not.toBe('');
  expect(problemsOf(name, JSON.parse(text), 'strict'), text).toEqual([]);
}

/** Each line of it. */
function expectLinesFit(name: string, text: string): void {
  const lines = text.trimEnd().split('\n');
  for (const line of lines) expectFit(name, line);
}

const [node = '', legacy = ''] = server('legacy-server.mjs').slice(-2);

/** A server that says what it is told to say; its directory does not change while it runs. */
function known(tools: readonly string[]): string[] {
  const place = join(home, 'known');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'heard'), '');
  writeFileSync(join(place, 'says.json'), JSON.stringify({ tools }));
  return server('known-server.mjs', '--place', place);
}

function configure(mcpServers: object): string {
  const file = join(home, 'servers.json');
  writeFileSync(file, JSON.stringify({ mcpServers }));
  return file;
}

async function play(shield: ShieldProcess): Promise<void> {
  await shield.initialize();
  await shield.request('tools/list');
  await shield.call('noise');
  // The server falls twice.
  await shield.call('half');
  await shield.call('crash', { code: 7 });
  await shield.request('ping');
}

// [R-schemas]
describe('what commands print with --json', () => {
  it('doctor', () => {
    expectFit('doctor', ask('doctor', '--json', '--', node, legacy, '--noisy'));
    expectFit('doctor', ask('doctor', '--json', '--', 'mcp-shield-no-such-command'));
    const file = configure({
      well: { command: node, args: [legacy] },
      url: { url: 'https://a.b' },
    });
    expectFit('doctor', ask('doctor', '--json', file));
    writeFileSync(file, '{"mcpServers": {');
    expectFit('doctor', ask('doctor', '--json', file));
  });

  it('status', async () => {
    expectFit('status', ask('status', '--json'));
    await withShield(
      { env: env(), args: server('legacy-server.mjs', '--noisy') },
      async (shield) => {
        await play(shield);
        await until(() => /"fallCount":2/.test(ask('status', '--json')), 10_000);
        const text = ask('status', '--json');
        expectFit('status', text);
        const [shown] = JSON.parse(text).shields;
        expect(shown.pid).toBe(shield.pid);
        expect(Math.abs(Date.parse(shown.startedAt) - Date.now())).toBeLessThan(60_000);
        expect(shown.falls).toHaveLength(2);
      },
    );
  });

  it('status of a server that is remembered and sleeps', async () => {
    const args = ['--lazy', ...known(['a', 'b'])];
    for (const isRemembered of [false, true]) {
      await withShield({ env: env(), mark: home, args }, async (shield) => {
        await shield.initialize();
        await shield.request('tools/list');
        const state = isRemembered ? '"state":"asleep"' : '"state":"running"';
        await until(() => ask('status', '--json').includes(state), 10_000);
        const text = ask('status', '--json');
        expectFit('status', text);
        expect('remembered' in JSON.parse(text).shields[0]).toBe(isRemembered);
        shield.closeStdin();
        await shield.exited;
      });
    }
  });

  it('clients, wrap and unwrap', () => {
    const file = join(home, '.claude.json');
    const mcpServers = { well: { command: node, args: [legacy] }, url: { url: 'https://a.b' } };
    writeFileSync(file, JSON.stringify({ mcpServers }));
    expectFit('clients', ask('clients', '--json'));
    expectFit('wrap', ask('wrap', '--json'));
    expectFit('wrap', ask('wrap', file, '--json', '--dry-run'));
    expectFit('wrap', ask('wrap', file, '--json', '--', '--lazy'));
    expectFit('wrap', ask('unwrap', file, '--json'));
    writeFileSync(file, '{"mcpServers": {');
    expectFit('wrap', ask('wrap', file, '--json'));
    expectFit('clients', ask('clients', '--json'));
  });

  it('warm', () => {
    const file = configure({
      well: { command: node, args: [legacy] },
      url: { url: 'https://a.b' },
    });
    ask('wrap', file);
    expectFit('warm', ask('warm', '--json', file));
    expectFit('warm', ask('warm', '--json', '--', node, legacy, '--exit', '3'));
    expectFit('warm', ask('warm', '--json', '--forget'));
    expectFit('warm', ask('warm', '--json', '--stop'));
  });
});

describe('lines', () => {
  it('of the log, on stderr and in the file that is kept', async () => {
    const json = ['--log-format', 'json', '--log-level', 'trace', '--stderr', 'log'];
    const options = [...json, '--noise', 'log', '--max-message', '1KB', '--name', 'it'];
    const args = [...options, ...server('legacy-server.mjs', '--noisy')];
    await withShield({ env: env(), args }, async (shield) => {
      await play(shield);
      await shield.call('big');
      shield.closeStdin();
      await shield.exited;
      expectLinesFit('log-line', shield.stderr);
      expectLinesFit('log-line', ask('logs', 'it', '--json', '--lines', '1000'));
      const parsed = shield.stderr
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(new Set(parsed.map(({ pid }) => pid))).toEqual(new Set([shield.pid]));
      const started = parsed.filter(({ event }) => event === 'server-started');
      expect(started).toHaveLength(3);
      for (const { fields } of started) expect(fields.serverPid).not.toBe(shield.pid);
    });
  });

  it('of the log, when the server is not what it was', async () => {
    const options = ['--log-format', 'json', '--log-level', 'debug', '--stderr', 'drop'];
    for (const tools of [
      ['a', 'b'],
      ['a', 'c', 'd'],
    ]) {
      const args = [...options, ...known(tools)];
      await withShield({ env: env(), mark: home, args }, async (shield) => {
        await shield.initialize();
        await shield.request('tools/list');
        await shield.request('tools/list', { cursor: '2' });
        shield.closeStdin();
        await shield.exited;
        expectLinesFit('log-line', shield.stderr);
        const isOther = tools.includes('c');
        expect(shield.stderr.includes('"event":"tools-differ"')).toBe(isOther);
      });
    }
  });

  it('of no log are none', () => {
    expect(ask('logs', '--json')).toBe('');
  });

  it.each([[[]], [['--record-contents']]])('of a recording %j', async (more) => {
    const file = join(home, 'session.jsonl');
    const args = ['--record', file, ...more, ...server('legacy-server.mjs', '--noisy')];
    await withShield({ env: env(), args }, async (shield) => {
      await play(shield);
      shield.closeStdin();
      await shield.exited;
    });
    expectLinesFit('recording-line', readFileSync(file, 'utf8'));
  });

  it('of recordings that were made before', () => {
    const recordings = join(root, 'test/shield/recordings');
    for (const file of readdirSync(recordings).filter((name) => name.endsWith('.jsonl'))) {
      expectLinesFit('recording-line', readFileSync(join(recordings, file), 'utf8'));
    }
  });
});

describe('a schema', () => {
  it.each(schemaNames)('%s has a name of its own, and stands on the page', (name) => {
    expect(readSchema(name)['$id']).toBe(`urn:mcp-shield:schema:${name}:1`);
    const page = readFileSync(join(root, 'docs/for-programs.md'), 'utf8');
    expect(page.includes(`(../schemas/${name}.schema.json)`)).toBe(true);
  });

  it.each(schemaNames)('%s finds that everything is missing', (name) => {
    expect(problemsOf(name, {}, 'open')).not.toEqual([]);
  });

  const line = { level: 'warn', time: '2026-11-27T03:03:57.101Z', event: 'noise', pid: 1, msg: '' };

  it('finds what is missing or is something else', () => {
    expect(problemsOf('log-line', line, 'open')).toEqual([]);
    const { event: _event, ...nameless } = line;
    expect(problemsOf('log-line', nameless, 'open')).toHaveLength(1);
    expect(problemsOf('log-line', { ...line, pid: '1' }, 'open')).toHaveLength(1);
    expect(problemsOf('log-line', { ...line, time: 1_764_212_637_101 }, 'open')).toHaveLength(1);
    expect(problemsOf('status', { schemaVersion: 2, shields: [] }, 'open')).toHaveLength(1);
  });

  it('lets readers pass over what is new, and no test of ours', () => {
    const newer = { ...line, fields: { mood: 'good' } };
    expect(problemsOf('log-line', newer, 'open')).toEqual([]);
    expect(problemsOf('log-line', newer, 'strict')).toHaveLength(1);
  });
});
