/**
 * Real servers in Python behind mcp-shield: a session, a SIGKILL of the real process, UTF-8 both
 * ways, and the cause where the module is missing.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JsonRpc, type ShieldProcess, withShield } from '../process/shield-process.ts';
import { program, pythonsOf } from './installed.ts';

const text = 'erste Änderung 漢字 😀';
const repository = mkdtempSync(path.join(tmpdir(), 'répo-'));
const page = createServer((_, response) => {
  response.setHeader('content-type', 'text/plain; charset=utf-8').end(text);
});

beforeAll(async () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', repository, ...args]);
  git('init', '--quiet');
  const author = ['-c', 'user.name=Zoë', '-c', 'user.email=zoe@localhost'];
  git(...author, 'commit', '--quiet', '--allow-empty', '--message', text);
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  page.close();
  rmSync(repository, { recursive: true });
});

interface Server {
  readonly name: string;
  readonly command: () => readonly string[];
  /** A tool whose answer contains a text beyond ASCII that it was given. */
  readonly ask: (shield: ShieldProcess) => Promise<JsonRpc>;
  readonly answers: string;
}

const servers: readonly Server[] = [
  {
    name: 'mcp-server-time',
    command: () => [program('mcp-server-time'), '--local-timezone', 'Europe/Zurich'],
    ask: (shield) => shield.call('get_current_time', { timezone: 'Europe/Zürich 漢字' }),
    answers: 'Europe/Zürich 漢字',
  },
  {
    name: 'mcp-server-git',
    command: () => [program('mcp-server-git'), '--repository', repository],
    ask: (shield) => shield.call('git_log', { repo_path: repository }),
    answers: text,
  },
  {
    name: 'python -m mcp_server_fetch',
    command: () => [
      program('python'),
      ...['-m', 'mcp_server_fetch', '--allow-private-ips', '--ignore-robots-txt'],
    ],
    ask(shield) {
      const { port } = page.address() as AddressInfo;
      return shield.call('fetch', { url: `http://127.0.0.1:${port}/ü`, raw: true });
    },
    answers: text,
  },
];

describe.each(servers)('$name', ({ command, ask, answers }) => {
  it('is answered for while it sleeps, and wakes at the first call', async () => {
    const env = { XDG_CACHE_HOME: mkdtempSync(path.join(tmpdir(), 'asleep-')) };
    const start = { args: ['--lazy', '--log-level', 'info', '--', ...command()], env };
    const mark = `asleep-${path.basename(env.XDG_CACHE_HOME)}`;
    const started = 'the server was started';
    const told: unknown[] = [];
    for (const times of [1, 0]) {
      await withShield({ ...start, mark }, async (shield) => {
        const { result } = await shield.initialize();
        told.push([result, (await shield.request('tools/list')).result]);
        expect(shield.countOnStderr(started)).toBe(times);
        expect(JSON.stringify((await ask(shield)).result)).toContain(answers);
        expect(shield.countOnStderr(started)).toBe(1);
        shield.closeStdin();
        expect((await shield.exited).code).toBe(0);
      });
    }
    expect(told[1]).toEqual(told[0]);
    rmSync(env.XDG_CACHE_HOME, { recursive: true });
  });

  it('serves a session, with its text as it is, and ends at EOF', async () => {
    await withShield({ args: ['--', ...command()] }, async (shield) => {
      expect((await shield.initialize()).result).toHaveProperty('serverInfo');
      expect((await shield.request('tools/list')).result).toHaveProperty('tools');
      expect(JSON.stringify((await ask(shield)).result)).toContain(answers);
      shield.closeStdin();
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      await shield.expectNothingLeft();
    });
  });

  it('is restarted after a SIGKILL of the real process, and serves on', async () => {
    await withShield({ args: ['--', ...command()] }, async (shield) => {
      await shield.initialize();
      const before = pythonsOf(shield);
      expect(before).toHaveLength(1);
      for (const pid of before) process.kill(pid, 'SIGKILL');
      await shield.waitForStderr('SIGKILL');
      expect(JSON.stringify((await ask(shield)).result)).toContain(answers);
      const after = pythonsOf(shield);
      expect(after).toHaveLength(1);
      expect(after).not.toEqual(before);
    });
  });
});

describe('a server that prints without a flush', () => {
  const script = fileURLToPath(new URL('./fixtures/buffered_server.py', import.meta.url));

  it('startup-072: answers at once, in UTF-8, whatever the locale', async () => {
    const env = { LC_ALL: 'POSIX', PYTHONCOERCECLOCALE: '0' };
    await withShield({ args: ['--', program('python'), script], env }, async (shield) => {
      await shield.initialize();
      const { result } = await shield.request('x', { text });
      expect(result).toEqual({ said: { text }, utf8_mode: 1, encoding: 'utf-8' });
    });
  });
});

describe('a module that is not installed', () => {
  it('startup-059: is named in the error, with what to do', async () => {
    const args = ['--', program('python'), '-m', 'mcp_server_nowhere'];
    await withShield({ args }, async (shield) => {
      const { error } = await shield.initialize();
      expect(error?.data?.['reason']).toBe('python-module-missing');
      expect(error?.message).toContain('mcp_server_nowhere');
      expect(error?.data?.['advice']).not.toEqual([]);
    });
  });
});
