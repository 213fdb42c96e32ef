/**
 * Restarts that somebody asked for, in real processes: the server's file is edited while a client
 * is connected, in both eras; and a server that hangs.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, type JsonRpc, type ShieldProcess, server, withShield } from './shield-process.ts';

const loud = ['--log-level', 'info'];

/** A server in a directory of its own, which a test may edit. */
class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'mcp-shield-watch-'));
  readonly file = join(this.directory, 'server.mjs');
  readonly #source: string;

  constructor(name: string) {
    this.#source = readFileSync(fixture(name), 'utf8');
    this.write(this.#source);
  }

  get args(): string[] {
    const command = ['--', process.execPath, this.file];
    return ['--watch', '*.mjs', '--cwd', this.directory, ...loud, ...command];
  }

  write(source: string): void {
    writeFileSync(this.file, source);
  }

  /** The tool `echo` is called `name` from now on. */
  rename(name: string): void {
    this.write(this.#source.replaceAll("'echo'", `'${name}'`).replaceAll('echo:', `${name}:`));
  }
}

const namesOf = ({ result }: JsonRpc): string[] =>
  ((result?.['tools'] ?? []) as { name: string }[]).map(({ name }) => name);

const listChanged = (shield: ShieldProcess, times = 1): Promise<unknown> =>
  shield.waitForMessage(() => {
    const told = shield.messages.filter(({ method }) => method?.endsWith('tools/list_changed'));
    return told.length >= times;
  });

const pidOf = ({ result }: JsonRpc): number =>
  Number(((result?.['content'] ?? []) as { text: string }[])[0]?.text);

/** How many files and directories the system is asked to watch. */
function watchesOf(pid: number): number {
  const texts = readdirSync(`/proc/${pid}/fdinfo`).map((name) => {
    try {
      return readFileSync(`/proc/${pid}/fdinfo/${name}`, 'utf8');
    } catch {
      return ''; // Closed meanwhile.
    }
  });
  return texts.join('').match(/^inotify /gm)?.length ?? 0;
}

describe('--watch', () => {
  // [R-watch]
  it('brings new tools to a legacy client, over a syntax error', async () => {
    const workshop = new Workshop('legacy-server.mjs');
    await withShield({ args: workshop.args }, async (shield) => {
      await shield.initialize();
      expect(namesOf(await shield.request('tools/list'))).toContain('echo');
      await shield.waitForStderr('watching *.mjs');

      workshop.rename('fresh');
      await listChanged(shield);
      expect(namesOf(await shield.request('tools/list'))).toContain('fresh');
      const { result } = await shield.call('fresh', { value: 'hello' });
      expect(result).toEqual({ content: [{ type: 'text', text: 'hello' }] });

      workshop.write('const tools = [;\n');
      await shield.waitForStderr('not restarted, the next change or');
      const { error } = await shield.call('fresh', { value: 'hello' });
      expect(JSON.stringify(error)).toContain('SyntaxError');

      workshop.rename('mended');
      await listChanged(shield, 2);
      expect(namesOf(await shield.request('tools/list'))).toContain('mended');
      shield.closeStdin();
      expect(await shield.exited).toEqual({ code: 0, signal: null });
      await shield.expectNothingLeft();
    });
  });

  it.runIf(process.platform === 'linux').each([
    { glob: '*.mjs', changed: 'server.mjs', watches: 2 },
    { glob: '**/*.mjs', changed: 'src/deep/tool.mjs', watches: 5 },
    { glob: 's*/*/*.mjs', changed: 'src/deep/tool.mjs', watches: 4 },
    { glob: '.venv/**/*.mjs', changed: '.venv/bin/tool.mjs', watches: 3 },
    { glob: '**/.cache/*.mjs', changed: '.cache/tool.mjs', watches: 5 },
    { glob: 'build/**/*.mjs', changed: 'build/tool.mjs', watches: 2 },
  ])('looks for $glob only where it can lie', async ({ glob, changed, watches }) => {
    const workshop = new Workshop('legacy-server.mjs');
    const ignored = ['build', 'src/generated'];
    for (const name of [
      '.venv/bin',
      '.cache',
      'env/lib',
      'node_modules/a',
      'src/deep',
      'venv',
      ...ignored,
    ]) {
      mkdirSync(join(workshop.directory, name), { recursive: true });
      writeFileSync(join(workshop.directory, name, 'tool.mjs'), '');
    }
    writeFileSync(join(workshop.directory, 'env', 'pyvenv.cfg'), '');
    // Of a repository, one more below it.
    for (const [name, rules] of [
      ['.', 'build/\n'],
      ['src', '/generated\n'],
    ] as const) {
      writeFileSync(join(workshop.directory, name, '.gitignore'), rules);
    }
    mkdirSync(join(workshop.directory, '.git'));
    const args = ['--watch', glob, ...workshop.args.slice(2)];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      await shield.waitForStderr(`watching ${glob}`);
      expect(watchesOf(shield.pid)).toBe(watches);
      const file = join(workshop.directory, changed);
      writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
      await shield.waitForStderr(`${changed} changed`);
      shield.closeStdin();
      await shield.exited;
    });
  });

  it('renews the stream of a modern client and tells it', async () => {
    const workshop = new Workshop('modern-server.mjs');
    const key = (name: string): string => `io.modelcontextprotocol/${name}`;
    const _meta = {
      [key('protocolVersion')]: '2026-07-28',
      [key('clientInfo')]: { name: 'test', version: '1' },
      [key('clientCapabilities')]: {},
    };
    await withShield({ args: workshop.args }, async (shield) => {
      const list = (): Promise<JsonRpc> => shield.request('tools/list', { _meta });
      const notifications = { toolsListChanged: true };
      shield.send({ id: 'l', method: 'subscriptions/listen', params: { notifications, _meta } });
      expect(namesOf(await list())).toContain('echo');
      await shield.waitForStderr('watching *.mjs');
      workshop.rename('fresh');
      await listChanged(shield);
      expect(namesOf(await list())).toContain('fresh');
      await shield.waitForStderr('restarting the server on purpose: server.mjs changed');
      const told = shield.messages.filter(({ method }) => method?.includes('acknowledged'));
      expect(told).toHaveLength(1);
    });
  });

  it('says which directory does not exist', async () => {
    const args = ['--watch', 'nowhere/**/*.ts', ...server('legacy-server.mjs')];
    await withShield({ args }, async (shield) => {
      expect(await shield.exited).toMatchObject({ code: 2 });
      expect(shield.stderr).toMatch(/--watch nowhere\/\*\*\/\*.ts: there is no \S+nowhere/);
    });
  });

  it('does not look into node_modules', async () => {
    const workshop = new Workshop('legacy-server.mjs');
    const hidden = join(workshop.directory, 'node_modules');
    mkdirSync(hidden);
    const args = workshop.args.map((word) => (word === '*.mjs' ? '.' : word));
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      await shield.waitForStderr('watching .');
      writeFileSync(join(hidden, 'dependency.mjs'), '');
      writeFileSync(join(workshop.directory, 'notes.txt'), '');
      await shield.waitForStderr('on purpose: notes.txt changed');
    });
  });
});

describe.skipIf(process.platform === 'win32')('SIGUSR2', () => {
  // [R-by-hand]
  it('restarts the server, after a call in flight has finished', async () => {
    await withShield({ args: [...loud, ...server('legacy-server.mjs')] }, async (shield) => {
      await shield.initialize();
      const before = pidOf(await shield.call('pid'));
      shield.send({ id: 's', method: 'tools/call', params: { name: 'ask' } });
      const question = await shield.waitForMessage(
        ({ method }) => method?.startsWith('sampling') === true,
      );
      shield.kill('SIGUSR2');
      await shield.waitForStderr('will be restarted once calls in flight are over');
      shield.send({ id: 'held', method: 'tools/call', params: { name: 'pid' } });
      shield.send({ id: question.id, result: { role: 'user' } });
      expect((await shield.answerTo('s')).error).toBeUndefined();
      expect(pidOf(await shield.answerTo('held'))).not.toBe(before);
      await shield.waitForStderr('restarting the server on purpose: SIGUSR2');
      expect(shield.stderr).not.toContain('warn');
    });
  });

  it('kills a server that ignores its end', async () => {
    const args = [...loud, ...server('legacy-server.mjs', '--ignore-eof', '--ignore-sigterm')];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      const before = pidOf(await shield.call('pid'));
      shield.kill('SIGUSR2');
      await shield.waitForStderr('got SIGTERM');
      expect(pidOf(await shield.call('pid'))).not.toBe(before);
    });
  });
});

describe('--restart-hung', () => {
  // [R-hung]
  it('restarts a server that answers nothing any more', async () => {
    const args = ['--request-timeout', '200ms', '--restart-hung', '2', ...loud];
    await withShield({ args: [...args, ...server('legacy-server.mjs')] }, async (shield) => {
      await shield.initialize();
      for (const time of [1, 2]) {
        const { error } = await shield.call('hang');
        expect(error?.data, `time-out ${time}`).toMatchObject({ reason: 'request-timeout' });
      }
      await shield.waitForStderr('The MCP server hung: 2 requests in a row');
      await shield.waitForStderr('the server was started again');
      shield.closeStdin();
      await shield.exited;
    });
  });
});
