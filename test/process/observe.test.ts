/**
 * What a person can see of running shields: their state, their logs, and recordings that decide
 * the same again. Real processes, a log directory of the test's own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type ShieldProcess, server, withShield } from './shield-process.ts';
import { until } from './strays.ts';

const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
const newHome = (): { XDG_STATE_HOME: string; HOME: string } => {
  const directory = mkdtempSync(join(tmpdir(), 'mcp-shield-observe-'));
  return { XDG_STATE_HOME: directory, HOME: directory };
};

function ask(env: Record<string, string>, ...words: string[]) {
  const ended = spawnSync(process.execPath, [bin, ...words], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  return { code: ended.status, text: ended.stdout, stderr: ended.stderr };
}

interface Shown {
  readonly name: string;
  readonly state: string;
  readonly lives: number;
  readonly requests: number;
  readonly fallCount: number;
  readonly pid: number;
  readonly falls: readonly { reason: string; sentence: string }[];
  readonly parties: Record<'client' | 'server', { name: string; version: string } | undefined>;
}

const statuses = (env: Record<string, string>): Shown[] =>
  JSON.parse(ask(env, 'status', '--json').text).shields;

describe('three shields at once', () => {
  // [R-health]
  it('are shown as they are, one of them crash-looping', async () => {
    const env = newHome();
    const start = (name: string, ...args: string[]) => ({
      env,
      args: ['--name', name, '--backoff-initial', '10ms', ...server('legacy-server.mjs', ...args)],
    });
    await withShield(start('well'), async (well) => {
      await withShield(start('fell'), async (fell) => {
        await withShield(start('loops', '--exit', '3'), async (loops) => {
          await well.initialize();
          await fell.initialize();
          await fell.call('crash', { code: 7 });
          await fell.call('echo', { value: 1 });
          await loops.waitForStderr('not restarted, the next request after');
          await until(() => statuses(env).some(({ state }) => state === 'stopped'), 10_000);
          const greeted = ({ name, parties }: Shown) => name === 'well' && parties.server;
          await until(() => statuses(env).some(greeted), 10_000);
          await until(
            () => statuses(env).every(({ name, requests }) => name !== 'fell' || requests === 3),
            10_000,
          );

          const shown = new Map(statuses(env).map((status) => [status.name, status]));
          expect([...shown.keys()].sort()).toEqual(['fell', 'loops', 'well']);
          expect(shown.get('well')).toMatchObject({
            state: 'running',
            lives: 1,
            fallCount: 0,
            pid: well.pid,
            parties: {
              client: { name: 'test', version: '1.0.0' },
              server: { name: 'legacy-server', version: '1.0.0' },
            },
          });
          expect(shown.get('fell')).toMatchObject({ state: 'running', lives: 2, fallCount: 1 });
          expect(shown.get('loops')).toMatchObject({ state: 'stopped' });
          expect(shown.get('loops')?.falls.at(-1)?.sentence).toContain('exit code 3');

          const { text } = ask(env, 'status');
          expect(text).toMatch(/^loops {2}stopped {2}pid \d+$/m);
          expect(text).toMatch(/^ {2}server +legacy-server 1\.0\.0, protocol 2025-11-25$/m);
          // As a health check.
          expect(ask(env, 'status', 'well').code).toBe(0);
          expect(ask(env, 'status', 'loops').code).toBe(1);
          const nobody = ask(env, 'status', 'wel');
          expect(nobody.code).toBe(1);
          expect(nobody.text).toBe(
            'No shield of the name wel is running here: did you mean well?\n',
          );
          expect(ask(env, 'logs', 'well', '--path').text).toMatch(/\/well\.log\n$/);
          const logs = ask(env, 'logs').text;
          expect(logs).toMatch(/mcp-shield\[well\] info: the server was started \(serverPid=\d+\)/);
          expect(logs).toMatch(/mcp-shield\[fell\] warn: The server ended with exit code 7/);
          expect(logs).toMatch(/mcp-shield\[loops\] error: .*not restarted/);
          expect(ask(env, 'logs', 'well').text).not.toContain('loops');
          expect(ask(env, 'logs', '-n', '0').text).toBe('');
        });
      });
      well.closeStdin();
      await well.exited;
      expect(ask(env, 'logs', 'well').text).toMatch(
        /info: the session ends: the client closed stdin\n$/,
      );
    });
    expect(ask(env, 'status')).toMatchObject({ code: 0, text: 'No shield is running here.\n' });
  });

  it('a name that was not given is that of the command; a wrong one is corrected', async () => {
    const env = newHome();
    await withShield({ env, args: server('legacy-server.mjs') }, async (shield) => {
      await shield.initialize();
      shield.closeStdin();
      await shield.exited;
    });
    expect(ask(env, 'logs', 'legacy-server').text).toContain('the server was started');
    const { code, stderr } = ask(env, 'logs', 'legacy-servr');
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean legacy-server?'),
    });
  });

  it('two of one name are told apart by their process ids', async () => {
    const env = newHome();
    const start = { env, args: ['--name', 'twin', ...server('legacy-server.mjs')] };
    await withShield(start, async (one) => {
      await withShield(start, async (other) => {
        await one.initialize();
        await other.initialize();
        // Both are written after the answer.
        const count = (command: string, words: string) =>
          ask(env, command, 'twin').text.split(words).length - 1;
        await until(() => count('status', 'twin  running') === 2, 10_000);
        await until(() => count('logs', 'was started') === 2, 10_000);
        const { text } = ask(env, 'logs', 'twin');
        for (const { pid } of [one, other]) {
          expect(text).toContain(`mcp-shield[twin ${pid}] info: the server was started`);
          expect(ask(env, 'status', 'twin').text).toContain(`twin  running  pid ${pid}`);
        }
      });
    });
  });

  it('keep nothing with --no-log-file', async () => {
    const env = newHome();
    await withShield(
      { env, args: ['--no-log-file', ...server('legacy-server.mjs')] },
      async (shield) => {
        await shield.initialize();
        shield.closeStdin();
        await shield.exited;
      },
    );
    expect(ask(env, 'logs').text).toMatch(/^No log yet in /);
  });
});

describe('--log-level trace', () => {
  it('shows envelopes and never contents', async () => {
    const args = ['--log-level', 'trace', ...server('legacy-server.mjs')];
    await withShield({ args }, async (shield) => {
      await shield.initialize();
      await shield.call('echo', { value: 'private matter' });
      const asked = await shield.waitForStderr('trace: tools/call ');
      expect(asked).toMatch(/^\(to=server, bytes=\d+, id=2\)$/);
      const answered = await shield.waitForStderr('trace: answer (to=client, bytes=88');
      expect(answered).toMatch(/^, id=2, ms=\d+, error=false\)$/);
      expect(shield.stderr).not.toContain('private matter');
    });
  });
});

describe('a recording', () => {
  const play = async (shield: ShieldProcess): Promise<void> => {
    await shield.initialize();
    await shield.request('tools/list');
    await shield.call('noise');
    await shield.call('echo', { value: 'private matter', api_key: 'sk-very-secret-1234567890' });
    await shield.call('half');
    await shield.call('crash', { code: 7 });
    await shield.request('ping');
    shield.closeStdin();
    await shield.exited;
  };

  it.each([
    ['without contents', [], false],
    ['with contents', ['--record-contents'], true],
    ['of output in the log', ['--stderr', 'log', '--noise', 'log'], false],
  ])('%s decides the same again', async (_what, more, contents) => {
    const file = join(newHome().HOME, 'session.jsonl');
    const args = ['--record', file, ...more, ...server('legacy-server.mjs', '--noisy')];
    await withShield({ args, env: { API_TOKEN: 'hunter2hunter2' } }, play);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text.includes('private matter')).toBe(contents);
    expect(text).not.toContain('sk-very-secret');
    const [, ...steps] = text.trimEnd().split('\n');
    const times = steps.map((step): number => JSON.parse(step).t);
    expect(times.filter((t, index) => t < (times[index - 1] ?? 0))).toEqual([]);

    const again = ask({}, 'replay', file);
    expect(again.text).toMatch(/\d+ steps, the same decisions as recorded\.\n$/);
    expect(again.text).toContain('→ to the client: error');
    expect(again.code).toBe(0);
  });

  it('that was decided otherwise is told', async () => {
    const file = join(newHome().HOME, 'session.jsonl');
    await withShield({ args: ['--record', file, ...server('legacy-server.mjs')] }, play);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"to the server: initialize', '"to the server: initialise'));
    const again = ask({}, 'replay', file);
    expect(again.text).toContain('but was: to the server: initialise');
    expect(again.text).toMatch(/Step \d+ of \d+ is the first decided otherwise\.\n$/);
    expect(again.code).toBe(1);
  });

  it.each([
    ['{"t":1,"event":{"type":"woke"},"decided":[]}\n{"t":2}\n', 3],
    ['{"t":1,"event":{"type":"server-exited"},"decided":[]}\n', 2],
    ['{"t":1,"event":{"type":"toString"},"decided":[]}\n', 2],
    ['{"t":1,"event":{"ty\n{"t":2,"event":{"type":"woke"},"decided":[]}\n', 2],
    ['null\n', 2],
    ['nonsense', 2],
  ])('that is malformed is refused with its line: %j', async (lines, at) => {
    const file = join(newHome().HOME, 'session.jsonl');
    await withShield({ args: ['--record', file, ...server('legacy-server.mjs')] }, play);
    const [heading] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, `${heading}\n${lines}`);
    const { code, stderr } = ask({}, 'replay', file);
    expect(stderr).toContain(`session.jsonl, line ${at}: this is not a step of a recording`);
    expect(code).toBe(2);
  });

  it('is not made of any file', () => {
    const { code, stderr } = ask({}, 'replay', bin);
    expect(code).toBe(2);
    expect(stderr).toContain('is not a recording');
  });
});
