/**
 * Servers that are started only when they are needed, with real processes and files. A server
 * writes down each start and each message, so that what did not happen can be seen.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ShieldProcess, server, withShield } from './shield-process.ts';
import { until } from './strays.ts';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));

let place: string;
let env: Record<string, string>;
let mark: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'shield-lazy-'));
  mark = `shield-lazy-${place.slice(-6)}`;
  const cache = join(place, 'cache');
  env = { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: place };
  says({ tools: ['a', 'b', 'c'], instructions: 'first' });
  writeFileSync(join(place, 'heard'), '');
});

afterEach(() => rmSync(place, { recursive: true }));

function says(what: object): void {
  writeFileSync(join(place, 'says.json'), JSON.stringify(what));
}

function heard(what: string): number {
  return readFileSync(join(place, 'heard'), 'utf8')
    .split('\n')
    .filter((line) => line === what).length;
}

const known = (...more: string[]): string[] =>
  server('known-server.mjs', '--place', place, ...more);

interface Told {
  readonly instructions: unknown;
  readonly tools: string[];
}

/** What a client does at its start. */
async function start(shield: ShieldProcess): Promise<Told> {
  const { result } = await shield.initialize();
  const tools: string[] = [];
  let cursor: string | undefined;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const page = (await shield.request('tools/list', params)).result;
    const listed = (page?.['tools'] ?? []) as { name: string }[];
    tools.push(...listed.map(({ name }) => name));
    cursor = page?.['nextCursor'] as string | undefined;
  } while (cursor !== undefined);
  return { instructions: result?.['instructions'], tools };
}

async function end(shield: ShieldProcess): Promise<void> {
  shield.closeStdin();
  expect((await shield.exited).code).toBe(0);
}

/** A run that only lists. */
async function run(options: readonly string[], more: readonly string[] = []): Promise<Told> {
  let told: Told | undefined;
  await withShield({ args: [...options, ...known(...more)], env, mark }, async (shield) => {
    told = await start(shield);
    await end(shield);
  });
  return told as Told;
}

describe('--lazy', () => {
  it('answers greeting and lists without a server, once they were heard', async () => {
    const first = await run(['--lazy']);
    expect(heard('start')).toBe(1);
    expect(await run(['--lazy'])).toEqual(first);
    expect(await run(['--lazy'])).toEqual(first);
    expect(heard('start')).toBe(1);
  });

  it('starts the server at the first call, and tells of lists that differ', async () => {
    const before = await run([]);
    says({ tools: ['a', 'b', 'd'], instructions: 'first' });
    await withShield({ args: ['--lazy', ...known()], env, mark }, async (shield) => {
      expect(await start(shield)).toEqual(before);
      expect(heard('start')).toBe(1);
      expect((await shield.call('d')).result).toBeDefined();
      await shield.waitForMessage(({ method }) => method === 'notifications/tools/list_changed');
      await end(shield);
    });
    expect((await run(['--lazy'])).tools).toEqual(['a', 'b', 'd']);
    expect(heard('start')).toBe(2);
  });

  it('believes nothing that was remembered of a server which greets otherwise now', async () => {
    await run([]);
    says({ tools: ['a', 'b', 'd'], instructions: 'second' });
    const args = ['--lazy', '--idle', '50ms', '--log-level', 'info', ...known()];
    await withShield({ args, env, mark }, async (shield) => {
      await start(shield);
      await shield.call('a');
      await shield.waitForStderr('is not as it was remembered');
      await shield.waitForStderr('nobody has used the server');
      const { result } = await shield.request('tools/list', {});
      expect(JSON.stringify(result)).toContain('"b"');
      expect(heard('start')).toBe(3);
      await end(shield);
    });
  });

  it('shows in the status that it sleeps, and what is known since when', async () => {
    const own = { ...env, XDG_STATE_HOME: join(place, 'state') };
    await withShield({ args: ['--lazy', ...known()], env: own, mark }, async (shield) => {
      await start(shield);
      await end(shield);
    });
    const status = (...words: string[]): string =>
      spawnSync(process.execPath, [bin, 'status', ...words], {
        env: { ...process.env, ...own },
        encoding: 'utf8',
      }).stdout;
    await withShield({ args: ['--lazy', ...known()], env: own, mark }, async (shield) => {
      await start(shield);
      await until(() => /asleep/.test(status()) && /known/.test(status()), 10_000);
      expect(status()).toMatch(/known +greeting, tools\/list; heard .* ago/);
      const [shown] = JSON.parse(status('--json')).shields;
      expect(shown).toMatchObject({ state: 'asleep', lives: 0 });
      expect(shown.remembered.what).toEqual(['greeting', 'tools/list']);
      await end(shield);
    });
  });

  it('keeps no secret and no value of a variable, in files that are private', async () => {
    const secret = 'hunter2-hunter2';
    says({ tools: ['a'], instructions: `the key is ${secret}` });
    const secrets = { ...env, API_KEY: secret, HARMLESS: 'some-plain-value' };
    await withShield({ args: known(), env: secrets, mark }, async (shield) => {
      await start(shield);
      await end(shield);
    });
    const directory = join(place, 'cache', 'mcp-shield', 'servers');
    const files = readdirSync(directory);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = readFileSync(join(directory, file), 'utf8');
      expect(text).not.toContain(secret);
      expect(text).not.toContain('some-plain-value');
      if (process.platform !== 'win32') {
        expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
      }
    }
  });

  it('asks the server itself after another variable, argument or directory', async () => {
    await run(['--lazy']);
    expect(heard('start')).toBe(1);
    env = { ...env, TENANT: 'other' };
    await run(['--lazy']);
    expect(heard('start')).toBe(2);
    await run(['--lazy'], ['--more']);
    expect(heard('start')).toBe(3);
    await withShield({ args: ['--lazy', ...known()], env, mark, cwd: place }, async (shield) => {
      await start(shield);
      await end(shield);
    });
    expect(heard('start')).toBe(4);
  });

  it('keeps nothing with --no-memory', async () => {
    await run(['--lazy', '--no-memory']);
    await run(['--lazy', '--no-memory']);
    expect(heard('start')).toBe(2);
  });

  it('survives a hundred ends and starts, each answer given once', {
    timeout: 90_000,
  }, async () => {
    const args = ['--lazy', '--idle', '1ms', '--log-level', 'info', ...known()];
    await withShield({ args, env, mark }, async (shield) => {
      await start(shield);
      for (let cycle = 1; cycle <= 100; cycle += 1) {
        await shield.waitForCount('nobody has used the server', cycle);
        const names = cycle % 5 === 0 ? ['a', 'b', 'c', 'd'] : ['a'];
        const answers = await Promise.all(names.map((name) => shield.call(name)));
        expect(answers.every(({ result }) => result !== undefined)).toBe(true);
      }
      expect(heard('tools/call')).toBe(160);
      expect(heard('start')).toBeGreaterThan(100);
      await end(shield);
    });
  });
});

const installed = (name: string, ...args: string[]): string[] => {
  const module = `../../node_modules/@modelcontextprotocol/server-${name}/dist/index.js`;
  return ['--', process.execPath, fileURLToPath(new URL(module, import.meta.url)), ...args];
};

describe('a real server', () => {
  it.each([
    ['everything', installed('everything', 'stdio')],
    ['filesystem', installed('filesystem', tmpdir())],
    ['memory', installed('memory')],
  ])('%s: what it said, byte for byte, without being started', async (_name, command) => {
    const args = ['--lazy', '--log-level', 'info', ...command];
    const said: string[] = [];
    for (const times of [1, 0]) {
      await withShield({ args, env, mark }, async (shield) => {
        await shield.initialize();
        await shield.request('tools/list', {});
        expect(shield.countOnStderr('the server was started')).toBe(times);
        const lines = shield.stdoutBytes.toString().split('\n');
        said.push(lines.filter((line) => line.includes('"result"')).join('\n'));
        await end(shield);
      });
    }
    expect(said[1]).toBe(said[0]);
  });
});

describe('--start-patience', () => {
  it('greets for a known server that needs longer, and its calls wait for it', async () => {
    const gate = join(place, 'gate');
    writeFileSync(gate, '');
    const told = await run([], ['--gated']);
    rmSync(gate);
    const args = ['--start-patience', '200ms', ...known('--gated')];
    await withShield({ args, env, mark }, async (shield) => {
      expect(await start(shield)).toEqual(told);
      const answer = shield.call('a');
      writeFileSync(gate, '');
      expect((await answer).result).toBeDefined();
      await end(shield);
    });
  });
});
