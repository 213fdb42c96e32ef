/** `--env-from`: asked once in a session, in no log, and a cause of its own where it fails. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAskedVariables } from '../../src/process/asked-variables.ts';
import type { Resolution } from '../../src/resolve/resolution.ts';
import { server, withShield } from './shield-process.ts';
import { until } from './strays.ts';

let directory: string;
let learnt: Readonly<Record<string, string>>[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'asked-'));
  learnt = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

const resolution: Resolution = {
  file: 'server',
  args: [],
  env: { GIVEN: '1' },
  cwd: undefined,
  notes: [],
};

function asked(...pairs: [string, string][]) {
  return createAskedVariables(pairs, {
    env: { ...process.env, GREETING: 'hello' },
    cwd: directory,
    learn: (values) => void learnt.push(values),
  });
}

describe('a variable from a command', () => {
  it('is what a shell makes of it, without the newline', async () => {
    const complete = asked(['A', 'echo "$GREETING" | tr a-z A-Z'], ['B', "printf 'x=y\\nz\\n'"]);
    const { env, failure } = await complete(resolution);
    expect(failure).toBeUndefined();
    expect(env).toEqual({ GIVEN: '1', A: 'HELLO', B: 'x=y\nz' });
    expect(learnt).toEqual([{ A: 'HELLO', B: 'x=y\nz' }]);
  });

  it('is asked for once', async () => {
    const complete = asked(['A', 'echo x >>count; echo value']);
    expect((await complete(resolution)).env['A']).toBe('value');
    expect((await complete(resolution)).env['A']).toBe('value');
    expect(readFileSync(join(directory, 'count'), 'utf8')).toBe('x\n');
    expect(learnt).toHaveLength(1);
  });

  it('is asked for again while it has none', async () => {
    const complete = asked(['A', 'cat token']);
    const first = await complete(resolution);
    expect(first.failure?.errno).toBe('ENOVALUE');
    writeFileSync(join(directory, 'token'), 'at last');
    expect((await complete(resolution)).env['A']).toBe('at last');
  });

  it.each([
    ['exit 3', '--env-from A ended with exit code 3'],
    ['echo no session >&2; exit 1', '--env-from A ended with exit code 1: no session'],
    ['true', '--env-from A printed nothing'],
    ['kill -9 $$', '--env-from A ended with SIGKILL'],
  ])('%s is told', async (line, message) => {
    const { failure } = await asked(['A', line])(resolution);
    expect(failure).toEqual({ errno: 'ENOVALUE', message });
  });

  it('is not asked for where the command of the server is not there', async () => {
    const failure = { errno: 'ENOENT', message: 'not there' } as const;
    const missing = await asked(['A', 'touch asked'])({ ...resolution, failure });
    expect(missing).toEqual({ ...resolution, failure });
    expect(learnt).toEqual([]);
  });
});

describe('a command that is still asked', () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)('ends with mcp-shield after %s', async (signal) => {
    const asked = join(directory, 'asked');
    const args = ['--env-from', `A=touch '${asked}'; sleep 600`, ...server('legacy-server.mjs')];
    await withShield({ args }, async (shield) => {
      await until(() => existsSync(asked), 15_000);
      shield.kill(signal);
      await shield.exited;
      await shield.expectNothingLeft();
    });
  });
});

describe('behind mcp-shield', () => {
  const bin = fileURLToPath(new URL('../../bin/mcp-shield.js', import.meta.url));
  const initialize = {
    ...{ jsonrpc: '2.0', id: 1, method: 'initialize' },
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'c', version: '1' },
    },
  };
  /** Says what it was given to everybody, and answers. */
  const script = `
    process.stderr.write('the token is ' + process.env.TOKEN + '\\n');
    console.log('got ' + process.env.TOKEN);
    process.stdin.once('data', () => console.log(JSON.stringify({ jsonrpc: '2.0', id: 1, result: {
      protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: process.env.TOKEN.length + '', version: '1' } } })));`;

  function run(line: string) {
    const record = join(directory, 'recording.jsonl');
    const args = ['--env-from', `TOKEN=${line}`, '--stderr', 'log', '--noise', 'log'];
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [
        bin,
        ...args,
        '--record',
        record,
        '--record-contents',
        '--log-level',
        'trace',
        '--',
        process.execPath,
        '-e',
        script,
      ],
      {
        encoding: 'utf8',
        input: `${JSON.stringify(initialize)}\n`,
        env: { ...process.env, XDG_STATE_HOME: directory, XDG_CACHE_HOME: directory },
      },
    );
    const kept = readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'));
    return { answer: JSON.parse(stdout), texts: [stderr, ...kept].join('\n') };
  }

  it('reaches the server, and no log and no recording', () => {
    const { answer, texts } = run('printf correct-horse; echo -battery');
    expect(answer.result.serverInfo.name).toBe(String('correct-horse-battery'.length));
    expect(texts).toContain('the token is');
    expect(texts).not.toContain('correct-horse-battery');
  });

  it('that has no value is the cause that the client reads', () => {
    const { answer } = run('echo vault is locked >&2; exit 9');
    expect(answer.error.data.reason).toBe('env-command-failed');
    expect(answer.error.message).toContain('`TOKEN`');
    expect(answer.error.message).toContain('vault is locked');
  });
});
